using NotebookKit.Kernels;

namespace NotebookKit.Data;

/// <summary>The directions in which the colours of a set of images vary, and how much: the principal components of its RGB values.</summary>
/// <param name="Directions">[3, 3]: a unit direction p_i in each column, the strongest first.</param>
/// <param name="Variances">[3]: the variance l_i along each.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record ColorPca(Tensor Directions, Tensor Variances)
{
    /// <summary>Looks at every pixel of a training set.</summary>
    /// <param name="images">[N, 3, H, W] of floats.</param>
    public static ColorPca Of(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Rank != 4 || images.Shape[1] != 3 || !images.DType.IsFloat() || images.Count == 0)
        {
            throw new ArgumentException($"ColorPca: takes colour images [N, 3, H, W] of floats, and got {images.Shape} of {images.DType}.", nameof(images));
        }

        using IDisposable off = Gradients.Gradient.Off();
        Tensor colours = images.Detach().To(DType.Float64).Permute(0, 2, 3, 1).Reshape(-1, 3);
        Tensor centred = colours - colours.Mean(0, keepDim: true);
        (Tensor values, Tensor vectors) = (centred.Transpose().MatMul(centred) / centred.Shape[0]).EigenSymmetric();

        // Eigenvalues ascend; the strongest direction comes first here.
        return new ColorPca(vectors.Flip(1), values.Flip(0));
    }

    /// <summary>The variances in a line.</summary>
    public override string ToString() => $"colours vary by {string.Join(", ", Variances.ToArray<double>().Select(variance => FormattableString.Invariant($"{variance:G3}")))} along three directions";
}

/// <summary>Another light by the colours' own directions: each image gets one offset, [p1 p2 p3] [a1 l1, a2 l2, a3 l3]' with a_i normal.</summary>
/// <remarks>Krizhevsky, Sutskever and Hinton 2012 (AlexNet), whose top-1 error it lowered by 1 per cent; lecture S2 L7 (data augmentation II).</remarks>
/// <param name="pca">The directions of the training set.</param>
public sealed class PcaColor(ColorPca pca) : ImageAugmentation
{
    private readonly double[] directions = pca.Directions.To(DType.Float64).ToArray<double>();
    private readonly double[] variances = pca.Variances.To(DType.Float64).ToArray<double>();

    /// <summary>The standard deviation of a_i.</summary>
    public double Deviation { get; init; } = 0.1;

    internal override bool IsIdentity => Deviation == 0;

    internal override void Check(ImageSize size)
    {
        Require(Deviation >= 0 && double.IsFinite(Deviation), "the deviation is 0 or more");
        Require(size.Channels == 3, $"takes colour images [N, 3, H, W], and got {size.Channels} channels");
    }

    internal override void One<T>(ref Draws draws, ImageSize size, ReadOnlySpan<T> from, Span<T> to)
    {
        Span<double> along = stackalloc double[3];
        for (int i = 0; i < 3; i++)
        {
            along[i] = Deviation * draws.Normal() * variances[i];
        }

        for (int c = 0; c < 3; c++)
        {
            T offset = T.CreateTruncating((directions[3 * c] * along[0]) + (directions[(3 * c) + 1] * along[1]) + (directions[(3 * c) + 2] * along[2]));
            for (int p = c * size.Pixels; p < (c + 1) * size.Pixels; p++)
            {
                to[p] = from[p] + offset;
            }
        }
    }
}
