namespace NotebookKit.Ops;

/// <summary>Unpooling by whole factors: each number becomes a block of the result.</summary>
/// <remarks>
/// [N, C, H, W] becomes [N, C, fH, fW]. Nearest neighbour fills the block with the number: [1 2; 3 4] becomes [1 1 2 2; 1 1 2 2; 3
/// 3 4 4; 3 3 4 4]. Bed of nails puts it in the upper left of zeros: [1 0 2 0; 0 0 0 0; 3 0 4 0; 0 0 0 0]. dL/dx is the sum of
/// dL/dy over the block, or dL/dy at the nail. Lecture S2 L7 (upsampling).
/// </remarks>
public static class Unpool
{
    /// <summary>Each number all over its block.</summary>
    /// <exception cref="ArgumentException">This is no image, or a factor is below 1.</exception>
    public static Tensor Nearest(Tensor x, Pair factor)
    {
        Check(x, factor);
        int height = checked(x.Shape[2] * factor.Height);
        int width = checked(x.Shape[3] * factor.Width);
        return Resample.Apply(x, AxisTaps.Nearest(x.Shape[2], height), AxisTaps.Nearest(x.Shape[3], width));
    }

    /// <summary>Each number in the upper left of its block, zeros elsewhere.</summary>
    /// <exception cref="ArgumentException">This is no image, or a factor is below 1.</exception>
    public static Tensor BedOfNails(Tensor x, Pair factor)
    {
        Check(x, factor);
        return Resample.Apply(x, AxisTaps.Nails(x.Shape[2], factor.Height), AxisTaps.Nails(x.Shape[3], factor.Width));
    }

    private static void Check(Tensor x, Pair factor)
    {
        Images.Check(nameof(Unpool), x);
        if (factor.Height < 1 || factor.Width < 1)
        {
            throw new ArgumentException($"Unpool: {x.Shape} cannot grow by {factor}; the factors are 1 or more.");
        }
    }
}
