using System.Globalization;
using System.Text;
using NotebookKit.Charts;

namespace NotebookKit.Display;

/// <summary>A report in a notebook: a table whose numbers stand to the right, with bars that a screen reader passes over.</summary>
public sealed class ReportTableFormatterSource : FormatterSource<ReportTable>
{
    private const int ShortText = 16;
    private const string Cell = "padding:3px 18px 3px 0;vertical-align:top;";

    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<ReportTable, string> Write)> Forms =>
    [
        ("text/html", Write),
        ("text/plain", table => table.ToString()),
    ];

    private static string Write(ReportTable table)
    {
        StringBuilder html = new("<div class=\"nk-report\" style=\"overflow-x:auto;margin:2px 0 8px\"><table class=\"nk-table\" style=\"border-collapse:collapse;font-variant-numeric:tabular-nums\">");
        html.Append("<caption style=\"text-align:left;padding:4px 0;font-weight:600;white-space:nowrap\">").Append(Html.Text(table.Caption)).Append("</caption>");
        bool[] numeric = [.. Enumerable.Range(0, table.Columns.Count).Select(table.IsNumeric)];
        bool hasBars = table.Bars.Count == table.Rows.Count && table.Bars.Count > 0;
        if (table.Columns.Any(column => column.Length > 0))
        {
            html.Append("<thead><tr>");
            for (int c = 0; c < table.Columns.Count; c++)
            {
                html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\" style=\"{Cell}text-align:{Side(numeric[c])};border-bottom:1px solid currentColor\">{Html.Text(table.Columns[c])}</th>");
            }

            html.Append(hasBars ? "<td style=\"border-bottom:1px solid currentColor\"></td>" : string.Empty).Append("</tr></thead>");
        }

        html.Append("<tbody>");
        for (int r = 0; r < table.Rows.Count; r++)
        {
            html.Append("<tr>");
            for (int c = 0; c < table.Rows[r].Count; c++)
            {
                // The first cell names the row; it, numbers and other short texts stay on one line.
                string tag = c == 0 ? "th scope=\"row\"" : "td";
                html.Append(CultureInfo.InvariantCulture, $"<{tag} style=\"{Cell}text-align:{Side(numeric[c])};font-weight:{(c == 0 ? 500 : 400)}{(numeric[c] || c == 0 || table.Rows[r][c].Length <= ShortText ? ";white-space:nowrap" : string.Empty)}\">{Html.Text(table.Rows[r][c])}</{tag[..2]}>");
            }

            if (hasBars)
            {
                html.Append(CultureInfo.InvariantCulture, $"<td aria-hidden=\"true\" style=\"{Cell}min-width:160px;vertical-align:middle\"><div style=\"height:10px;width:{Math.Clamp(double.IsNaN(table.Bars[r]) ? 0 : table.Bars[r], 0, 1) * 160:0.#}px;min-width:1px;background:{Palette.At(0).Hex};border-radius:2px\"></div></td>");
            }

            html.Append("</tr>");
        }

        html.Append("</tbody></table>");
        foreach (string note in table.Notes)
        {
            html.Append("<div style=\"opacity:.8;padding:2px 0\">").Append(Html.Text(note)).Append("</div>");
        }

        return html.Append("</div>").ToString();
    }

    private static string Side(bool numeric) => numeric ? "right" : "left";
}
