using System.Text;

namespace NotebookKit.Sequences;

/// <summary>Words or letters and their numbers, with four signs of their own: nothing (0), START (1), END (2) and unknown (3).</summary>
/// <remarks>Unlike a <see cref="Vocabulary"/> it reads texts of different lengths into one tensor, and does not stumble over what it has never seen.</remarks>
public sealed class Tokens
{
    /// <summary>Fills up shorter texts; no loss counts it.</summary>
    public const int Nothing = 0;

    /// <summary>What a writer reads before its first word.</summary>
    public const int Start = 1;

    /// <summary>What a writer writes behind its last word.</summary>
    public const int End = 2;

    /// <summary>A word that is not among its words.</summary>
    public const int Unknown = 3;

    private readonly Dictionary<string, int> numbers;

    private Tokens(bool areWords, IEnumerable<string> all)
    {
        AreWords = areWords;
        All = ["", "START", "END", "?", .. all];
        numbers = All.Index().Skip(4).ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
    }

    /// <summary>Whether a token is a word; else it is a letter.</summary>
    public bool AreWords { get; }

    /// <summary>All tokens, in the order of their numbers, the four signs first.</summary>
    public IReadOnlyList<string> All { get; }

    /// <summary>How many, with the four signs.</summary>
    public int Count => All.Count;

    /// <summary>The letters of texts, in the order of their codes.</summary>
    public static Tokens OfLetters(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return new(false, texts.SelectMany(text => text).Distinct().Order().Select(letter => $"{letter}"));
    }

    /// <summary>The words of texts (<see cref="Words"/>), the most frequent first.</summary>
    /// <param name="texts">Texts to learn words from.</param>
    /// <param name="leastOften">How often a word must stand there.</param>
    /// <param name="most">Words at most.</param>
    public static Tokens OfWords(IEnumerable<string> texts, int leastOften = 1, int most = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return new(true, texts.SelectMany(Words).CountBy(word => word).Where(pair => pair.Value >= leastOften)
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(most).Select(pair => pair.Key));
    }

    /// <summary>A text in words: small letters; letters, digits and apostrophes hang together, any other sign stands alone.</summary>
    public static IReadOnlyList<string> Words(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<string> words = [];
        StringBuilder word = new();
        void Close()
        {
            if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        foreach (char sign in text.ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(sign) || sign is '\'' or '\u2019')
            {
                word.Append(sign == '\u2019' ? '\'' : sign);
                continue;
            }

            Close();
            if (!char.IsWhiteSpace(sign))
            {
                words.Add($"{sign}");
            }
        }

        Close();
        return words;
    }

    /// <summary>Numbers of a text; what it does not know is <see cref="Unknown"/>.</summary>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. (AreWords ? Words(text) : text.Select(letter => $"{letter}")).Select(token => numbers.GetValueOrDefault(token, Unknown))];
    }

    /// <summary>Numbers as a text: up to the first END, without START and nothing, words with spaces between them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is none of its.</exception>
    public string Decode(IEnumerable<int> codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        return string.Join(AreWords ? " " : "", codes.TakeWhile(code => code != End).Where(code => code is not (Nothing or Start)).Select(code =>
            code >= 0 && code < Count ? All[code] : throw new ArgumentOutOfRangeException(nameof(codes), code, $"Tokens: numbers are 0 to {Count - 1}.")));
    }

    /// <summary>Texts side by side: each with END behind it, and <see cref="Nothing"/> up to the length of the longest.</summary>
    /// <param name="texts">Texts, one at least.</param>
    /// <returns>Numbers, Int64 [N, T], and how many of each row count, Int64 [N].</returns>
    /// <exception cref="ArgumentException">There are no texts.</exception>
    public (Tensor Numbers, Tensor Lengths) Batch(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Count == 0)
        {
            throw new ArgumentException("Tokens: a batch has one text at least.", nameof(texts));
        }

        int[][] rows = [.. texts.Select(text => (int[])[.. Encode(text), End])];
        int longest = rows.Max(row => row.Length);
        return (Tensor.From([.. rows.SelectMany(row => row.Concat(Enumerable.Repeat(Nothing, longest - row.Length))).Select(code => (long)code)], [rows.Length, longest]),
            Tensor.From([.. rows.Select(row => (long)row.Length)]));
    }

    /// <summary>How many, and the first ones.</summary>
    public override string ToString() => $"{Count:N0} {(AreWords ? "words" : "letters")} with START, END, nothing and unknown: {string.Join(' ', All.Skip(4).Take(12))}{(Count > 16 ? " ..." : "")}";
}
