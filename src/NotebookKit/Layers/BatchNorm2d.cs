namespace NotebookKit.Layers;

/// <summary>Batch normalisation of images [N, C, H, W]: one mean and variance a map, over all pixels of the batch.</summary>
public sealed class BatchNorm2d : BatchNorm
{
    /// <summary>Makes the layer.</summary>
    /// <param name="channels">C.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="momentum">The weight of a new batch in the running estimates; null averages all batches alike.</param>
    /// <param name="affine">Whether a weight and a bias a channel are learned.</param>
    /// <param name="tracking">Whether running estimates are kept; without, the batch normalises in use too.</param>
    /// <param name="unbiased">Whether the batch's variance divides by m - 1 (lecture S1) instead of m.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public BatchNorm2d(
        int channels, double epsilon = 1e-5, double? momentum = 0.1, bool affine = true, bool tracking = true, bool unbiased = false, DType dtype = DType.Float32)
        : base(channels, epsilon, momentum, affine, tracking, unbiased, dtype)
    {
    }

    /// <inheritdoc/>
    private protected override string Wanted => "[N, C, H, W]";

    /// <inheritdoc/>
    private protected override bool Takes(int rank) => rank == 4;
}
