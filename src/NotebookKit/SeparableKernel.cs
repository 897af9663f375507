namespace NotebookKit;

/// <summary>A kernel as a column times a row: two one-dimensional convolutions in place of one of two dimensions. Lecture S2 L11 (rethinking Inception).</summary>
/// <remarks>
/// Of K = sum_i s_i u_i v_i' the first term is the nearest product of a column and a row in the sum of squares (Eckart and Young 1936).
/// A kernel of rank 1, such as Sobel's or a Gaussian, is that product exactly.
/// </remarks>
/// <param name="Column">[kh] of Float64: sqrt(s_1) u_1.</param>
/// <param name="Row">[kw] of Float64: sqrt(s_1) v_1.</param>
/// <param name="Error">What is left out, sqrt(sum over i > 1 of s_i^2 / sum of s_i^2): 0 for a kernel of rank 1.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record SeparableKernel(Tensor Column, Tensor Row, double Error)
{
    /// <summary>Weights and multiplications a pixel: kh + kw instead of kh kw.</summary>
    public int Weights => Column.Count + Row.Count;

    /// <summary>Column times row, [kh, kw].</summary>
    public Tensor Product => Column.Unsqueeze(1).MatMul(Row.Unsqueeze(0));

    /// <summary>The nearest one to a kernel.</summary>
    /// <param name="kernel">[kh, kw] of floats, not all 0.</param>
    /// <exception cref="ArgumentException">It is no kernel [kh, kw], or all 0.</exception>
    public static SeparableKernel Of(Tensor kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        if (kernel.Rank != 2 || kernel.Count == 0 || !kernel.DType.IsFloat() || kernel.ToArray<double>().All(weight => weight == 0))
        {
            throw new ArgumentException($"SeparableKernel: takes a kernel [kh, kw] of floats with a number other than 0, and got {kernel.Shape} of {kernel.DType}.", nameof(kernel));
        }

        (Tensor u, Tensor s, Tensor v) = kernel.Detach().To(DType.Float64).Svd();
        double[] sizes = s.ToArray<double>();
        double root = Math.Sqrt(sizes[0]), all = sizes.Sum(size => size * size);
        return new((u[.., 0] * root).Contiguous(), (v[.., 0] * root).Contiguous(), Math.Sqrt(sizes[1..].Sum(size => size * size) / all));
    }

    /// <summary>Convolves an image with the column, then with the row.</summary>
    /// <param name="image">[H, W] of Float64.</param>
    /// <param name="mode">Which positions count.</param>
    public Tensor Convolve(Tensor image, ConvolutionMode mode = ConvolutionMode.Full)
    {
        ArgumentNullException.ThrowIfNull(image);
        return image.Convolve(Column.Unsqueeze(1), mode).Convolve(Row.Unsqueeze(0), mode);
    }

    /// <summary>The weights and the error in a line.</summary>
    public override string ToString() => FormattableString.Invariant($"{Column.Count} + {Row.Count} weights for {Column.Count} x {Row.Count}, relative error {Error:G3}");
}
