using NotebookKit.Kernels;

namespace NotebookKit.Data;

/// <summary>New samples made of old ones, by combining two or going on beyond one.</summary>
/// <remarks>Lecture S4 (combine/extrapolate samples). Zhang et al., mixup, 2018; DeVries and Taylor, Dataset augmentation in feature space, 2017.</remarks>
public static class SampleMixing
{
    /// <summary>Combines each sample with another of the batch, x = s x_i + (1 - s) x_j, and their labels alike; s is drawn from a Beta(alpha, alpha) distribution.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="alpha">How far samples are mixed, 0 for not at all; 1 for every share alike.</param>
    /// <param name="rng">Where shares and partners come from; the session's generator when null.</param>
    /// <returns>The inputs, and a share for each class, [N, classes], to be used as soft labels.</returns>
    public static (Tensor Inputs, Tensor Targets) Combine(Batch batch, int classes, double alpha = 0.2, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (!(alpha >= 0 && double.IsFinite(alpha)))
        {
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Combine: alpha is 0 or more.");
        }

        Rng source = rng ?? Rng.Current;
        int count = batch.Inputs.Shape[0];
        Tensor partners = Tensor.From(Array.ConvertAll(source.Permutation(count), place => (long)place));
        Tensor shares = alpha == 0 ? Tensor.Ones([count], batch.Inputs.DType) : Tensor.Beta([count], alpha, alpha, source, batch.Inputs.DType);
        Tensor targets = batch.Labels.OneHot(classes, batch.Inputs.DType);
        return (Mixed(batch.Inputs, partners, shares), Mixed(targets, partners, shares));
    }

    /// <summary>Moves each sample away from another of its class, x = x_i + s (x_i - x_j), or towards it where s is negative; labels stay.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="strength">s: 0 changes nothing, -0.5 gives the middle of the two.</param>
    /// <param name="rng">Where the partners come from; the session's generator when null.</param>
    public static Batch Extrapolate(Batch batch, double strength = 0.5, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (!double.IsFinite(strength))
        {
            throw new ArgumentOutOfRangeException(nameof(strength), strength, "Extrapolate: the strength is finite.");
        }

        long[] labels = batch.Labels.ToArray<long>();
        Draws draws = new((rng ?? Rng.Current).NextKey(), 0);
        long[] partners = new long[labels.Length];
        Dictionary<long, int[]> members = Enumerable.Range(0, labels.Length).GroupBy(i => labels[i]).ToDictionary(group => group.Key, group => group.ToArray());
        for (int i = 0; i < partners.Length; i++)
        {
            int[] own = members[labels[i]];
            partners[i] = own[(int)draws.Below((ulong)own.Length)];
        }

        return batch with { Inputs = Mixed(batch.Inputs, Tensor.From(partners), Tensor.Full([labels.Length], 1 + strength, batch.Inputs.DType)) };
    }

    // x_j + s (x_i - x_j), and x_i itself, bit for bit, where s is 1.
    private static Tensor Mixed(Tensor x, Tensor partners, Tensor shares)
    {
        using IDisposable off = Gradients.Gradient.Off();
        Tensor others = x.IndexSelect(0, partners), rest = 1 - shares.Reshape([shares.Count, .. Enumerable.Repeat(1, x.Rank - 1)]);
        return x + (rest * (others - x));
    }
}
