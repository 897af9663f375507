using System.Globalization;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace NotebookKit.Host.Site;

/// <summary>The comments in the XML file that the compiler writes beside an assembly.</summary>
internal sealed class XmlFile(string path) : DocumentationProvider
{
    private readonly Dictionary<string, string> comments = XDocument.Load(path, LoadOptions.PreserveWhitespace)
        .Descendants("member")
        .GroupBy(member => (string?)member.Attribute("name") ?? "")
        .ToDictionary(group => group.Key, group => group.First().ToString(SaveOptions.DisableFormatting), StringComparer.Ordinal);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    protected override string? GetDocumentationForSymbol(string documentationMemberID, CultureInfo preferredCulture, CancellationToken cancellationToken = default) =>
        comments.GetValueOrDefault(documentationMemberID);
}
