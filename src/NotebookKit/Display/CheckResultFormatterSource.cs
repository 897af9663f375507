using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using NotebookKit.Charts;
using NotebookKit.Checks;

namespace NotebookKit.Display;

/// <summary>A check in a notebook: a card with a green or red edge, and a sign and words that say the same without colour.</summary>
public sealed class CheckResultFormatterSource : FormatterSource<CheckResult>
{
    /// <summary>The form for programs, which read a notebook's results without its words: an object with name, passed, points and message.</summary>
    public const string MimeType = "application/vnd.notebookkit.check+json";

    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<CheckResult, string> Write)> Forms =>
    [
        ("text/html", Write),
        (MimeType, Facts),
        ("text/plain", result => result.ToString()),
    ];

    /// <summary>The colour of a status.</summary>
    internal static string ColorOf(CheckStatus? status) => status switch
    {
        CheckStatus.Passed => Palette.Right.Hex,
        CheckStatus.Failed => Palette.Wrong.Hex,
        _ => Palette.At(7).Hex,
    };

    private static string Facts(CheckResult result) => new JsonObject
    {
        ["name"] = result.Name,
        ["passed"] = result.Passed,
        ["points"] = result.Points,
        ["message"] = result.Message,
    }.ToJsonString();

    private static string Write(CheckResult result)
    {
        StringBuilder html = new();
        string color = ColorOf(result.Status);
        html.Append(CultureInfo.InvariantCulture, $"<div class=\"nk-check\" role=\"status\" style=\"border-left:5px solid {color};padding:6px 12px;margin:4px 0;max-width:52em\">");
        html.Append(CultureInfo.InvariantCulture, $"<div><b style=\"color:{color}\"><span aria-hidden=\"true\">{CheckOverview.Mark(result.Status)} </span>{Html.Text(result.Verdict)}</b> <b>{Html.Text(result.Title)}</b> ");
        html.Append(CultureInfo.InvariantCulture, $"<span style=\"opacity:.75\">{result.Points:0.##} of {result.MaxPoints:0.##} points</span></div>");
        html.Append(CultureInfo.InvariantCulture, $"<div style=\"white-space:pre-wrap;overflow-wrap:anywhere;padding-top:2px\">{Html.Text(result.Message)}</div>");
        if (result.Detail.Count > 0)
        {
            html.Append("<ul style=\"margin:4px 0;padding-left:20px;opacity:.85\">");
            foreach (string line in result.Detail)
            {
                html.Append("<li style=\"overflow-wrap:anywhere\">").Append(Html.Text(line)).Append("</li>");
            }

            html.Append("</ul>");
        }

        if (result.Picture is { } picture)
        {
            html.Append("<div class=\"nk-figure\" style=\"overflow-x:auto;padding-top:4px\">").Append(picture.ToSvg()).Append("</div>");
        }

        if (!result.Passed && result.Hints > 0)
        {
            html.Append(CultureInfo.InvariantCulture, $"<div style=\"opacity:.8;padding-top:2px\">Stuck? <code>#!hint {Html.Text(result.Name)}</code> ({result.Hints} {(result.Hints == 1 ? "hint" : "hints, step by step")})</div>");
        }

        return html.Append("</div>").ToString();
    }
}
