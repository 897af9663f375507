using System.Globalization;

namespace NotebookKit.DataAnalysis;

/// <summary>Values of a table as short text.</summary>
internal static class CellText
{
    private const int Longest = 40;

    /// <summary>Numbers to six digits, times as ISO dates, long text cut; a missing value as a dash.</summary>
    public static string Of(object? value) => value switch
    {
        null => "—",
        float number => number.ToString("G6", CultureInfo.InvariantCulture),
        double number => number.ToString("G6", CultureInfo.InvariantCulture),
        DateTime time => time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        _ => Shortened(Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty),
    };

    private static string Shortened(string text) => text.Length <= Longest ? text : text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)] + "…";
}
