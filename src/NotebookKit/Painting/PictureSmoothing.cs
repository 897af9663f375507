namespace NotebookKit.Painting;

/// <summary>What keeps a painted picture natural: a pixel shall not differ from its neighbours without a reason. Outside of the record for gradients.</summary>
/// <remarks>Yosinski, Clune, Nguyen, Fuchs and Lipson 2015 (blur, pixels of small norm); lecture S2 L12 ("Gaussian blur on the image").</remarks>
public static class PictureSmoothing
{
    /// <summary>Means of neighbours with weights exp(-d^2 / (2 s^2)), along columns and then along rows; at the border only pixels of the picture count, so that an even picture stays even.</summary>
    /// <param name="pictures">[N, C, H, W] of floats.</param>
    /// <param name="deviation">s in pixels; neighbours up to 3 s away count. 0 changes nothing.</param>
    /// <exception cref="ArgumentException">These are no pictures.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is negative or not finite.</exception>
    public static Tensor Blur(Tensor pictures, double deviation)
    {
        Check(nameof(Blur), pictures);
        if (!(double.IsFinite(deviation) && deviation >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(deviation), deviation, $"Blur: a deviation is a number of pixels, 0 or more, and this is {deviation}.");
        }

        if (deviation == 0)
        {
            return pictures.Detach();
        }

        using IDisposable off = Gradients.Gradient.Off();
        (int height, int width) = (pictures.Shape[2], pictures.Shape[3]);
        Tensor down = Weights(height, deviation, pictures.DType), along = Weights(width, deviation, pictures.DType);
        return down.MatMul(pictures.Detach().Contiguous()).MatMul(along.Transpose());
    }

    /// <summary>Pixels that hardly differ from a base colour become it: the share of them with the smallest length over the channels.</summary>
    /// <param name="pictures">[N, C, H, W] of floats.</param>
    /// <param name="share">From 0, none, to 1, all; exactly round(share H W) pixels of each picture.</param>
    /// <param name="colour">The base, the same for all channels.</param>
    /// <exception cref="ArgumentException">These are no pictures.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1.</exception>
    public static Tensor DropFaintPixels(Tensor pictures, double share, double colour = 0)
    {
        Check(nameof(DropFaintPixels), pictures);
        if (!(share is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, $"DropFaintPixels: a share is between 0 and 1, and this is {share}.");
        }

        using IDisposable off = Gradients.Gradient.Off();
        int pixels = pictures.Shape[2] * pictures.Shape[3], dropped = (int)Math.Round(share * pixels);
        Tensor apart = pictures.Detach() - colour;
        double[] lengths = apart.To(DType.Float64).Square().Sum([1]).ToArray<double>();
        double[] keep = [.. Enumerable.Repeat(1.0, lengths.Length)];
        for (int start = 0; start < lengths.Length; start += pixels)
        {
            foreach (int faint in Enumerable.Range(start, pixels).OrderBy(pixel => lengths[pixel]).Take(dropped))
            {
                keep[faint] = 0;
            }
        }

        return (apart * Tensor.Wrap(keep, [pictures.Shape[0], 1, pictures.Shape[2], pictures.Shape[3]]).To(pictures.DType)) + colour;
    }

    /// <summary>Fails unless these are pictures of floats.</summary>
    internal static void Check(string what, Tensor pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        if (pictures.Rank != 4 || pictures.Count == 0 || !pictures.DType.IsFloat())
        {
            string mend = pictures.Rank == 3 ? "Unsqueeze(0) makes a batch of one" : pictures.DType.IsFloat() ? "Reshape gives it channels, a height and a width" : "To(DType.Float32) / 255 makes floats of bytes";
            throw new ArgumentException($"{what}: takes pictures [N, C, H, W] of floats, and got {pictures.Shape} of {pictures.DType}; {mend}.", nameof(pictures));
        }
    }

    /// <summary>How restless a picture is: the mean size of the difference between a pixel and its neighbours below and to the right, |x_below - x| + |x_right - x|.</summary>
    internal static double Restlessness(Tensor pictures)
    {
        using IDisposable off = Gradients.Gradient.Off();
        Tensor down = pictures[.., .., 1.., ..] - pictures[.., .., ..^1, ..], along = pictures[.., .., .., 1..] - pictures[.., .., .., ..^1];
        return (down.Abs().Sum().Item() + along.Abs().Sum().Item()) / pictures.Count;
    }

    // Row i of the matrix makes pixel i: a Gaussian around i, cut at the borders, of sum 1.
    private static Tensor Weights(int size, double deviation, DType dtype)
    {
        double[] weights = new double[size * size];
        int reach = (int)Math.Ceiling(3 * deviation);
        for (int i = 0; i < size; i++)
        {
            double sum = 0;
            (int first, int last) = (Math.Max(0, i - reach), Math.Min(size - 1, i + reach));
            for (int j = first; j <= last; j++)
            {
                sum += weights[(i * size) + j] = Math.Exp(-(i - j) * (double)(i - j) / (2 * deviation * deviation));
            }

            for (int j = first; j <= last; j++)
            {
                weights[(i * size) + j] /= sum;
            }
        }

        return Tensor.Wrap(weights, [size, size]).To(dtype);
    }
}
