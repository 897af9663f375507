using System.Globalization;
using System.Net;
using System.Text;
using NotebookKit.Display;

namespace NotebookKit.DataAnalysis;

/// <summary>A table in a notebook: under each column's name its kind, its gaps and a small histogram, then the first rows.</summary>
/// <remarks>No script and no colour is named, so it stands in an exported page, light or dark.</remarks>
public sealed class FrameOverviewFormatterSource : FormatterSource<FrameOverview>
{
    private const int MostColumns = 30;
    private const int Wide = 100;
    private const int High = 28;

    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<FrameOverview, string> Write)> Forms =>
        [("text/html", Page), ("text/plain", overview => overview.ToString())];

    /// <summary>Size and gaps in a line.</summary>
    internal static string Summary(FrameOverview overview) =>
        $"a table of {overview.Rows:N0} row{(overview.Rows == 1 ? string.Empty : "s")} and {overview.Columns.Count:N0} column{(overview.Columns.Count == 1 ? string.Empty : "s")}, "
        + (overview.MissingValues == 0 ? "no value is missing" : overview.MissingValues == 1 ? "1 value is missing" : $"{overview.MissingValues:N0} values are missing");

    /// <summary>The table as HTML.</summary>
    internal static string Page(FrameOverview overview)
    {
        ColumnOverview[] columns = [.. overview.Columns.Take(MostColumns)];
        StringBuilder html = new("<div style=\"overflow-x:auto\"><table class=\"nk-table\" style=\"border-collapse:collapse;font-variant-numeric:tabular-nums\">");
        html.Append("<caption style=\"text-align:left;padding:4px 0;font-weight:600;color:inherit;white-space:nowrap\">").Append(Text(Summary(overview))).Append("</caption><thead>");
        Row("th scope=\"col\"", column => $"{Text(column.Name)}<br><span style=\"opacity:.75;font-weight:400\">{Text(column.Kind)}{(column.Missing == 0 ? string.Empty : $", {column.Missing:N0} missing")}</span>");
        Row("td", Spread);
        html.Append("</thead><tbody>");
        foreach (IReadOnlyList<string> cells in overview.Head)
        {
            html.Append("<tr>");
            for (int c = 0; c < columns.Length; c++)
            {
                html.Append("<td style=\"padding:2px 14px 2px 0;text-align:").Append(columns[c].Distinct > 0 ? "left" : "right").Append("\">").Append(Text(cells[c])).Append("</td>");
            }

            html.Append("</tr>");
        }

        html.Append("</tbody></table>");
        List<string> rest = [];
        if (overview.Rows > overview.Head.Count)
        {
            rest.Add($"the first {overview.Head.Count} of {overview.Rows:N0} rows");
        }

        if (overview.Columns.Count > columns.Length)
        {
            rest.Add($"the first {columns.Length} of {overview.Columns.Count:N0} columns");
        }

        return html.Append(rest.Count == 0 ? string.Empty : $"<div style=\"opacity:.75;padding:2px 0\">{string.Join("; ", rest)}</div>").Append("</div>").ToString();

        void Row(string cell, Func<ColumnOverview, string> write)
        {
            html.Append("<tr>");
            foreach (ColumnOverview column in columns)
            {
                html.Append($"<{cell} style=\"padding:3px 14px 3px 0;vertical-align:bottom;text-align:{(column.Distinct > 0 ? "left" : "right")};border-bottom:1px solid currentColor\">").Append(write(column)).Append($"</{cell.Split(' ')[0]}>");
            }

            html.Append("</tr>");
        }
    }

    // Bars in the colour of the text; what they are is said in words too.
    private static string Spread(ColumnOverview column)
    {
        if (column.Bars.Count == 0)
        {
            return "no values";
        }

        string words = column.ToString();
        double width = (double)Wide / column.Bars.Count;
        long most = column.Bars.Max();
        StringBuilder svg = new($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Wide}\" height=\"{High}\" viewBox=\"0 0 {Wide} {High}\" role=\"img\" aria-label=\"{Text(words)}\" fill=\"currentColor\"><title>{Text(words)}</title>");
        for (int bar = 0; bar < column.Bars.Count; bar++)
        {
            if (column.Bars[bar] > 0)
            {
                double tall = Math.Max(1, High * (double)column.Bars[bar] / most);
                svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{bar * width:0.##}\" y=\"{High - tall:0.#}\" width=\"{Math.Max(1, width - 1):0.##}\" height=\"{tall:0.#}\" opacity=\".65\"/>");
            }
        }

        string ends = column.Distinct > 0
            ? $"{column.Distinct:N0} value{(column.Distinct == 1 ? string.Empty : "s")}"
            : $"{CellText.Of(column.Smallest)} to {CellText.Of(column.Largest)}";
        return svg.Append("</svg><br><span style=\"opacity:.75\">").Append(Text(ends)).Append("</span>").ToString();
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
