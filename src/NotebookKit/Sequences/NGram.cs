namespace NotebookKit.Sequences;

/// <summary>Guesses the next letter by counting: how often did each letter follow the last n - 1 ones?</summary>
/// <remarks>
/// Contexts that are rare or new borrow from shorter ones (Witten and Bell 1991):
/// <code>
/// p(c | context) = (count(context c) + kinds(context) p(c | context without its first letter)) / (count(context) + kinds(context))
/// </code>
/// where kinds counts the different letters seen after the context. Under the shortest context lie even odds for all letters. Or every letter gets a
/// share in advance (<see cref="Added"/>), which is simpler and worse.
/// </remarks>
public sealed class NGram
{
    private readonly Dictionary<string, Dictionary<char, int>>[] counts;

    /// <summary>Counts a text.</summary>
    /// <param name="text">What to learn from.</param>
    /// <param name="vocabulary">All letters that may ever come.</param>
    /// <param name="order">n: letters of a guess with its context; 1 has no context.</param>
    /// <exception cref="ArgumentException">The text is shorter than n, or has letters that the vocabulary lacks.</exception>
    public NGram(string text, Vocabulary vocabulary, int order)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(order);
        if (text.Length < order)
        {
            throw new ArgumentException($"NGram: a text of {text.Length} letters is too short to count {order} in a row.", nameof(text));
        }

        vocabulary.Encode(text);
        (Vocabulary, Order) = (vocabulary, order);
        counts = [.. Enumerable.Range(0, order).Select(_ => new Dictionary<string, Dictionary<char, int>>(StringComparer.Ordinal))];
        for (int length = 0; length < order; length++)
        {
            var lookup = counts[length].GetAlternateLookup<ReadOnlySpan<char>>();
            for (int i = length; i < text.Length; i++)
            {
                if (!lookup.TryGetValue(text.AsSpan(i - length, length), out Dictionary<char, int>? after))
                {
                    lookup[text.AsSpan(i - length, length)] = after = [];
                }

                after[text[i]] = after.GetValueOrDefault(text[i]) + 1;
            }
        }
    }

    /// <summary>n.</summary>
    public int Order { get; }

    /// <summary>The letters.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>What is added to every count of the longest context; null: shorter contexts help out, by Witten and Bell.</summary>
    public double? Added { get; init; }

    /// <summary>The probability of a letter behind a text.</summary>
    /// <param name="context">What stands before; its last n - 1 letters matter.</param>
    /// <param name="letter">The letter.</param>
    public double Probability(ReadOnlySpan<char> context, char letter)
    {
        int length = Math.Min(Order - 1, context.Length);
        if (Added is { } share)
        {
            Dictionary<char, int>? after = After(context[^length..]);
            return ((after?.GetValueOrDefault(letter) ?? 0) + share) / ((after?.Values.Sum() ?? 0) + (share * Vocabulary.Count));
        }

        double probability = 1.0 / Vocabulary.Count;
        for (int used = 0; used <= length; used++)
        {
            if (After(context[^used..]) is { } after)
            {
                probability = (after.GetValueOrDefault(letter) + (after.Count * probability)) / (after.Values.Sum() + after.Count);
            }
        }

        return probability;
    }

    /// <summary>How surprised it is by a letter of a text in the mean, in bits: the mean of -log2 p over the letters, each behind all that stand before it.</summary>
    /// <param name="text">A text that it has not seen; two letters at least.</param>
    public double BitsPerLetter(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(text.Length, 2);
        double bits = 0;
        for (int i = 1; i < text.Length; i++)
        {
            bits -= Math.Log2(Probability(text.AsSpan(0, i), text[i]));
        }

        return bits / (text.Length - 1);
    }

    /// <summary>Goes on with a text by its probabilities.</summary>
    /// <param name="start">What stands before.</param>
    /// <param name="length">Letters to write.</param>
    /// <param name="rng">Where chance comes from; the session's generator when null.</param>
    public string Write(string start, int length, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(start);
        Rng dice = rng ?? Rng.Current;
        string text = start;
        for (int i = 0; i < length; i++)
        {
            text += Vocabulary.Letters[dice.Pick([.. Vocabulary.Letters.Select(letter => Probability(text, letter))])];
        }

        return text[start.Length..];
    }

    /// <summary>Its order and how many contexts it has seen, in a line.</summary>
    public override string ToString() => $"{Order}-gram over {Vocabulary.Count} letters with {counts[^1].Count:N0} contexts, {(Added is { } share ? $"{share} added" : "Witten-Bell")}";

    private Dictionary<char, int>? After(ReadOnlySpan<char> context) =>
        counts[context.Length].GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(context, out Dictionary<char, int>? after) ? after : null;
}
