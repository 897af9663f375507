using System.Globalization;
using System.Text;
using NotebookKit.Checks;

namespace NotebookKit.Display;

/// <summary>The progress of a notebook: a bar, and a row for each check with its sign and words.</summary>
public sealed class CheckOverviewFormatterSource : FormatterSource<CheckOverview>
{
    private const string Cell = "padding:3px 18px 3px 0";

    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<CheckOverview, string> Write)> Forms =>
    [
        ("text/html", Write),
        ("text/plain", overview => overview.ToString()),
    ];

    private static string Write(CheckOverview overview)
    {
        StringBuilder html = new("<div class=\"nk-check\">");
        double share = overview.Checks.Count == 0 ? 0 : (double)overview.Passed / overview.Checks.Count;
        html.Append(CultureInfo.InvariantCulture, $"<div aria-hidden=\"true\" style=\"height:8px;width:320px;max-width:100%;border:1px solid currentColor;border-radius:4px;margin:4px 0 8px;overflow:hidden\"><div style=\"height:100%;width:{share * 100:0.#}%;background:{CheckResultFormatterSource.ColorOf(CheckStatus.Passed)}\"></div></div>");
        html.Append("<table class=\"nk-table\" style=\"border-collapse:collapse\">");
        html.Append(CultureInfo.InvariantCulture, $"<caption style=\"font-weight:600;text-align:left\">{Html.Text(overview.Progress)}</caption><thead><tr>");
        foreach (string column in new[] { "check", "what", "points", "state" })
        {
            html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\" style=\"{Cell};text-align:{(column == "points" ? "right" : "left")};border-bottom:1px solid currentColor\">{column}</th>");
        }

        html.Append("</tr></thead><tbody>");
        foreach (CheckStanding check in overview.Checks)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\" style=\"{Cell};text-align:left;font-weight:500\"><code>{Html.Text(check.Name)}</code></th><td style=\"{Cell}\">{Html.Text(check.Title)}</td><td style=\"{Cell};text-align:right\">{check.Points:0.##}</td>");
            html.Append(CultureInfo.InvariantCulture, $"<td style=\"{Cell};white-space:nowrap\"><span aria-hidden=\"true\" style=\"color:{CheckResultFormatterSource.ColorOf(check.Status)};font-weight:600\">{CheckOverview.Mark(check.Status)} </span>{CheckOverview.Word(check.Status)}</td></tr>");
        }

        return html.Append("</tbody></table></div>").ToString();
    }
}
