using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotebookKit.Host.Documents;

namespace NotebookKit.Host.Export;

/// <summary>The outputs of a cell as HTML, each in its richest form.</summary>
internal static partial class HtmlOutputs
{
    private static readonly string[] Pictures = ["image/png", "image/jpeg", "image/gif", "image/webp"];

    private static readonly string[] Sizes = ["width", "height"];
    private const int LongestForm = 20 * 1024 * 1024;
    private const int LongestPre = 1024 * 1024;
    private const int LongestShown = 20_000;
    private const int FewCharacters = 1_000;

    public static void Append(StringBuilder page, NotebookCell cell, PageContext context)
    {
        if (cell.Outputs.Count == 0)
        {
            return;
        }

        page.Append("<div class=\"outputs\">\n");
        foreach (var output in cell.Outputs.OfType<JsonObject>())
        {
            switch (MultilineText.Join(output["output_type"]))
            {
                case "stream":
                    var kind = MultilineText.Join(output["name"]) == "stderr" ? "stderr" : "stdout";
                    Pre(page, kind, MultilineText.Join(output["text"]), context);
                    break;
                case "error":
                    Pre(page, "error", ErrorText(output), context);
                    break;
                default:
                    Data(page, output["data"] as JsonObject ?? [], output["metadata"] as JsonObject, context);
                    break;
            }
        }

        page.Append("</div>\n");
    }

    private static void Data(StringBuilder page, JsonObject data, JsonObject? metadata, PageContext context)
    {
        if (context.Options.HasPlotly && data[OtherForms.Plotly] is JsonObject figure)
        {
            page.Append("<div class=\"figure\">\n<div class=\"still\">\n");
            Drawn(page, data, metadata, context);
            page.Append("</div>\n<script type=\"application/json\">").Append(figure.ToJsonString().Replace("</", "<\\/", StringComparison.Ordinal)).Append("</script>\n</div>\n");
            return;
        }

        Drawn(page, data, metadata, context);
    }

    private static void Drawn(StringBuilder page, JsonObject data, JsonObject? metadata, PageContext context)
    {
        if (Text(data, "image/svg+xml") is { } svg)
        {
            Rich(page, "svg", svg[Math.Max(0, svg.IndexOf("<svg", StringComparison.OrdinalIgnoreCase))..]);
        }
        else if (Text(data, "text/html") is { } html)
        {
            Rich(page, "html", EngineStyle().Replace(html, ""));
            if (NetworkScript().IsMatch(html))
            {
                Rich(page, "note", "This output is drawn by a script from the network; the page loads none, so parts of it may be missing.");
            }
        }
        else if (Pictures.FirstOrDefault(data.ContainsKey) is { } type)
        {
            var base64 = WebUtility.HtmlEncode(MultilineText.Join(data[type]).ReplaceLineEndings(""));
            Rich(page, "picture", $"<img alt=\"{WebUtility.HtmlEncode(AltText(data))}\"{Size(metadata?[type] as JsonObject)} src=\"data:{type};base64,{base64}\">");
        }
        else if (Text(data, "text/markdown") is { } markdown)
        {
            Rich(page, "text", MarkdownText.Render(markdown, context));
        }
        else if (Text(data, "text/latex") is { } latex)
        {
            Rich(page, "latex", context.Formula(latex.Trim().Trim('$'), display: true));
        }
        else if (OtherForms.Script(data) is { } script)
        {
            Rich(page, "note", $"{OtherForms.Words(data)}<details><summary>the script</summary><pre>{WebUtility.HtmlEncode(PlainText(script))}</pre></details>");
        }
        else
        {
            Still(page, data, context);
        }
    }

    /// <summary>The plain form; where a figure of plotly.js stands beside it, or nothing, what a page can say of that.</summary>
    private static void Still(StringBuilder page, JsonObject data, PageContext context)
    {
        if (Text(data, "text/plain") is { } plain)
        {
            Pre(page, "value", plain, context);
        }
        else if (data.ContainsKey("application/json") && !data.ContainsKey(OtherForms.Plotly))
        {
            Pre(page, "value", OtherForms.Words(data), context);
            return;
        }

        if (!data.ContainsKey("text/plain") || data.ContainsKey(OtherForms.Plotly))
        {
            Rich(page, "note", WebUtility.HtmlEncode(OtherForms.Words(data)));
        }
    }

