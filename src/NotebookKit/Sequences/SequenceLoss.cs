using NotebookKit.Losses;

namespace NotebookKit.Sequences;

/// <summary>Losses of written sequences, in which what only fills up does not count.</summary>
public static class SequenceLoss
{
    /// <summary>What a writer reads while it learns (teacher forcing): START, then each right word but the last. Int64 [N, T] to [N, T].</summary>
    /// <param name="targets">What it should write.</param>
    public static Tensor Shifted(Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        return Tensor.Concat([Tensor.Full([targets.Shape[0], 1], Tokens.Start, DType.Int64), targets[.., ..^1]], 1);
    }

    /// <summary>The mean of -ln softmax(scores)[target] over all targets but <see cref="Tokens.Nothing"/>: filling up changes nothing.</summary>
    /// <param name="scores">[N, T, tokens].</param>
    /// <param name="targets">Int64 [N, T].</param>
    public static Tensor CrossEntropy(Tensor scores, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(targets);
        if (scores.Rank != 3 || targets.Rank != 2 || scores.Shape[0] != targets.Shape[0] || scores.Shape[1] != targets.Shape[1])
        {
            throw new ArgumentException($"SequenceLoss: takes scores [N, T, tokens] and targets [N, T], and got {scores.Shape} and {targets.Shape}.", nameof(scores));
        }

        // Only the rows that count are scored: the others cost nothing.
        long[] flat = targets.Reshape(-1).ToArray<long>();
        long[] counted = [.. flat.Index().Where(pair => pair.Item != Tokens.Nothing).Select(pair => (long)pair.Index)];
        if (counted.Length == 0)
        {
            throw new ArgumentException("SequenceLoss: no target counts; all are nothing.", nameof(targets));
        }

        Tensor rows = scores.Reshape(-1, scores.Shape[2]), labels = targets.Reshape(-1);
        if (counted.Length < flat.Length)
        {
            Tensor which = Tensor.From(counted);
            (rows, labels) = (rows.IndexSelect(0, which), labels.IndexSelect(0, which));
        }

        return Loss.CrossEntropy(rows, labels);
    }

    /// <summary>The loss at each place of the sequences: where does a writer find it hard? [T] of nats; NaN where no sequence reaches.</summary>
    /// <param name="scores">[N, T, tokens].</param>
    /// <param name="targets">Int64 [N, T].</param>
    public static double[] ByPlace(Tensor scores, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(targets);
        (int count, int length) = (targets.Shape[0], targets.Shape[1]);
        double[] losses = scores.Detach().LogSoftmax(2).Gather(2, targets.Unsqueeze(2)).To(DType.Float64).ToArray<double>();
        long[] labels = targets.ToArray<long>();
        return [.. Enumerable.Range(0, length).Select(t => Enumerable.Range(0, count).Where(n => labels[(n * length) + t] != Tokens.Nothing)
            .Select(n => -losses[(n * length) + t]).DefaultIfEmpty(double.NaN).Average())];
    }
}
