using System.Globalization;
using System.Text.RegularExpressions;

namespace NotebookKit.Homework.Quizzes;

/// <summary>Reads what a student wrote.</summary>
internal static partial class ReadAnswer
{
    /// <summary>The numbers that a text can mean: 1,024 is read as a decimal and with thousands, as both are written in Europe. None where it is no number.</summary>
    public static IReadOnlyList<double> Numbers(string answer)
    {
        var text = Blank().Replace(answer, "").Replace('\u2212', '-').Replace('\u2013', '-');
        if (text.Split('/') is [var above, var below] && Plain(above) is { } a && Plain(below) is { } b && b != 0)
        {
            return [a / b];
        }

        if (text.EndsWith('%') && Plain(text[..^1]) is { } percent)
        {
            return [percent / 100];
        }

        string[] readings = text.Count(letter => letter == ',') == 1 && !text.Contains('.') ? [text.Replace(',', '.'), Thousands().Replace(text, "$1")] : [Thousands().Replace(text, "$1")];
        return [.. readings.Select(Plain).OfType<double>().Distinct()];
    }

    /// <summary>The numbers of the options, from 0; null where a letter names none. "none" and "-" are no options.</summary>
    public static IReadOnlySet<int>? Letters(string answer, int options)
    {
        var text = answer.Trim().ToLowerInvariant();
        if (text is "none" or "-")
        {
            return new HashSet<int>();
        }

        var words = Separator().Split(text).Where(word => word.Length > 0 && word != "and").ToArray();
        var letters = words.All(word => word.Length == 1) ? words.Select(word => word[0]) : words.Length == 1 ? words[0].AsEnumerable() : "?";
        var numbers = letters.Select(letter => letter - 'a').ToHashSet();
        return numbers.Count > 0 && numbers.All(number => number >= 0 && number < options) ? numbers : null;
    }

    /// <summary>Words without case, hyphens, punctuation and a leading article.</summary>
    public static string Words(string answer) => Article().Replace(NotWord().Replace(answer.ToLowerInvariant(), " ").Trim(), "");

    private static double? Plain(string text) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    [GeneratedRegex(@"[\s\u00a0\u202f']")]
    private static partial Regex Blank();

    [GeneratedRegex(@"(?<=\d),(\d{3})(?!\d)")]
    private static partial Regex Thousands();

    [GeneratedRegex(@"[\s,;.)(]+")]
    private static partial Regex Separator();

    [GeneratedRegex(@"[^\p{L}\p{N}]+")]
    private static partial Regex NotWord();

    [GeneratedRegex(@"^(a|an|the)\s+")]
    private static partial Regex Article();
}
