namespace NotebookKit.Ops;

/// <summary>Convolution and correlation of single signals and images, made of the layers' convolution.</summary>
internal static class SignalConvolution
{
    /// <summary>The convolution: the correlation with the kernel flipped along its axes.</summary>
    public static Tensor Convolve(Tensor x, Tensor kernel, ConvolutionMode mode)
    {
        CheckBoth(nameof(Convolve), x, kernel, mode);
        Tensor flipped = kernel.Flip(0);
        return Slide(x, x.Rank == 2 ? flipped.Flip(1) : flipped, mode);
    }

    /// <summary>The correlation.</summary>
    public static Tensor Correlate(Tensor x, Tensor kernel, ConvolutionMode mode)
    {
        CheckBoth(nameof(Correlate), x, kernel, mode);
        return Slide(x, kernel, mode);
    }

    private static Tensor Slide(Tensor x, Tensor kernel, ConvolutionMode mode)
    {
        (int left, int right) = Margin(kernel.Shape[^1], mode);
        if (x.Rank == 1)
        {
            return x.Reshape(1, 1, x.Count).Conv1d(kernel.Reshape(1, 1, kernel.Count), padding: Padding.Between(left, right)).Reshape(-1);
        }

        (int top, int bottom) = Margin(kernel.Shape[0], mode);
        Tensor y = x.Reshape(1, 1, x.Shape[0], x.Shape[1])
            .Conv2d(kernel.Reshape(1, 1, kernel.Shape[0], kernel.Shape[1]), padding: new Padding(top, bottom, left, right));
        return y.Reshape(y.Shape[2], y.Shape[3]);
    }

    // Same is the middle of full: (k - 1) / 2 results, rounded down, are left out before it.
    private static (int Before, int After) Margin(int kernel, ConvolutionMode mode) => mode switch
    {
        ConvolutionMode.Full => (kernel - 1, kernel - 1),
        ConvolutionMode.Same => (kernel - 1 - ((kernel - 1) / 2), (kernel - 1) / 2),
        _ => (0, 0),
    };

    private static void CheckBoth(string operation, Tensor x, Tensor kernel, ConvolutionMode mode)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(kernel);
        Check.SameFloats(operation, x, kernel);
        if (x.Rank is < 1 or > 2 || x.Rank != kernel.Rank || x.Count == 0 || kernel.Count == 0)
        {
            throw new ArgumentException(
                $"{operation}: takes two signals [n] and [k], or two images [H, W] and [kh, kw], none of them empty, and got {x.Shape} and {kernel.Shape}; batches and channels are for Conv1d and Conv2d.");
        }

        for (int axis = 0; axis < x.Rank && mode == ConvolutionMode.Valid; axis++)
        {
            if (kernel.Shape[axis] > x.Shape[axis])
            {
                throw new ArgumentException(
                    $"{operation}: the kernel {kernel.Shape} lies nowhere inside {x.Shape}: n - k + 1 = {x.Shape[axis]} - {kernel.Shape[axis]} + 1 along axis {axis}; change them over or use another mode.");
            }
        }
    }
}
