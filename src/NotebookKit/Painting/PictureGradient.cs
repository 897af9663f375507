namespace NotebookKit.Painting;

/// <summary>What is done to the gradient of a picture before a step along it, each picture of a batch by itself.</summary>
/// <remarks>Lecture S2 L12 ("clipping small gradients to 0").</remarks>
public static class PictureGradient
{
    /// <summary>g / sqrt(mean of g^2): a step then has a size in brightness, whatever the layer and however sure the network. A gradient of 0 stays 0.</summary>
    /// <param name="gradient">[N, ...] of floats.</param>
    public static Tensor Normalised(Tensor gradient)
    {
        Check(nameof(Normalised), gradient);
        int each = gradient.Count / Math.Max(1, gradient.Shape[0]);
        return Scale(gradient, numbers =>
        {
            double size = Math.Sqrt(SquaresOf(numbers) / each);
            return size > 0 ? 1 / size : 0;
        });
    }

    /// <summary>The share of numbers with the largest sizes stays, all others become 0: exactly round(share n) numbers stay, the first ones where sizes are equal.</summary>
    /// <param name="gradient">[N, ...] of floats.</param>
    /// <param name="share">From 0, nothing, to 1, everything.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1.</exception>
    public static Tensor KeepLargest(Tensor gradient, double share)
    {
        Check(nameof(KeepLargest), gradient);
        if (!(share is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, $"KeepLargest: a share is between 0 and 1, and this is {share}.");
        }

        if (share == 1)
        {
            return gradient;
        }

        double[] all = gradient.Detach().To(DType.Float64).ToArray<double>();
        int each = gradient.Count / Math.Max(1, gradient.Shape[0]), kept = (int)Math.Round(share * each);
        for (int start = 0; start < all.Length; start += each)
        {
            DropSmallest(all.AsSpan(start, each), kept);
        }

        return Tensor.Wrap(all, gradient.Shape).To(gradient.DType);
    }

    private static void DropSmallest(Span<double> numbers, int kept)
    {
        double[] sizes = new double[numbers.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = Math.Abs(numbers[i]);
        }

        Array.Sort(sizes);
        double limit = kept > 0 ? sizes[^kept] : double.PositiveInfinity;
        int above = 0;
        foreach (double number in numbers)
        {
            above += Math.Abs(number) > limit ? 1 : 0;
        }

        // Of those that are exactly as large as the limit, the first ones fill what is left.
        int equals = kept - above;
        for (int i = 0; i < numbers.Length; i++)
        {
            double size = Math.Abs(numbers[i]);
            bool stays = size > limit || (size == limit && equals-- > 0);
            numbers[i] = stays ? numbers[i] : 0;
        }
    }

    private static double SquaresOf(ReadOnlySpan<double> numbers)
    {
        double sum = 0;
        foreach (double number in numbers)
        {
            sum += number * number;
        }

        return sum;
    }

    private static Tensor Scale(Tensor gradient, Func<double[], double> factor)
    {
        int each = gradient.Count / Math.Max(1, gradient.Shape[0]);
        double[] all = gradient.Detach().To(DType.Float64).ToArray<double>();
        for (int start = 0; start < all.Length; start += each)
        {
            double by = factor(all[start..(start + each)]);
            for (int i = start; i < start + each; i++)
            {
                all[i] *= by;
            }
        }

        return Tensor.Wrap(all, gradient.Shape).To(gradient.DType);
    }

    private static void Check(string what, Tensor gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        if (gradient.Rank < 2 || !gradient.DType.IsFloat())
        {
            throw new ArgumentException($"PictureGradient.{what}: takes gradients [N, C, H, W] of floats, and got {gradient.Shape} of {gradient.DType}; Unsqueeze(0) makes a batch of one.", nameof(gradient));
        }
    }
}
