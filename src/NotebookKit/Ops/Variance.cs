namespace NotebookKit.Ops;

/// <summary>The variance, s^2 = sum over i of (x_i - m)^2 / (n - correction), along one axis, several or all.</summary>
/// <remarks>
/// The mean m comes first and the squares of what is left after it, never the difference of two large sums; what rounding
/// left of the mean is taken off once more, so numbers of 10,000 +- 0.01 keep all the digits that float32 gave them. The
/// correction 1 is Bessel's, for a sample; 0 is that of a whole population. dL/dx_i = 2 (x_i - m) / (n - correction) dL/dy.
/// </remarks>
public static class Variance
{
    /// <summary>The variance along the axes.</summary>
    /// <exception cref="ArgumentException">There are not more numbers than the correction, or an axis does not exist.</exception>
    public static Tensor Apply(Tensor x, ReadOnlySpan<int> axes, int correction, bool keepDim)
    {
        ArgumentNullException.ThrowIfNull(x);
        Check.Floats(nameof(Variance), x);
        int count = new ReducedAxes(nameof(Variance), x.Shape, axes).Count;
        if (count <= correction)
        {
            throw new ArgumentException(
                $"Variance: {count} numbers along [{string.Join(", ", axes.ToArray())}] of {x.Shape} leave nothing to divide by after the correction {correction}; correction: 0 takes one number or more.");
        }

        // The variance does not change with the shift, so its gradient does not see it.
        Tensor rough = x - x.Detach().Mean(axes, keepDim: true);
        Tensor centred = rough - rough.Mean(axes, keepDim: true);
        return centred.Square().Sum(axes, keepDim) / (count - correction);
    }
}
