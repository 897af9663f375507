namespace NotebookKit.Ops;

/// <summary>Local response normalisation: b_i = a_i / (k + alpha sum over j near i of a_j^2)^beta. A loud neuron quiets its neighbours.</summary>
/// <remarks>
/// [N, C, H, W] keeps its shape. Across maps, j runs over the maps from max(0, i - n/2) to min(C - 1, i + n/2) at the same pixel
/// (n/2 rounded down); within a map, over the n x n pixels around i, and where the border cuts that window its sum is scaled up to
/// the whole, so that a uniform map stays uniform. alpha multiplies the sum itself, as in the paper and the lecture; PyTorch's
/// layer divides it by n first. The slide that shows the formula across maps is headed "intra-map". Each image is normalised by
/// itself. The gradient is that of the formula. Krizhevsky et al. 2012; lectures S2 L7 (LRN I to III), S0.
/// </remarks>
public static class LocalResponseNorm
{
    /// <summary>Across the maps.</summary>
    /// <exception cref="ArgumentException">This is no image, or n is below 1 or k not above 0.</exception>
    public static Tensor Apply(Tensor x, int size, double alpha, double beta, double k)
    {
        Check(x, size, alpha, k);
        int pixels = x.Shape[2] * x.Shape[3];
        Tensor squares = x.Square().Reshape(x.Shape[0], 1, x.Shape[1], pixels);
        Tensor sums = Resample.Apply(squares, AxisTaps.Around(x.Shape[1], size / 2), AxisTaps.Same(pixels)).Reshape(x.Shape.Span);
        return x * ((alpha * sums) + k).Pow(-beta);
    }

    /// <summary>Within each map.</summary>
    /// <exception cref="ArgumentException">This is no image, or n is below 1 or k not above 0.</exception>
    public static Tensor WithinMaps(Tensor x, int size, double alpha, double beta, double k)
    {
        Check(x, size, alpha, k);
        double places = checked(((2 * (size / 2)) + 1) * ((2 * (size / 2)) + 1));
        Tensor means = Resample.Apply(x.Square(), AxisTaps.Around(x.Shape[2], size / 2, mean: true), AxisTaps.Around(x.Shape[3], size / 2, mean: true));
        return x * ((alpha * places * means) + k).Pow(-beta);
    }

    private static void Check(Tensor x, int size, double alpha, double k)
    {
        Images.Check(nameof(LocalResponseNorm), x);
        if (size < 1 || !(k > 0) || !(alpha >= 0))
        {
            throw new ArgumentException($"LocalResponseNorm: n is {size}, k {k} and alpha {alpha} for {x.Shape}; n is 1 or more, k above 0 and alpha not negative, or the base of the power could be 0.");
        }
    }
}
