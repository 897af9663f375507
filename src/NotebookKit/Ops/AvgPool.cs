namespace NotebookKit.Ops;

/// <summary>Average pooling: the mean of each window.</summary>
/// <remarks>
/// [N, C, H, W] becomes [N, C, P, Q] as for <see cref="MaxPool"/>. Padding counts as zeros, or is left out of the mean when asked
/// for. dL/dx gets dL/dy / (places of the window) from each window that it lies in. Lectures S2 L6, S0, S3; LeCun et al. 1989.
/// </remarks>
public static class AvgPool
{
    /// <summary>The means.</summary>
    /// <exception cref="ArgumentException">This is no image, or the windows do not fit it.</exception>
    public static Tensor Apply(Tensor x, Pair kernel, Pair? stride, Pair padding, bool ceil, bool countPadding)
    {
        (Sliding down, Sliding across) = Sliding.Over(nameof(AvgPool), x, kernel, stride, padding, 1, ceil);
        return Resample.Apply(x, AxisTaps.Windows(x.Shape[2], down, mean: true, countPadding), AxisTaps.Windows(x.Shape[3], across, mean: true, countPadding));
    }
}
