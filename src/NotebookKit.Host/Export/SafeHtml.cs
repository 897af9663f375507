using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace NotebookKit.Host.Export;

/// <summary>HTML that stands in markdown, reduced to what formats text: anything that could run or load is shown as text.</summary>
internal static partial class SafeHtml
{
    private static readonly HashSet<string> Tags = new(StringComparer.OrdinalIgnoreCase)
    {
        "a", "abbr", "b", "blockquote", "br", "center", "cite", "code", "col", "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em",
        "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp",
        "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "var", "wbr",
    };

    private static readonly HashSet<string> Attributes = new(StringComparer.OrdinalIgnoreCase)
    {
        "align", "alt", "class", "colspan", "dir", "height", "href", "lang", "open", "rowspan", "src", "start", "title", "valign", "width",
    };

    /// <summary>The text with its harmless tags; every other sign of HTML is escaped.</summary>
    public static string Clean(string html)
    {
        var clean = new StringBuilder(html.Length);
        var from = 0;
        foreach (Match tag in Tag().Matches(html))
        {
            clean.Append(Escape(html[from..tag.Index]));
            from = tag.Index + tag.Length;
            var name = tag.Groups["name"].Value;
            if (tag.Value.StartsWith("<!--", StringComparison.Ordinal))
            {
                continue;
            }

            if (!Tags.Contains(name))
            {
                clean.Append(WebUtility.HtmlEncode(tag.Value));
                continue;
            }

            clean.Append(tag.Groups["close"].Success ? "</" : "<").Append(name);
            foreach (Match attribute in Attribute().Matches(tag.Groups["rest"].Value))
            {
                AddAttribute(clean, attribute.Groups["name"].Value, WebUtility.HtmlDecode(attribute.Groups["value"].Value.Trim('"', '\'')));
            }

            clean.Append('>');
        }

        return clean.Append(Escape(html[from..])).ToString();
    }

    /// <summary>True for links to pages, to mail and within the page; never for one that runs something.</summary>
    public static bool IsSafeLink(string url)
    {
        var scheme = Scheme().Match(url);
        return !scheme.Success || scheme.Groups[1].Value.ToUpperInvariant() is "HTTP" or "HTTPS" or "MAILTO";
    }

    private static void AddAttribute(StringBuilder clean, string name, string value)
    {
        var isSafe = name.ToUpperInvariant() switch
        {
            "HREF" => IsSafeLink(value),
            "SRC" => value.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase),
            _ => Attributes.Contains(name),
        };
        if (isSafe)
        {
            clean.Append(' ').Append(name).Append("=\"").Append(WebUtility.HtmlEncode(value)).Append('"');
        }
    }

    /// <summary>Text keeps its entities (&amp;nbsp;) and loses its brackets.</summary>
    private static string Escape(string text) =>
        text.Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    [GeneratedRegex("""<!--.*?-->|<(?<close>/)?(?<name>[a-zA-Z][a-zA-Z0-9-]*)(?<rest>(?:\s+[a-zA-Z_:][-\w:.]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>`=]+))?)*)\s*/?>""", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Tag();

    [GeneratedRegex("""(?<name>[a-zA-Z_:][-\w:.]*)(?:\s*=\s*(?<value>"[^"]*"|'[^']*'|[^\s"'<>`=]+))?""")]
    private static partial Regex Attribute();

    // Browsers skip spaces and control characters within a scheme: "java\nscript:".
    [GeneratedRegex(@"^[\s\x00-\x20]*([a-zA-Z\x00-\x20][a-zA-Z0-9+.\-\x00-\x20]*):")]
    private static partial Regex Scheme();
}
