namespace NotebookKit.Ops;

/// <summary>Weighted average pooling: each window's sum of w_ij x_ij, with weights that sum to 1.</summary>
/// <remarks>
/// [N, C, H, W] becomes [N, C, P, Q] as for <see cref="MaxPool"/>; padding counts as zeros. The weights [kernel height, kernel
/// width] are divided by their sum, so equal weights are <see cref="AvgPool"/>. Gradients flow to the images and to the weights.
/// Lectures S1, S2 L6 (weights by the distance from the centre: <see cref="ByDistance"/>).
/// </remarks>
public static class WeightedAvgPool
{
    /// <summary>The weighted means.</summary>
    /// <exception cref="ArgumentException">This is no image, the weights are no table, or the windows do not fit.</exception>
    public static Tensor Apply(Tensor x, Tensor weights, Pair? stride, Pair padding)
    {
        Images.Check(nameof(WeightedAvgPool), x);
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Rank != 2 || weights.Count == 0)
        {
            throw new ArgumentException($"WeightedAvgPool: the weights are a table [kernel height, kernel width], and these are {weights.Shape} for images {x.Shape}.");
        }

        Check.SameFloats(nameof(WeightedAvgPool), x, weights);
        Pair kernel = (weights.Shape[0], weights.Shape[1]);
        (Sliding down, Sliding across) = Sliding.Over(nameof(WeightedAvgPool), x, kernel, stride, padding, 1, ceil: false);
        Tensor windows = Unfold.Apply(x, kernel, stride ?? kernel, padding, 1).Reshape(x.Shape[0], x.Shape[1], weights.Count, down.Outputs(x.Shape[2]) * across.Outputs(x.Shape[3]));
        Tensor shares = (weights / weights.Sum()).Reshape(weights.Count, 1);
        return (windows * shares).Sum(2).Reshape(x.Shape[0], x.Shape[1], down.Outputs(x.Shape[2]), across.Outputs(x.Shape[3]));
    }

    /// <summary>Weights that fall with the distance d from the centre of the window, e^(-d^2 / (2 spread^2)), and sum to 1.</summary>
    /// <param name="kernel">The window.</param>
    /// <param name="spread">The distance, in pixels, over which they fall to 0.61; the larger, the more even.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <exception cref="ArgumentException">The window is empty, or the spread not above 0.</exception>
    public static Tensor ByDistance(Pair kernel, double spread, DType dtype = DType.Float32)
    {
        if (kernel.Height < 1 || kernel.Width < 1 || !(spread > 0))
        {
            throw new ArgumentException($"WeightedAvgPool: a window of {kernel} with a spread of {spread} has no weights; all are above 0.");
        }

        double[,] weights = new double[kernel.Height, kernel.Width];
        for (int i = 0; i < kernel.Height; i++)
        {
            for (int j = 0; j < kernel.Width; j++)
            {
                double down = i - ((kernel.Height - 1) / 2.0);
                double across = j - ((kernel.Width - 1) / 2.0);
                weights[i, j] = Math.Exp(-((down * down) + (across * across)) / (2 * spread * spread));
            }
        }

        Tensor table = Tensor.From(weights);
        return (table / table.Sum()).To(dtype);
    }
}
