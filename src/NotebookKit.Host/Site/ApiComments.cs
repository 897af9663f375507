using System.Net;
using System.Text;
using System.Xml.Linq;

namespace NotebookKit.Host.Site;

/// <summary>The XML comments of symbols as HTML, with links to the pages of the types that they name.</summary>
/// <param name="addresses">The address of each documented type and member, by its documentation id, as seen from the reference's folder.</param>
internal sealed class ApiComments(IReadOnlyDictionary<string, string> addresses)
{
    /// <summary>One part of a comment, as inline HTML.</summary>
    public string Html(XElement? part)
    {
        if (part is null)
        {
            return "";
        }

        var html = new StringBuilder();
        foreach (var node in part.Nodes())
        {
            Node(html, node);
        }

        return html.ToString().Trim();
    }

    /// <summary>One part of a comment in plain words, on one line.</summary>
    public static string Words(XElement? part)
    {
        var words = new StringBuilder();
        foreach (var node in part?.DescendantNodes() ?? [])
        {
            words.Append(node switch
            {
                XText text => text.Value,
                XElement { IsEmpty: true } element => ShortName((string?)element.Attribute("cref") ?? (string?)element.Attribute("name") ?? (string?)element.Attribute("langword") ?? ""),
                _ => "",
            });
        }

        return string.Join(' ', words.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private void Node(StringBuilder html, XNode node)
    {
        switch (node)
        {
            case XText text:
                html.Append(WebUtility.HtmlEncode(text.Value));
                break;
            case XElement element:
                Element(html, element);
                break;
        }
    }

    private void Element(StringBuilder html, XElement element)
    {
        switch (element.Name.LocalName)
        {
            case "see" or "seealso":
                html.Append(See(element));
                break;
            case "paramref" or "typeparamref":
                html.Append("<code>").Append(WebUtility.HtmlEncode((string?)element.Attribute("name") ?? "")).Append("</code>");
                break;
            case "c":
                html.Append("<code>").Append(WebUtility.HtmlEncode(element.Value)).Append("</code>");
                break;
            case "code":
                html.Append("<pre class=\"signature\"><code>").Append(Export.CSharpColours.Render(element.Value.Trim('\r', '\n'))).Append("</code></pre>");
                break;
            case "para":
                html.Append("<p>").Append(Html(element)).Append("</p>");
                break;
            case "list":
                html.Append("<ul>").Append(string.Concat(element.Elements("item").Select(item => $"<li>{Html(item)}</li>"))).Append("</ul>");
                break;
            case "term":
                html.Append("<b>").Append(Html(element)).Append("</b> ");
                break;
            default:
                html.Append(Html(element));
                break;
        }
    }

    private string See(XElement element)
    {
        if ((string?)element.Attribute("langword") is { } word)
        {
            return $"<code>{WebUtility.HtmlEncode(word)}</code>";
        }

        if ((string?)element.Attribute("href") is { } link && Export.SafeHtml.IsSafeLink(link))
        {
            return $"<a href=\"{WebUtility.HtmlEncode(link)}\">{(element.IsEmpty ? WebUtility.HtmlEncode(link) : Html(element))}</a>";
        }

        var id = (string?)element.Attribute("cref") ?? "";
        var name = element.IsEmpty ? $"<code>{WebUtility.HtmlEncode(ShortName(id))}</code>" : Html(element);
        return addresses.TryGetValue(id, out var address) ? $"<a href=\"{WebUtility.HtmlEncode(address)}\">{name}</a>" : name;
    }

    /// <summary>The last name of a documentation id: <c>Tensor.Sum</c> of <c>M:NotebookKit.Tensor.Sum(System.Int32)</c>.</summary>
    private static string ShortName(string id)
    {
        var isMember = id.Length > 1 && id[1] == ':' && id[0] is not 'T';
        var name = id.Length > 1 && id[1] == ':' ? id[2..] : id;
        var open = name.IndexOf('(', StringComparison.Ordinal);
        var parts = (open < 0 ? name : name[..open]).Split('.');
        var kept = parts.TakeLast(isMember ? 2 : 1).Select(part => part.Split('`')[0]).Where(part => part != "#ctor");
        return string.Join('.', kept);
    }
}
