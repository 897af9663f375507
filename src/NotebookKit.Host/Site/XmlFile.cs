using System.Globalization;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace NotebookKit.Host.Site;

/// <summary>The comments in the XML file that the compiler writes beside an assembly.</summary>
internal sealed class XmlFile(string path) : DocumentationProvider
{
    // From an override to what it overrides to the interface, and no further than this.
    private const int LongestLine = 8;

    private readonly Dictionary<string, XElement> comments = XDocument.Load(path, LoadOptions.PreserveWhitespace)
        .Descendants("member")
        .GroupBy(member => (string?)member.Attribute("name") ?? "")
        .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);

    /// <summary>The comment of a symbol, with what it inherits: what <c>inheritdoc</c> names, else what the symbol overrides or implements.</summary>
    public XElement Of(ISymbol symbol) => Of(symbol, 0);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    protected override string? GetDocumentationForSymbol(string documentationMemberID, CultureInfo preferredCulture, CancellationToken cancellationToken = default) =>
        comments.GetValueOrDefault(documentationMemberID)?.ToString(SaveOptions.DisableFormatting);

    private XElement Of(ISymbol symbol, int depth)
    {
        var own = comments.GetValueOrDefault(symbol.OriginalDefinition.GetDocumentationCommentId() ?? "") ?? new XElement("member");
        if (depth > LongestLine || (own.HasElements && own.Element("inheritdoc") is null))
        {
            return own;
        }

        if ((string?)own.Element("inheritdoc")?.Attribute("cref") is { } named)
        {
            return Merged(own, ById(named, depth + 1));
        }

        return Above(symbol) is { } above ? Merged(own, Of(above, depth + 1)) : own;
    }

    private XElement ById(string id, int depth)
    {
        var found = comments.GetValueOrDefault(id) ?? new XElement("member");
        return depth <= LongestLine && (string?)found.Element("inheritdoc")?.Attribute("cref") is { } further ? Merged(found, ById(further, depth + 1)) : found;
    }

    /// <summary>A symbol's own words first; from the other what it does not say itself.</summary>
    private static XElement Merged(XElement own, XElement other)
    {
        var all = new XElement("member", own.Elements().Where(part => part.Name != "inheritdoc"));
        foreach (var part in other.Elements())
        {
            if (!all.Elements(part.Name).Any(known => (string?)known.Attribute("name") == (string?)part.Attribute("name")))
            {
                all.Add(part);
            }
        }

        return all;
    }

    private static ISymbol? Above(ISymbol symbol)
    {
        if (symbol is INamedTypeSymbol type)
        {
            return type.BaseType is { SpecialType: not SpecialType.System_Object } parent ? parent : type.Interfaces.FirstOrDefault();
        }

        ISymbol? overridden = symbol switch
        {
            IMethodSymbol method => method.OverriddenMethod ?? method.ExplicitInterfaceImplementations.FirstOrDefault(),
            IPropertySymbol property => property.OverriddenProperty ?? property.ExplicitInterfaceImplementations.FirstOrDefault(),
            _ => null,
        };
        return overridden ?? symbol.ContainingType?.AllInterfaces.SelectMany(face => face.GetMembers())
            .FirstOrDefault(member => SymbolEqualityComparer.Default.Equals(symbol.ContainingType.FindImplementationForInterfaceMember(member), symbol));
    }
}
