using System.Globalization;

namespace NotebookKit.Homework.Quizzes;

/// <summary>Numbers as questions write them: plain letters, so that paper, page and Moodle show the same.</summary>
internal static class Show
{
    public static string Number(double number) => number.ToString("0.######", CultureInfo.InvariantCulture) switch { "-0" => "0", var text => text };

    /// <summary>(1, -0.8).</summary>
    public static string Vector(params IEnumerable<double> numbers) => $"({string.Join(", ", numbers.Select(Number))})";

    /// <summary>A sum as it is written by hand: <c>5 x² + y² - 6 x y</c>.</summary>
    public static string Terms(params IReadOnlyList<(double Factor, string Of)> terms)
    {
        var text = new System.Text.StringBuilder();
        foreach (var (factor, of) in terms.Where(term => term.Factor != 0))
        {
            text.Append(text.Length > 0 ? factor < 0 ? " - " : " + " : factor < 0 ? "-" : "");
            text.Append(Math.Abs(factor) == 1 ? of : $"{Number(Math.Abs(factor))} {of}");
        }

        return text.ToString();
    }

    /// <summary>A table as a block of code below a paragraph.</summary>
    public static string Table(double[,] table)
    {
        var (rows, columns) = (table.GetLength(0), table.GetLength(1));
        var width = Enumerable.Range(0, table.Length).Max(i => Number(table[i / columns, i % columns]).Length);
        var lines = Enumerable.Range(0, rows).Select(row => string.Join("  ", Enumerable.Range(0, columns).Select(column => Number(table[row, column]).PadLeft(width))));
        return $"\n\n```\n{string.Join('\n', lines)}\n```\n\n";
    }

    /// <summary>Rows with a name each, as a block of code.</summary>
    public static string Rows(params IReadOnlyList<(string Name, string Text)> rows)
    {
        var width = rows.Max(row => row.Name.Length);
        return $"\n\n```\n{string.Join('\n', rows.Select(row => $"{row.Name.PadRight(width)}  {row.Text}"))}\n```\n\n";
    }
}
