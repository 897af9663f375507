namespace NotebookKit.Sequences;

/// <summary>Choosing the next letter or word from scores.</summary>
public static class Choosing
{
    /// <summary>Probabilities of scores at a temperature: softmax(scores / temperature). Near 0 the best takes all, at 1 they are the network's own, far above all are alike.</summary>
    /// <param name="scores">Scores, not all minus infinity.</param>
    /// <param name="temperature">0 or more; 0 gives the first best all.</param>
    public static double[] Probabilities(IReadOnlyList<double> scores, double temperature = 1)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentOutOfRangeException.ThrowIfNegative(temperature);
        double most = scores.DefaultIfEmpty(double.NaN).Max();
        if (!double.IsFinite(most) || scores.Any(double.IsNaN))
        {
            throw new ArgumentException($"Choosing: scores are numbers with a finite largest one, and the largest of these {scores.Count} is {most}.", nameof(scores));
        }

        if (temperature == 0)
        {
            int best = scores.Index().First(pair => pair.Item == most).Index;
            return [.. scores.Select((_, i) => i == best ? 1.0 : 0)];
        }

        double[] weights = [.. scores.Select(score => Math.Exp((score - most) / temperature))];
        double sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }

    /// <summary>Draws one of the scores' places at a temperature.</summary>
    /// <param name="scores">Scores.</param>
    /// <param name="temperature">0 or more.</param>
    /// <param name="rng">Where chance comes from; the session's generator when null.</param>
    public static int Draw(IReadOnlyList<double> scores, double temperature = 1, Rng? rng = null) => (rng ?? Rng.Current).Pick(Probabilities(scores, temperature));

    /// <summary>Beam search: of all ways to go on, the likeliest few are kept at every step.</summary>
    /// <remarks>With a width of 1 it is greedy; with a width as large as the number of all sequences it is exact.</remarks>
    /// <typeparam name="TState">What a model remembers between steps.</typeparam>
    /// <param name="start">What it remembers at the beginning.</param>
    /// <param name="step">For a state and the last letter (-1 at the beginning): the scores of the next letters as logarithms of probabilities, and the next state.</param>
    /// <param name="end">The letter that ends a sequence; -1 for none.</param>
    /// <param name="width">Sequences kept.</param>
    /// <param name="longest">Letters at most.</param>
    /// <param name="perLetter">Whether sequences are compared by the mean of their letters' scores, which does not favour short ones.</param>
    /// <returns>The kept sequences without their ends, the likeliest first, with the logarithms of their probabilities.</returns>
    public static IReadOnlyList<(IReadOnlyList<int> Letters, double LogProbability)> Beam<TState>(
        TState start, Func<TState, int, (IReadOnlyList<double> Scores, TState Next)> step, int end, int width = 4, int longest = 50, bool perLetter = false)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(longest);
        List<(int[] Letters, double Sum, TState State, bool Done)> beam = [([], 0, start, false)];
        double Worth((int[] Letters, double Sum, TState State, bool Done) one) => perLetter ? one.Sum / Math.Max(1, one.Letters.Length) : one.Sum;
        for (int length = 0; length < longest && beam.Any(one => !one.Done); length++)
        {
            Cancellation.ThrowIfRequested();
            List<(int[] Letters, double Sum, TState State, bool Done)> next = [.. beam.Where(one => one.Done)];
            foreach ((int[] letters, double sum, TState state, _) in beam.Where(one => !one.Done))
            {
                (IReadOnlyList<double> scores, TState after) = step(state, letters.Length == 0 ? -1 : letters[^1]);
                next.AddRange(scores.Select((score, letter) => ((int[])[.. letters, letter], sum + score, after, letter == end)));
            }

            beam = [.. next.OrderByDescending(Worth).Take(width)];
        }

        return [.. beam.Select(one => ((IReadOnlyList<int>)(one.Done ? one.Letters[..^1] : one.Letters), one.Sum))];
    }
}
