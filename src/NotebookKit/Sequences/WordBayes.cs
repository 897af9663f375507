namespace NotebookKit.Sequences;

/// <summary>Naive Bayes over words: counts how often each word stands in sentences of each class, and forgets their order. The opponent of every reader.</summary>
/// <remarks>
/// <code>
/// score(class | sentence) = ln p(class) + sum over its known words of ln p(word | class)
/// p(word | class) = (count(word in class) + added) / (words in class + added x kinds of words)
/// </code>
/// McCallum and Nigam 1998 (multinomial form). Lecture S1 (sentiment classification).
/// </remarks>
public sealed class WordBayes
{
    private readonly Dictionary<string, double[]> logs = new(StringComparer.Ordinal);
    private readonly double[] classes;

    /// <summary>Counts.</summary>
    /// <param name="examples">Sentences and their classes, from 0; each class up to the largest at least once.</param>
    /// <param name="added">What is added to each count, above 0.</param>
    /// <exception cref="ArgumentException">There are no sentences, or a class has none.</exception>
    public WordBayes(IReadOnlyList<(string Text, int Class)> examples, double added = 1)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(added);
        int count = examples.Select(one => one.Class).DefaultIfEmpty(-1).Max() + 1;
        int[] sentences = [.. Enumerable.Range(0, count).Select(k => examples.Count(one => one.Class == k))];
        if (count == 0 || sentences.Contains(0) || examples.Any(one => one.Class < 0))
        {
            throw new ArgumentException($"WordBayes: takes sentences of every class from 0 on, and got {string.Join(", ", sentences)} of each.", nameof(examples));
        }

        Dictionary<string, double[]> counts = new(StringComparer.Ordinal);
        foreach ((string text, int one) in examples)
        {
            foreach (string word in Tokens.Words(text))
            {
                if (!counts.TryGetValue(word, out double[]? row))
                {
                    counts[word] = row = new double[count];
                }

                row[one]++;
            }
        }

        double[] totals = [.. Enumerable.Range(0, count).Select(k => counts.Values.Sum(row => row[k]) + (added * counts.Count))];
        foreach ((string word, double[] row) in counts)
        {
            logs[word] = [.. row.Select((number, k) => Math.Log((number + added) / totals[k]))];
        }

        classes = [.. sentences.Select(number => Math.Log(number / (double)examples.Count))];
    }

    /// <summary>The words that it has seen.</summary>
    public IEnumerable<string> Known => logs.Keys;

    /// <summary>Probabilities of the classes of a sentence.</summary>
    public double[] Probabilities(string text)
    {
        double[] sums = [.. classes];
        foreach (double[] row in Tokens.Words(text).Where(logs.ContainsKey).Select(word => logs[word]))
        {
            for (int k = 0; k < sums.Length; k++)
            {
                sums[k] += row[k];
            }
        }

        return Choosing.Probabilities(sums);
    }

    /// <summary>How strongly a word speaks for a class against another: ln p(word | one) - ln p(word | other); 0 for a word that it has not seen.</summary>
    public double Weight(string word, int one = 1, int other = 0)
    {
        ArgumentNullException.ThrowIfNull(word);
        return logs.TryGetValue(word, out double[]? row) ? row[one] - row[other] : 0;
    }

    /// <summary>The share of sentences whose class it names.</summary>
    public double Accuracy(IReadOnlyList<(string Text, int Class)> examples)
    {
        ArgumentNullException.ThrowIfNull(examples);
        return examples.Average(one => Probabilities(one.Text) is var row && Array.IndexOf(row, row.Max()) == one.Class ? 1.0 : 0);
    }

    /// <summary>How much it has seen, in a line.</summary>
    public override string ToString() => $"naive Bayes of {classes.Length} classes over {logs.Count:N0} words";
}
