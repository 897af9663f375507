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

    public static void Append(StringBuilder page, NotebookCell cell)
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
                    Pre(page, kind, MultilineText.Join(output["text"]));
                    break;
                case "error":
                    Pre(page, "error", ErrorText(output));
                    break;
                default:
                    Data(page, output["data"] as JsonObject ?? []);
                    break;
            }
        }

        page.Append("</div>\n");
    }

    private static void Data(StringBuilder page, JsonObject data)
    {
        if (Text(data, "image/svg+xml") is { } svg)
        {
            Rich(page, "svg", svg[Math.Max(0, svg.IndexOf("<svg", StringComparison.OrdinalIgnoreCase))..]);
        }
        else if (Text(data, "text/html") is { } html)
        {
            Rich(page, "html", EngineStyle().Replace(html, ""));
        }
        else if (Pictures.FirstOrDefault(data.ContainsKey) is { } type)
        {
            var base64 = WebUtility.HtmlEncode(MultilineText.Join(data[type]).ReplaceLineEndings(""));
            Rich(page, "picture", $"<img alt=\"\" src=\"data:{type};base64,{base64}\">");
        }
        else if (Text(data, "text/markdown") is { } markdown)
        {
            Rich(page, "text", MarkdownText.Render(markdown));
        }
        else if (Text(data, "text/latex") is { } latex)
        {
            Rich(page, "latex", $"<span class=\"math\">{WebUtility.HtmlEncode(latex)}</span>");
        }
        else
        {
            Pre(page, "value", Text(data, "text/plain") ?? data.ToJsonString());
        }
    }

    private static string? Text(JsonObject data, string mime) =>
        MultilineText.IsText(data[mime]) ? MultilineText.Join(data[mime]) : null;

    private static string ErrorText(JsonObject output)
    {
        var traceback = (output["traceback"] as JsonArray ?? []).Select(MultilineText.Join).ToArray();
        return traceback.Length > 0
            ? string.Join('\n', traceback)
            : $"{MultilineText.Join(output["ename"])}: {MultilineText.Join(output["evalue"])}";
    }

    private static void Rich(StringBuilder page, string kind, string html) =>
        page.Append("<div class=\"output ").Append(kind).Append("\">").Append(html).Append("</div>\n");

    private static void Pre(StringBuilder page, string kind, string text) =>
        page.Append("<pre class=\"output ").Append(kind).Append("\">")
            .Append(WebUtility.HtmlEncode(Ansi().Replace(text, "").TrimEnd('\n')))
            .Append("</pre>\n");

    [GeneratedRegex(@"\x1B(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1B]*(\x07|\x1B\\)|[@-Z\\-_])")]
    private static partial Regex Ansi();

    /// <summary>The formatting engine repeats its style sheet with every value; the page has its own, for light and dark.</summary>
    [GeneratedRegex(@"<style>\s*\.dni-code-hint\b.*?</style>", RegexOptions.Singleline)]
    private static partial Regex EngineStyle();
}
