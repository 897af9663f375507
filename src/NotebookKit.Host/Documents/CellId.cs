using System.Text.RegularExpressions;

namespace NotebookKit.Host.Documents;

/// <summary>The rule of nbformat 4.5 for the name of a cell: 1 to 64 of letters, digits, <c>-</c> and <c>_</c>.</summary>
public static partial class CellId
{
    /// <summary>True when the text may name a cell.</summary>
    public static bool IsValid(string? id) => id is not null && Rule().IsMatch(id);

    /// <summary>A name that no other cell has.</summary>
    public static string New() => Guid.NewGuid().ToString("N")[..12];

    [GeneratedRegex(@"\A[a-zA-Z0-9_-]{1,64}\z")]
    private static partial Regex Rule();
}
