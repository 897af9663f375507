using System.Net;
using System.Text;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NotebookKit.Host.Export;
using NotebookKit.Host.Session;

namespace NotebookKit.Host.Site;

/// <summary>The reference of a library: its public types and members with their XML comments, a page for each type.</summary>
internal sealed class ApiReference
{
    private const string Folder = "api/";
    private const int FewMembers = 8;

    private static readonly SymbolDisplayFormat Signature = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameOnly,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints,
        memberOptions: SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeModifiers | SymbolDisplayMemberOptions.IncludeRef | SymbolDisplayMemberOptions.IncludeConstantValue,
        parameterOptions: SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeParamsRefOut | SymbolDisplayParameterOptions.IncludeExtensionThis,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        kindOptions: SymbolDisplayKindOptions.None,
        delegateStyle: SymbolDisplayDelegateStyle.NameAndSignature,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier | SymbolDisplayMiscellaneousOptions.AllowDefaultLiteral);

    private static readonly SymbolDisplayFormat Name = new(genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters, typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes);

    private static readonly (string Title, Func<ISymbol, bool> Is)[] Chapters =
    [
        ("Constructors", member => member is IMethodSymbol { MethodKind: MethodKind.Constructor }),
        ("Values", member => member is IFieldSymbol),
        ("Properties", member => member is IPropertySymbol or IEventSymbol),
        ("Methods", member => member is IMethodSymbol { MethodKind: MethodKind.Ordinary }),
        ("Operators", member => member is IMethodSymbol { MethodKind: MethodKind.UserDefinedOperator or MethodKind.Conversion }),
    ];

    private readonly INamedTypeSymbol[] types;
    private readonly string library;
    private readonly XmlFile texts;
    private readonly ApiComments comments;
    private readonly Dictionary<string, string> anchors = [];

    private ApiReference(IAssemblySymbol assembly, XmlFile texts)
    {
        this.texts = texts;
        library = assembly.Name;
        types = [.. Types(assembly.GlobalNamespace).OrderBy(type => type.ContainingNamespace.ToDisplayString(), StringComparer.Ordinal).ThenBy(type => type.ToDisplayString(Name), StringComparer.OrdinalIgnoreCase)];
        var addresses = new Dictionary<string, string>();
        foreach (var type in types)
        {
            addresses[type.GetDocumentationCommentId()!] = FileOf(type);
            var used = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var member in Members(type))
            {
                var word = string.Concat(HeadingOf(member).Split('(')[0].Where(char.IsAsciiLetterOrDigit));
                used[word] = used.GetValueOrDefault(word) + 1;
                var anchor = $"m-{word}{(used[word] > 1 ? $"-{used[word]}" : "")}";
                anchors[member.GetDocumentationCommentId()!] = anchor;
                addresses[member.GetDocumentationCommentId()!] = $"{FileOf(type)}#{anchor}";
            }
        }

        comments = new ApiComments(addresses);
    }

    /// <summary>The pages: an overview, then one for each type.</summary>
    /// <exception cref="ArgumentException">The assembly has no XML file beside it.</exception>
    public static IReadOnlyList<SitePage> Pages(string assembly)
    {
        var xml = Path.ChangeExtension(assembly, ".xml");
        if (!File.Exists(xml))
        {
            throw new ArgumentException($"{assembly}: the reference needs {Path.GetFileName(xml)} beside it; build the library with GenerateDocumentationFile.");
        }

        var texts = new XmlFile(xml);
        var reference = MetadataReference.CreateFromFile(assembly, documentation: texts);
        var compilation = CSharpCompilation.Create("reference", references: [reference, .. HostAssemblies.All.Where(other => !string.Equals(Path.GetFileName(other.Display), Path.GetFileName(assembly), StringComparison.OrdinalIgnoreCase))]);
        var api = new ApiReference((IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(reference)!, texts);
        return [api.Overview(), .. api.types.Select(api.Page)];
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol owner) =>
        owner.GetMembers().OfType<INamespaceOrTypeSymbol>().SelectMany(member => member switch
        {
            INamespaceSymbol space => Types(space),
            INamedTypeSymbol { DeclaredAccessibility: Accessibility.Public } type => Types(type).Prepend(type),
            _ => [],
        });

    private IEnumerable<ISymbol> Members(INamedTypeSymbol type) =>
        type.TypeKind == TypeKind.Delegate ? [] : type.GetMembers().Where(member =>
            member is { IsImplicitlyDeclared: false, DeclaredAccessibility: Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal }
            && Chapters.Any(chapter => chapter.Is(member))
            && !(type.TypeKind == TypeKind.Enum && member is IMethodSymbol)
            && !member.Name.StartsWith('<')
            && texts.Of(member).HasElements);

    private static string FileOf(INamedTypeSymbol type) => $"{type.GetDocumentationCommentId()![2..].Replace('`', '-')}.html";

    private static string HeadingOf(ISymbol member) => member switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor } method => $"{method.ContainingType.Name}({Parameters(method)})",
        IMethodSymbol { MethodKind: MethodKind.Ordinary } method => $"{method.Name}({Parameters(method)})",
        IMethodSymbol { MethodKind: MethodKind.Conversion } method => $"conversion to {method.ReturnType.ToDisplayString(Name)}",
        IMethodSymbol method => $"operator {method.Name["op_".Length..]}",
        IPropertySymbol { IsIndexer: true } property => $"this[{string.Join(", ", property.Parameters.Select(parameter => parameter.Name))}]",
        _ => member.Name,
    };

    private static string Parameters(IMethodSymbol method) => string.Join(", ", method.Parameters.Select(parameter => parameter.Name));

    private SitePage Overview()
    {
        var html = new StringBuilder($"<h1>{Encode(library)}: the library</h1>\n<p class=\"lead\">{types.Length} public types, with what their comments in the source say.</p>\n");
        var sections = new List<(string, string, string)> { ("", "", $"reference library {library}") };
        foreach (var space in types.GroupBy(type => type.ContainingNamespace.ToDisplayString()))
        {
            var anchor = space.Key.Replace('.', '-').ToLowerInvariant();
            html.Append($"<section>\n<h2 id=\"{Encode(anchor)}\">{Encode(space.Key)}</h2>\n<table class=\"types\">\n");
            foreach (var type in space)
            {
                html.Append($"<tr><td><a href=\"{Encode(FileOf(type))}\">{Encode(type.ToDisplayString(Name))}</a></td><td>{comments.Html(texts.Of(type).Element("summary"))}</td></tr>\n");
            }

            html.Append("</table>\n</section>\n");
            sections.Add((anchor, space.Key, ""));
        }

        return new SitePage($"{Folder}index.html", $"{library}: the library", SiteGroups.Reference, html.ToString()) { Label = library, Sections = sections };
    }

    private SitePage Page(INamedTypeSymbol type)
    {
        var title = type.ToDisplayString(Name);
        var comment = texts.Of(type);
        var space = type.ContainingNamespace.ToDisplayString();
        var html = new StringBuilder($"<h1>{Encode(title)}</h1>\n<p class=\"kind\">{KindOf(type)} in <a href=\"index.html#{Encode(space.Replace('.', '-').ToLowerInvariant())}\">{Encode(space)}</a></p>\n")
            .Append(Code(Declaration(type)));
        Text(html, comment);
        html.Append(Contents(type));
        var words = new StringBuilder(ApiComments.Words(comment.Element("summary")));
        foreach (var (chapter, isPart) in Chapters)
        {
            var members = Members(type).Where(isPart).ToArray();
            if (members.Length == 0)
            {
                continue;
            }

            html.Append($"<h2>{chapter}</h2>\n");
            foreach (var member in members)
            {
                html.Append($"<section class=\"member\">\n<h3 id=\"{Encode(anchors[member.GetDocumentationCommentId()!])}\">{Encode(HeadingOf(member))}</h3>\n").Append(Code(member.ToDisplayString(Signature)));
                Text(html, texts.Of(member));
                html.Append("</section>\n");
                words.Append(' ').Append(member.Name.TrimStart('.'));
            }
        }

        return new SitePage(Folder + FileOf(type), title, SiteGroups.Reference, html.ToString()) { Sections = [("", "", words.ToString())] };
    }

    /// <summary>The members by name, where there are many.</summary>
    private string Contents(INamedTypeSymbol type)
    {
        var names = Members(type).Where(member => member is not IMethodSymbol { MethodKind: not MethodKind.Ordinary })
            .Select(member => (Name: HeadingOf(member).Split('(', '[')[0], Anchor: anchors[member.GetDocumentationCommentId()!]))
            .DistinctBy(member => member.Name)
            .OrderBy(member => member.Name, StringComparer.OrdinalIgnoreCase)
            .ToArray();
        return names.Length < FewMembers ? ""
            : $"<nav class=\"contents members\" aria-label=\"Members\"><details open><summary>Members</summary>\n<ul>\n{string.Join('\n', names.Select(member => $"<li><a href=\"#{Encode(member.Anchor)}\">{Encode(member.Name)}</a></li>"))}\n</ul>\n</details></nav>\n";
    }

    private void Text(StringBuilder html, XElement comment)
    {
        Paragraph(html, comments.Html(comment.Element("summary")));
        Paragraph(html, comments.Html(comment.Element("remarks")));
        var rows = comment.Elements("typeparam").Concat(comment.Elements("param"))
            .Select(part => ((string?)part.Attribute("name") ?? "", comments.Html(part)))
            .Concat(comment.Elements("returns").Concat(comment.Elements("value")).Select(part => ("returns", comments.Html(part))))
            .Concat(comment.Elements("exception").Select(part => ("throws", $"<code>{Encode(((string?)part.Attribute("cref") ?? "").Split('.')[^1])}</code> {comments.Html(part)}")))
            .ToArray();
        if (rows.Length > 0)
        {
            html.Append("<dl>\n").AppendJoin('\n', rows.Select(row => $"<dt>{Encode(row.Item1)}</dt><dd>{row.Item2}</dd>")).Append("\n</dl>\n");
        }
    }

    private static void Paragraph(StringBuilder html, string text)
    {
        if (text.Length > 0)
        {
            html.Append(text.StartsWith("<p>", StringComparison.Ordinal) ? $"{text}\n" : $"<div class=\"text comment\"><p>{text}</p></div>\n");
        }
    }

    private static string KindOf(INamedTypeSymbol type) => type switch
    {
        { IsRecord: true, IsValueType: true } => "record struct",
        { IsRecord: true } => "record",
        { TypeKind: TypeKind.Class, IsStatic: true } => "static class",
        _ => type.TypeKind.ToString().ToLowerInvariant(),
    };

    private static string Declaration(INamedTypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Delegate)
        {
            return $"public delegate {type.DelegateInvokeMethod!.ReturnType.ToDisplayString(Signature)} {type.ToDisplayString(Signature)}";
        }

        var above = (type.BaseType is { SpecialType: SpecialType.None } parent ? [parent] : Array.Empty<INamedTypeSymbol>())
            .Concat(type.Interfaces.Where(face => face.DeclaredAccessibility == Accessibility.Public))
            .Select(one => one.ToDisplayString(Signature))
            .Where(one => !one.StartsWith("IEquatable<", StringComparison.Ordinal))
            .ToArray();
        var modifier = type is { TypeKind: TypeKind.Class, IsStatic: false } ? type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "" : "";
        return $"public {modifier}{KindOf(type)} {type.ToDisplayString(Name)}{(above.Length > 0 ? " : " + string.Join(", ", above) : "")}";
    }

    private static string Code(string text) => $"<pre class=\"signature\"><code>{CSharpColours.Render(text)}</code></pre>\n";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
