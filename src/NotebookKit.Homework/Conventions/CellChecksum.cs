using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NotebookKit.Host.Documents;

namespace NotebookKit.Homework.Conventions;

/// <summary>The checksum by which a grader sees that a cell is still what was released.</summary>
/// <remarks>
/// md5 of source, cell type, "True" or "False" of grade, solution and locked, the id, and for a graded cell the points as Python prints a
/// float ("2.0"): nbgrader's rule, so that either tool knows the cells of the other. It finds changes and keeps no secret.
/// </remarks>
public static class CellChecksum
{
    /// <summary>32 hexadecimal digits.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "The format asks for md5, and nothing rests on its strength: locked cells are overwritten, not trusted.")]
    public static string Of(NotebookCell cell, GradedCell graded)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(graded);
        var isGrade = graded.Role is CellRole.Tests or CellRole.Manual;
        StringBuilder text = new();
        text.Append(cell.Source).Append(cell.Json["cell_type"]!.GetValue<string>())
            .Append(PythonBool(isGrade)).Append(PythonBool(graded.IsAnswer)).Append(PythonBool(graded.IsLocked)).Append(graded.Id);
        if (isGrade)
        {
            text.Append(PythonFloat(graded.Points));
        }

        return Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static string PythonBool(bool value) => value ? "True" : "False";

    // Both print the fewest digits that read back as the same number; Python adds ".0" to whole ones.
    private static string PythonFloat(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny('.', 'E') < 0 ? text + ".0" : text;
    }
}
