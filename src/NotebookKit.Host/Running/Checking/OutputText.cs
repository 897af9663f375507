using System.Globalization;
using System.Text.RegularExpressions;

namespace NotebookKit.Host.Running.Checking;

/// <summary>Compares two texts by their words and numbers, after times have been masked.</summary>
internal static partial class OutputText
{
    /// <summary>The text with durations, clock times, dates and generated names replaced.</summary>
    public static string Masked(string text)
    {
        text = Date().Replace(text, "(date)");
        text = Clock().Replace(text, "(time)");
        text = Duration().Replace(text, "(time)");
        return GeneratedName().Replace(text, match => $"{match.Groups["what"].Value}(id)");
    }

    /// <summary>What differs, in a few words; null when the texts agree.</summary>
    /// <param name="stored">The stored text.</param>
    /// <param name="fresh">The fresh one.</param>
    /// <param name="tolerance">The relative difference that numbers may have; 0 asks for equal texts.</param>
    public static string? Difference(string stored, string fresh, double tolerance)
    {
        stored = Blanks().Replace(Masked(stored), " ").Trim();
        fresh = Blanks().Replace(Masked(fresh), " ").Trim();
        if (stored == fresh)
        {
            return null;
        }

        if (tolerance == 0)
        {
            return FirstDifference(stored, fresh);
        }

        var before = Number().Matches(stored);
        var after = Number().Matches(fresh);
        if (Number().Replace(stored, "0") != Number().Replace(fresh, "0") || before.Count != after.Count)
        {
            return FirstDifference(stored, fresh);
        }

        for (var i = 0; i < before.Count; i++)
        {
            if (!IsClose(before[i].Value, after[i].Value, tolerance))
            {
                return $"{before[i].Value} became {after[i].Value}";
            }
        }

        return null;
    }

    /// <summary>Close in value, or apart by no more than the last printed digit.</summary>
    private static bool IsClose(string stored, string fresh, double tolerance)
    {
        if (!TryRead(stored, out var a) || !TryRead(fresh, out var b))
        {
            return stored == fresh;
        }

        return a == b || Math.Abs(a - b) <= Math.Max(tolerance * Math.Max(Math.Abs(a), Math.Abs(b)), 1.0000001 * Math.Max(LastDigit(stored), LastDigit(fresh)));
    }

    private static bool TryRead(string text, out double value) =>
        double.TryParse(text.Replace(",", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    /// <summary>What one in the last printed place is worth; whole numbers are counts and have none.</summary>
    private static double LastDigit(string text)
    {
        var exponent = text.IndexOfAny(['e', 'E']);
        var digits = exponent < 0 ? text : text[..exponent];
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        if (point < 0 && exponent < 0)
        {
            return 0;
        }

        var places = point < 0 ? 0 : digits.Length - point - 1;
        return Math.Pow(10, (exponent < 0 ? 0 : int.Parse(text[(exponent + 1)..], CultureInfo.InvariantCulture)) - places);
    }

    private static string FirstDifference(string stored, string fresh)
    {
        var at = 0;
        while (at < stored.Length && at < fresh.Length && stored[at] == fresh[at])
        {
            at++;
        }

        var from = Math.Max(0, at - 20);
        return $"\"{Piece(stored, from)}\" became \"{Piece(fresh, from)}\"";
    }

    private static string Piece(string text, int from) => from >= text.Length ? "" : text[from..Math.Min(text.Length, from + 60)];

    [GeneratedRegex(@"\b\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?Z?)?\b")]
    private static partial Regex Date();

    [GeneratedRegex(@"\b(\d+\.)?\d{1,2}:\d\d:\d\d(\.\d+)?\b")]
    private static partial Regex Clock();

    [GeneratedRegex(@"(?<![\w.])\d+(,\d{3})*(\.\d+)?(?:\s|&nbsp;)*(ns|µs|us|ms|s|sec|secs|seconds?|minutes?|min|hours?)\b(?![-/=])")]
    private static partial Regex Duration();

    [GeneratedRegex(@"(?<what>(\b(id|for|aria-labelledby|aria-describedby|name)=[""']|url\(#|href=[""']#))[^""')]+")]
    private static partial Regex GeneratedName();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"(?<![\d.])[-+]?(\d{1,3}(,\d{3})+(?![\d,])|\d+)(\.\d+)?([eE][-+]?\d{1,3})?")]
    private static partial Regex Number();
}
