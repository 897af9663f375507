using System.Net;
using System.Text;

namespace NotebookKit.Display;

/// <summary>Small pieces of HTML that the formatters share: escaped, without scripts, in the colours of the page around them.</summary>
/// <remarks>No colour is named: text and lines take the page's own, and what is less important is paler, so light and dark both work.</remarks>
internal static class Html
{
    private const int LongestText = 300;

    /// <summary>Text as HTML; very long text is cut and says so.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(Shortened(text, LongestText));

    /// <summary>Text cut to a length, never within a pair of surrogates.</summary>
    public static string Shortened(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        int end = char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
        return $"{text.AsSpan(0, end)}… ({text.Length:N0} characters)";
    }

    /// <summary>A line that says what is shown.</summary>
    public static string Heading(string text) => $"<div style=\"font-weight:600;padding:2px 0\">{Text(text)}</div>";

    /// <summary>A paler line: how to read what stands above it.</summary>
    public static string Note(string text) => $"<div style=\"opacity:.75;padding:2px 0\">{Text(text)}</div>";

    /// <summary>A picture that scrolls where the page is too narrow.</summary>
    public static string Picture(string svg) => $"<div class=\"nk-figure\" style=\"overflow-x:auto\">{svg}</div>";

    /// <summary>A table; the first column names the rows, columns of numbers stand to the right.</summary>
    /// <param name="caption">Stands above, and is read aloud first.</param>
    /// <param name="columns">The names of the columns.</param>
    /// <param name="rows">The texts, plain.</param>
    /// <param name="foot">A last row below a line, of totals say.</param>
    public static string Table(string caption, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows, IReadOnlyList<string>? foot = null)
    {
        IReadOnlyList<string>[] all = [.. rows];
        bool[] toTheRight = [.. Enumerable.Range(0, columns.Count).Select(c =>
            c > 0 && all.Any(row => row[c].Length > 0) && all.All(row => IsNumber(row[c])))];
        StringBuilder html = new("<div style=\"overflow-x:auto\"><table class=\"nk-table\" style=\"border-collapse:collapse;font-variant-numeric:tabular-nums\">");
        html.Append("<caption style=\"text-align:left;padding:4px 0;font-weight:600;color:inherit;white-space:nowrap\">").Append(Text(caption)).Append("</caption>");
        if (columns.Any(column => column.Length > 0))
        {
            html.Append("<thead><tr>");
            for (int c = 0; c < columns.Count; c++)
            {
                html.Append($"<th scope=\"col\" style=\"{Side(toTheRight[c])};padding:3px 14px 3px 0;font-weight:600;border-bottom:1px solid currentColor\">").Append(Text(columns[c])).Append("</th>");
            }

            html.Append("</tr></thead>");
        }

        html.Append("<tbody>");
        foreach (IReadOnlyList<string> row in all)
        {
            Row(html, row, toTheRight, "padding:2px 14px 2px 0;font-weight:400");
        }

        html.Append("</tbody>");
        if (foot is not null)
        {
            html.Append("<tfoot>");
            Row(html, foot, toTheRight, "padding:3px 14px 3px 0;font-weight:600;border-top:1px solid currentColor");
            html.Append("</tfoot>");
        }

        return html.Append("</table></div>").ToString();
    }

    /// <summary>Text as it is laid out, in a fixed width.</summary>
    public static string Pre(string text) => $"<pre style=\"margin:0;overflow-x:auto\">{WebUtility.HtmlEncode(text)}</pre>";

    /// <summary>A table as plain text, columns of numbers to the right.</summary>
    public static string PlainTable(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        IReadOnlyList<string>[] all = [columns, .. rows];
        int[] widths = [.. Enumerable.Range(0, columns.Count).Select(c => Math.Min(60, all.Max(row => row[c].Length)))];
        bool[] toTheRight = [.. Enumerable.Range(0, columns.Count).Select(c => c > 0 && all.Length > 1 && all.Skip(1).All(row => IsNumber(row[c])))];
        return string.Join('\n', all.Select(row => ("  " + string.Join("  ", row.Select((cell, c) =>
            toTheRight[c] ? Shortened(cell, 60).PadLeft(widths[c]) : Shortened(cell, 60).PadRight(widths[c])))).TrimEnd()));
    }

    private static void Row(StringBuilder html, IReadOnlyList<string> row, bool[] toTheRight, string style)
    {
        html.Append("<tr>");
        for (int c = 0; c < row.Count; c++)
        {
            (string open, string close) = c == 0 ? ("<th scope=\"row\"", "</th>") : ("<td", "</td>");
            html.Append($"{open} style=\"{Side(toTheRight[c])};vertical-align:top;{style}\">").Append(Text(row[c])).Append(close);
        }

        html.Append("</tr>");
    }

    private static string Side(bool right) => right ? "text-align:right" : "text-align:left";

    // Digits with their marks, a unit after a blank, nothing at all, or what stands for a number that is missing.
    private static bool IsNumber(string cell) =>
        cell.Length == 0 || cell is "NaN" or "∞" or "-∞" or "-" || (cell.Length < 24 && (char.IsAsciiDigit(cell[0]) || (cell[0] is '-' or '+' or '−' && cell.Length > 1 && char.IsAsciiDigit(cell[1]))));
}