    private static string? Text(JsonObject data, string mime) =>
        MultilineText.IsText(data[mime]) && MultilineText.Join(data[mime]) is { Length: <= LongestForm } text ? text : null;

    private static string AltText(JsonObject data) =>
        Text(data, "text/plain") is { Length: <= 300 } text ? text : "";

    private static string Size(JsonObject? metadata) =>
        string.Concat(Sizes.Select(name =>
            metadata?[name] is JsonValue value && value.TryGetValue(out double size) && size is > 0 and < 10_000 ? $" {name}=\"{(int)size}\"" : ""));

    internal static string ErrorText(JsonObject output)
    {
        var traceback = (output["traceback"] as JsonArray ?? []).Select(MultilineText.Join).ToArray();
        return traceback.Length > 0
            ? string.Join('\n', traceback)
            : $"{MultilineText.Join(output["ename"])}: {MultilineText.Join(output["evalue"])}";
    }

    private static void Rich(StringBuilder page, string kind, string html)
    {
        if (html.Length > 0)
        {
            page.Append("<div class=\"output ").Append(kind).Append("\">").Append(html).Append("</div>\n");
        }
    }

    /// <summary>Text as it is; the first lines of a long one are shown, the others unfold.</summary>
    private static void Pre(StringBuilder page, string kind, string text, PageContext context)
    {
        var plain = PlainText(text);
        var fold = plain.Count('\n') > context.Options.LongestText ? IndexOfLine(plain, context.Options.LongestText / 2) : -1;
        if (fold < 0 ? plain.Length > LongestShown : fold > LongestShown)
        {
            Folded(page, kind, plain[..FewCharacters], plain[FewCharacters..], $"{plain.Length - FewCharacters:N0} more characters");
            return;
        }

        if (fold < 0)
        {
            page.Append("<pre class=\"output ").Append(kind).Append("\">").Append(WebUtility.HtmlEncode(plain)).Append("</pre>\n");
            return;
        }

        var rest = plain[fold..];
        Folded(page, kind, plain[..(fold - 1)], rest, $"{rest.Count('\n') + 1:N0} more lines");
    }

    private static void Folded(StringBuilder page, string kind, string shown, string rest, string summary) =>
        page.Append("<div class=\"folded\"><pre class=\"output ").Append(kind).Append("\">").Append(WebUtility.HtmlEncode(shown))
            .Append("</pre>\n<details><summary>").Append(summary).Append("</summary><pre class=\"output ").Append(kind).Append("\">")
            .Append(WebUtility.HtmlEncode(rest)).Append("</pre></details></div>\n");

    /// <summary>Text without the colours of a terminal, and of a length that a page can carry.</summary>
    internal static string PlainText(string text)
    {
        var plain = Ansi().Replace(text, "").TrimEnd('\n');
        return plain.Length <= LongestPre ? plain : $"{plain[..LongestPre]}\n... ({plain.Length:N0} characters, cut here)";
    }

    private static int IndexOfLine(string text, int line)
    {
        var at = 0;
        for (; line > 0; line--)
        {
            at = text.IndexOf('\n', at) + 1;
        }

        return at;
    }

    [GeneratedRegex(@"\x1B(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1B]*(\x07|\x1B\\)|[@-Z\\-_])")]
    private static partial Regex Ansi();

    [GeneratedRegex(@"<script\b[^>]*\bsrc\s*=\s*[""']?(?:https?:)?//", RegexOptions.IgnoreCase)]
    private static partial Regex NetworkScript();

    /// <summary>The formatting engine repeats its style sheet with every value; the page has its own, for light and dark.</summary>
    [GeneratedRegex(@"<style>\s*\.dni-code-hint\b.*?</style>", RegexOptions.Singleline)]
    private static partial Regex EngineStyle();
}
