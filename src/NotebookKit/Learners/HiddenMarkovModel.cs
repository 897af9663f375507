namespace NotebookKit.Learners;

/// <summary>A hidden Markov model: states that follow each other with given chances, of which only their signs are seen.</summary>
/// <remarks>
/// <see cref="LogLikelihood"/> sums over all paths by the forward recursion, <see cref="MostLikelyPath"/> finds the best by Viterbi's; both take T S^2 steps instead of
/// S^T. A model of language needs a state for every history that matters, which is why recurrent networks took its place. Rabiner 1989; lecture
/// S1 (dealing with sequences) names it only.
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed class HiddenMarkovModel
{
    private readonly double[] start;
    private readonly double[,] transitions;
    private readonly double[,] emissions;

    /// <summary>Makes a model.</summary>
    /// <param name="start">The chance to begin in each of S states.</param>
    /// <param name="transitions">[S, S]: row i holds the chances of the states that follow state i.</param>
    /// <param name="emissions">[S, K]: row i holds the chances of the K signs in state i.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or a row is no distribution.</exception>
    public HiddenMarkovModel(double[] start, double[,] transitions, double[,] emissions)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(transitions);
        ArgumentNullException.ThrowIfNull(emissions);
        int states = start.Length;
        if (states == 0 || transitions.GetLength(0) != states || transitions.GetLength(1) != states || emissions.GetLength(0) != states || emissions.GetLength(1) == 0)
        {
            throw new ArgumentException(
                $"HiddenMarkovModel: {states} states need transitions [{states}, {states}] and emissions [{states}, signs], and got [{transitions.GetLength(0)}, {transitions.GetLength(1)}] and [{emissions.GetLength(0)}, {emissions.GetLength(1)}].");
        }

        CheckRow("start", [.. start]);
        for (int i = 0; i < states; i++)
        {
            CheckRow($"transitions from state {i}", [.. Enumerable.Range(0, states).Select(j => transitions[i, j])]);
            CheckRow($"emissions of state {i}", [.. Enumerable.Range(0, emissions.GetLength(1)).Select(k => emissions[i, k])]);
        }

        (this.start, this.transitions, this.emissions) = ([.. start], (double[,])transitions.Clone(), (double[,])emissions.Clone());
    }

    /// <summary>S.</summary>
    public int States => start.Length;

    /// <summary>K.</summary>
    public int Signs => emissions.GetLength(1);

    /// <summary>ln P(signs), over all paths of states.</summary>
    /// <param name="signs">0 to K - 1, one a step.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sign.</exception>
    public double LogLikelihood(params IReadOnlyList<int> signs)
    {
        Check(signs);
        double sum = 0;
        double[]? alpha = null;
        foreach (int sign in signs)
        {
            double[]? before = alpha;
            alpha = [.. Enumerable.Range(0, States).Select(j => emissions[j, sign] * (before is null ? start[j] : before.Select((a, i) => a * transitions[i, j]).Sum()))];

            // Scaled to one at every step, so that long sequences do not underflow.
            double total = alpha.Sum();
            sum += Math.Log(total);
            alpha = total > 0 ? [.. alpha.Select(a => a / total)] : alpha;
        }

        return sum;
    }

    /// <summary>The path of states that is most likely behind the signs, and ln P(path, signs). Of equally likely ones the smaller state numbers win.</summary>
    /// <param name="signs">0 to K - 1, one a step.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sign.</exception>
    public (IReadOnlyList<int> Path, double LogProbability) MostLikelyPath(params IReadOnlyList<int> signs)
    {
        Check(signs);
        if (signs.Count == 0)
        {
            return ([], 0);
        }

        double[] best = [.. start.Select((p, j) => Math.Log(p) + Math.Log(emissions[j, signs[0]]))];
        List<int[]> from = [];
        foreach (int sign in signs.Skip(1))
        {
            double[] before = best;
            int[] came = [.. Enumerable.Range(0, States).Select(j => Enumerable.Range(0, States).MaxBy(i => before[i] + Math.Log(transitions[i, j])))];
            best = [.. came.Select((i, j) => before[i] + Math.Log(transitions[i, j]) + Math.Log(emissions[j, sign]))];
            from.Add(came);
        }

        int state = Enumerable.Range(0, States).MaxBy(j => best[j]);
        double score = best[state];
        int[] path = new int[signs.Count];
        path[^1] = state;
        for (int t = path.Length - 1; t > 0; t--)
        {
            path[t - 1] = from[t - 1][path[t]];
        }

        return (path, score);
    }

    /// <summary>A walk through the states with the signs that are seen.</summary>
    /// <param name="length">How many steps.</param>
    /// <param name="rng">Where the chances come from; the session's generator when null.</param>
    public (int[] States, int[] Signs) Sample(int length, Rng? rng = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Rng source = rng ?? Rng.Current;
        int[] states = new int[length];
        int[] signs = new int[length];
        for (int t = 0; t < length; t++)
        {
            int last = t == 0 ? 0 : states[t - 1];
            states[t] = source.Pick([.. Enumerable.Range(0, States).Select(j => t == 0 ? start[j] : transitions[last, j])]);
            int now = states[t];
            signs[t] = source.Pick([.. Enumerable.Range(0, Signs).Select(k => emissions[now, k])]);
        }

        return (states, signs);
    }

    /// <summary>The sizes in a line.</summary>
    public override string ToString() => $"hidden Markov model of {States} states and {Signs} signs";

    private static void CheckRow(string name, double[] row)
    {
        if (row.Any(p => !(p >= 0)) || Math.Abs(row.Sum() - 1) > 1e-9)
        {
            throw new ArgumentException($"HiddenMarkovModel: the chances of {name} are 0 or more and sum to 1, and got [{string.Join(", ", row)}].");
        }
    }

    private void Check(IReadOnlyList<int> signs)
    {
        ArgumentNullException.ThrowIfNull(signs);
        foreach (int sign in signs)
        {
            if ((uint)sign >= (uint)Signs)
            {
                throw new ArgumentOutOfRangeException(nameof(signs), sign, $"HiddenMarkovModel: signs are 0 to {Signs - 1}.");
            }
        }
    }
}
