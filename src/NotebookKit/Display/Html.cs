using System.Net;
using System.Text;

namespace NotebookKit.Display;

/// <summary>Small pieces of HTML that the formatters share: escaped, without scripts, readable in light and dark.</summary>
internal static class Html
{
    /// <summary>Text as HTML.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A table; the first row names the columns, numbers stand to the right.</summary>
    public static string Table(string caption, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        StringBuilder html = new("<table class=\"nk-table\" style=\"border-collapse:collapse;font-variant-numeric:tabular-nums\">");
        html.Append("<caption style=\"text-align:left;padding:4px 0;opacity:.75\">").Append(Text(caption)).Append("</caption><thead><tr>");
        foreach (string column in columns)
        {
            html.Append("<th scope=\"col\" style=\"text-align:left;padding:3px 14px 3px 0;border-bottom:1px solid currentColor\">").Append(Text(column)).Append("</th>");
        }

        html.Append("</tr></thead><tbody>");
        foreach (IReadOnlyList<string> row in rows)
        {
            html.Append("<tr>");
            foreach (string cell in row)
            {
                bool number = cell.Length > 0 && cell.All(c => char.IsAsciiDigit(c) || c is '.' or ',' or '-' or '%' or ' ');
                html.Append("<td style=\"padding:2px 14px 2px 0;text-align:").Append(number ? "right" : "left").Append("\">").Append(Text(cell)).Append("</td>");
            }

            html.Append("</tr>");
        }

        return html.Append("</tbody></table>").ToString();
    }

    /// <summary>Text as it is laid out, in a fixed width.</summary>
    public static string Pre(string text) => $"<pre style=\"margin:0;overflow-x:auto\">{Text(text)}</pre>";
}
