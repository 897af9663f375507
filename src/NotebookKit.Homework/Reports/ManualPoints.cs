using System.Globalization;
using NotebookKit.Homework.Conventions;

namespace NotebookKit.Homework.Reports;

/// <summary>Points that a person gave.</summary>
/// <param name="Student">The student.</param>
/// <param name="Cell">The id of the cell.</param>
/// <param name="Points">The points.</param>
/// <param name="Comment">What the student is told.</param>
public sealed record ManualPoints(string Student, string Cell, double Points, string Comment)
{
    /// <summary>Where it stands, for errors.</summary>
    public string Place { get; init; } = "points by hand";

    /// <summary>Reads a table with the columns student, cell, points and comment, the first line naming them.</summary>
    /// <exception cref="HomeworkException">A line is not so.</exception>
    public static IReadOnlyList<ManualPoints> Read(string path)
    {
        var lines = File.ReadAllLines(path);
        List<ManualPoints> all = [];
        for (var i = 0; i < lines.Length; i++)
        {
            var place = $"{Path.GetFileName(path)}, line {i + 1}";
            if (string.IsNullOrWhiteSpace(lines[i]) || (i == 0 && lines[0].StartsWith("student,", StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            var fields = Fields(lines[i]);
            if (fields.Count is not (3 or 4) || !double.TryParse(fields[2], NumberStyles.Float, CultureInfo.InvariantCulture, out var points))
            {
                throw new HomeworkException(place, $"`{lines[i]}` is not student,cell,points,comment.");
            }

            all.Add(new ManualPoints(fields[0], fields[1], points, fields.Count > 3 ? fields[3] : "") { Place = place });
        }

        return all;
    }

    private static List<string> Fields(string line)
    {
        List<string> fields = [];
        System.Text.StringBuilder field = new();
        var isQuoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && isQuoted && i + 1 < line.Length && line[i + 1] == '"')
            {
                field.Append(line[i++]);
            }
            else if (line[i] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (line[i] == ',' && !isQuoted)
            {
                fields.Add(field.ToString().Trim());
                field.Clear();
            }
            else
            {
                field.Append(line[i]);
            }
        }

        return [.. fields, field.ToString().Trim()];
    }
}
