using System.Net;
using System.Text;
using NotebookKit.Display;

namespace NotebookKit.Host.Display;

/// <summary>The variables of a session with their types and the beginnings of their values: what <c>#!whos</c> shows.</summary>
/// <param name="Rows">Name, type and value of each.</param>
[TypeFormatterSource(typeof(VariableTableFormatterSource))]
public sealed record VariableTable(IReadOnlyList<(string Name, string Type, string Value)> Rows)
{
    private const int LongestValue = 80;

    /// <summary>The table of some variables, in the order of their names.</summary>
    public static VariableTable Of(IReadOnlyDictionary<string, object?> variables) =>
        new([.. variables.OrderBy(variable => variable.Key, StringComparer.Ordinal).Select(variable => (variable.Key, TypeName(variable.Value?.GetType()), Short(variable.Value)))]);

    /// <summary>Columns of plain text.</summary>
    public override string ToString()
    {
        var all = Rows.Prepend(("name", "type", "value")).ToArray();
        var name = all.Max(row => row.Item1.Length);
        var type = all.Max(row => row.Item2.Length);
        return string.Join('\n', all.Select(row => $"{row.Item1.PadRight(name)}  {row.Item2.PadRight(type)}  {row.Item3}"));
    }

    private static string TypeName(Type? type)
    {
        if (type is null)
        {
            return "-";
        }

        var name = type.Name.Split('`')[0];
        return type.IsArray ? $"{TypeName(type.GetElementType())}[]"
            : type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(TypeName))}>"
            : name;
    }

    private static string Short(object? value)
    {
        // One line, and never more work than the line needs.
        var text = (value as string ?? MimeBundle.Of(value, [MimeBundle.Plain])[MimeBundle.Plain]!.GetValue<string>()).AsSpan();
        var cut = text.Length > LongestValue ? string.Concat(text[..LongestValue], "...") : text.ToString();
        return string.Join(' ', cut.Split([' ', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries));
    }
}

/// <summary>A session's variables as a table.</summary>
public sealed class VariableTableFormatterSource : FormatterSource<VariableTable>
{
    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<VariableTable, string> Write)> Forms => [("text/html", Html), ("text/plain", table => table.ToString())];

    private static string Html(VariableTable table)
    {
        var html = new StringBuilder("<table><caption>Variables</caption><thead><tr><th scope=\"col\">name</th><th scope=\"col\">type</th><th scope=\"col\">value</th></tr></thead><tbody>");
        foreach (var (name, type, value) in table.Rows)
        {
            html.Append("<tr><th scope=\"row\" style=\"text-align:left\">").Append(WebUtility.HtmlEncode(name)).Append("</th><td style=\"text-align:left\">").Append(WebUtility.HtmlEncode(type))
                .Append("</td><td style=\"text-align:left\"><code>").Append(WebUtility.HtmlEncode(value)).Append("</code></td></tr>");
        }

        return html.Append("</tbody></table>").ToString();
    }
}
