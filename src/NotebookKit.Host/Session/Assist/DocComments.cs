using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace NotebookKit.Host.Session.Assist;

/// <summary>The summary of a symbol's doc comment: from a cell's own text, or from the XML file that lies beside an assembly.</summary>
/// <remarks>The framework's own files lie in the SDK's reference packs; where only a runtime is installed there are none.</remarks>
internal static partial class DocComments
{
    private static readonly string Framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    /// <summary>One or a few sentences as plain text; empty where there is no comment.</summary>
    public static string Summary(ISymbol symbol, Compilation compilation)
    {
        var original = (symbol is IMethodSymbol { ReducedFrom: { } extension } ? extension : symbol).OriginalDefinition;
        try
        {
            if (original.Locations.Any(location => location.IsInSource))
            {
                var own = original.GetDocumentationCommentXml();
                return string.IsNullOrEmpty(own) ? "" : TextOf(XElement.Parse(own).Element("summary"));
            }

            return original.GetDocumentationCommentId() is { } id && original.ContainingAssembly is { } assembly
                ? FilesOf(compilation.GetMetadataReference(assembly) as PortableExecutableReference, original)
                    .Select(file => Find(file, id)).FirstOrDefault(text => text.Length > 0) ?? ""
                : "";
        }
        catch (Exception exception) when (exception is XmlException or IOException or UnauthorizedAccessException)
        {
            // A broken file costs its comments.
            return "";
        }
    }

    private static IEnumerable<string> FilesOf(PortableExecutableReference? reference, ISymbol symbol)
    {
        if (reference?.FilePath is not { } path)
        {
            return [];
        }

        if (Path.GetDirectoryName(path) is var folder && folder != Framework && !IsSharedFramework(folder))
        {
            return new[] { Path.ChangeExtension(path, ".xml") }.Where(File.Exists);
        }

        // .../shared/NAME/VERSION has its comments in .../packs/NAME.Ref/VERSION/ref/netX/, by the names of the reference
        // assemblies: a type of the runtime's core is found by its assembly's, its namespace's or the general one.
        var version = new DirectoryInfo(folder!);
        var packs = Path.Combine(version.Parent!.Parent!.Parent!.FullName, "packs", version.Parent.Name + ".Ref");
        var names = new[] { Path.GetFileNameWithoutExtension(path), symbol.ContainingNamespace?.ToDisplayString() ?? "", "System.Runtime" };
        return !Directory.Exists(packs)
            ? []
            : Directory.EnumerateDirectories(packs).OrderDescending(StringComparer.Ordinal).Take(1)
                .SelectMany(pack => Directory.EnumerateDirectories(Path.Combine(pack, "ref")))
                .SelectMany(pack => names.Distinct().Select(name => Path.Combine(pack, name + ".xml")))
                .Where(File.Exists);
    }

    private static bool IsSharedFramework(string? folder) => Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(folder))) == "shared";

    private static string Find(string file, string id)
    {
        using var reader = XmlReader.Create(file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        while (reader.ReadToFollowing("member"))
        {
            if (reader.GetAttribute("name") == id)
            {
                return TextOf(((XElement)XNode.ReadFrom(reader)).Element("summary"));
            }
        }

        return "";
    }

    private static string TextOf(XElement? element)
    {
        var text = new StringBuilder();
        foreach (var node in element?.DescendantNodes() ?? [])
        {
            if (node is XText words)
            {
                text.Append(words.Value);
            }
            else if (node is XElement { IsEmpty: true } mention)
            {
                text.Append(NameOf(mention));
            }
        }

        return Blanks().Replace(text.ToString(), " ").Trim();
    }

    /// <summary>The last word of what a see, paramref or the like names.</summary>
    private static string NameOf(XElement mention)
    {
        var name = (mention.Attribute("cref") ?? mention.Attribute("name") ?? mention.Attribute("langword"))?.Value ?? "";
        name = name.Split('(')[0];
        name = name[(name.LastIndexOf('.') + 1)..];
        return name.Split('`')[0];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
