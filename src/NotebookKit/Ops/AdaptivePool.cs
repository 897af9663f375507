namespace NotebookKit.Ops;

/// <summary>Pooling to a given size, whatever the size of the images: the height and the width are cut into that many bins.</summary>
/// <remarks>
/// [N, C, H, W] becomes [N, C, P, Q]. Bin p holds the rows from floor(p H / P) to ceil((p + 1) H / P), so bins overlap by a row
/// where P does not divide H, as in PyTorch. A size of 1 is global pooling. Gradients as for <see cref="AvgPool"/> and
/// <see cref="MaxPool"/>. He et al. 2014 (spatial pyramid pooling); Lin et al. 2014 (global average pooling).
/// </remarks>
public static class AdaptivePool
{
    /// <summary>The mean of each bin.</summary>
    /// <exception cref="ArgumentException">This is no image, or the size is below 1.</exception>
    public static Tensor Average(Tensor x, Pair size)
    {
        Check(x, size);
        return Resample.Apply(x, AxisTaps.Bins(x.Shape[2], size.Height, mean: true), AxisTaps.Bins(x.Shape[3], size.Width, mean: true));
    }

    /// <summary>The largest number of each bin.</summary>
    /// <exception cref="ArgumentException">This is no image, or the size is below 1.</exception>
    public static Tensor Max(Tensor x, Pair size)
    {
        Check(x, size);
        return MaxPool.Apply(x, AxisTaps.Bins(x.Shape[2], size.Height, mean: false), AxisTaps.Bins(x.Shape[3], size.Width, mean: false));
    }

    private static void Check(Tensor x, Pair size)
    {
        Images.Check(nameof(AdaptivePool), x);
        if (size.Height < 1 || size.Width < 1)
        {
            throw new ArgumentException($"AdaptivePool: {x.Shape} cannot be pooled to {size}; the size is 1 or more.");
        }
    }
}
