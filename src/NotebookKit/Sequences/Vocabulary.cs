using System.Text;

namespace NotebookKit.Sequences;

/// <summary>The letters of a text and their numbers, so that a network can read and write.</summary>
public sealed class Vocabulary
{
    private readonly Dictionary<char, int> numbers;

    /// <summary>Takes letters in the order given.</summary>
    /// <param name="letters">Each once.</param>
    /// <exception cref="ArgumentException">There is none, or one stands twice.</exception>
    public Vocabulary(string letters)
    {
        ArgumentNullException.ThrowIfNull(letters);
        if (letters.Length == 0 || letters.Distinct().Count() != letters.Length)
        {
            throw new ArgumentException($"Vocabulary: takes letters, each once, and got \"{letters}\".", nameof(letters));
        }

        Letters = letters;
        numbers = letters.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
    }

    /// <summary>All letters, in the order of their numbers.</summary>
    public string Letters { get; }

    /// <summary>How many.</summary>
    public int Count => Letters.Length;

    /// <summary>The letters of a text, in the order of their codes.</summary>
    public static Vocabulary Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(new string([.. text.Distinct().Order()]));
    }

    /// <summary>Whether it has a letter.</summary>
    public bool Has(char letter) => numbers.ContainsKey(letter);

    /// <summary>The number of a letter.</summary>
    /// <exception cref="ArgumentException">The letter is none of its.</exception>
    public int NumberOf(char letter) => numbers.TryGetValue(letter, out int number)
        ? number
        : throw new ArgumentException($"Vocabulary: the letter '{letter}' (U+{(int)letter:X4}) is not among its {Count}: {Letters}", nameof(letter));

    /// <summary>A text as numbers, Int64 [letters].</summary>
    /// <exception cref="ArgumentException">A letter is none of its; the message says where it stands.</exception>
    public Tensor Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        long[] all = new long[text.Length];
        for (int i = 0; i < text.Length; i++)
        {
            all[i] = numbers.TryGetValue(text[i], out int number)
                ? number
                : throw new ArgumentException($"Vocabulary: the letter '{text[i]}' (U+{(int)text[i]:X4}) at place {i:N0} is not among its {Count}: {Letters}", nameof(text));
        }

        return Tensor.From(all);
    }

    /// <summary>Numbers as a text.</summary>
    /// <param name="codes">Numbers of letters, of any shape.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is none of its.</exception>
    public string Decode(Tensor codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        StringBuilder text = new();
        foreach (long code in codes.To(DType.Int64).ToArray<long>())
        {
            text.Append(code >= 0 && code < Count
                ? Letters[(int)code]
                : throw new ArgumentOutOfRangeException(nameof(codes), code, $"Vocabulary: numbers are 0 to {Count - 1}."));
        }

        return text.ToString();
    }

    /// <summary>The letters, in a line.</summary>
    public override string ToString() => $"{Count} letters: {Letters.ReplaceLineEndings("\\n")}";
}
