namespace NotebookKit;

/// <summary>A convolution with everything counted that it took.</summary>
/// <param name="Result">As many numbers as the signal or image has.</param>
/// <param name="Multiplications">How often two numbers were multiplied.</param>
/// <param name="Questions">How often it was asked whether a place lies inside.</param>
public sealed record CountedConvolution(double[] Result, long Multiplications, long Questions)
{
    /// <summary>The result's size and what it took, in a line.</summary>
    public override string ToString() => $"{Result.Length:N0} numbers by {Multiplications:N0} multiplications and {Questions:N0} questions";
}

/// <summary>Convolutions as plain loops that count their work: k n multiplications for a padded signal, k^2 n^2 for a padded image. Lecture S2 L6.</summary>
/// <remarks>
/// y[i] = sum over m of g[m] f[i + p - m] with p = floor((k - 1) / 2), so the result is as long as the signal. With zeros around the signal one loop serves all
/// places; without, each place asks first. As the signal is much longer than the kernel, the few products with zeros cost next to nothing.
/// </remarks>
public static class ConvolutionByHand
{
    /// <summary>Asks at every product whether the signal has such a place.</summary>
    /// <param name="f">The signal.</param>
    /// <param name="g">The kernel.</param>
    /// <exception cref="ArgumentException">One of them is empty.</exception>
    public static CountedConvolution Branching(ReadOnlySpan<double> f, ReadOnlySpan<double> g)
    {
        int before = Before(f.Length, g.Length);
        double[] y = new double[f.Length];
        long multiplications = 0, questions = 0;
        for (int i = 0; i < y.Length; i++)
        {
            for (int m = 0; m < g.Length; m++)
            {
                int place = i + before - m;
                questions++;
                if (place >= 0 && place < f.Length)
                {
                    multiplications++;
                    y[i] += g[m] * f[place];
                }
            }
        }

        return new(y, multiplications, questions);
    }

    /// <summary>Puts zeros around the signal, then asks nothing.</summary>
    /// <inheritdoc cref="Branching"/>
    public static CountedConvolution Padded(ReadOnlySpan<double> f, ReadOnlySpan<double> g)
    {
        int before = Before(f.Length, g.Length);
        double[] padded = new double[f.Length + g.Length - 1], y = new double[f.Length];
        f.CopyTo(padded.AsSpan(g.Length - 1 - before));
        long multiplications = 0;
        for (int i = 0; i < y.Length; i++)
        {
            for (int m = 0; m < g.Length; m++)
            {
                multiplications++;
                y[i] += g[m] * padded[i + g.Length - 1 - m];
            }
        }

        return new(y, multiplications, 0);
    }

    /// <summary>The same of an image with zeros around it.</summary>
    /// <param name="image">Rows and columns.</param>
    /// <param name="kernel">Rows and columns.</param>
    /// <returns>The result row by row.</returns>
    /// <exception cref="ArgumentException">One of them is empty.</exception>
    public static CountedConvolution Padded(double[,] image, double[,] kernel)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(kernel);
        (int height, int width, int high, int wide) = (image.GetLength(0), image.GetLength(1), kernel.GetLength(0), kernel.GetLength(1));
        (int above, int left) = (Before(height, high), Before(width, wide));
        double[,] padded = new double[height + high - 1, width + wide - 1];
        for (int p = 0; p < height * width; p++)
        {
            padded[(p / width) + high - 1 - above, (p % width) + wide - 1 - left] = image[p / width, p % width];
        }

        double[] y = new double[height * width];
        long multiplications = 0;
        for (int p = 0; p < y.Length; p++)
        {
            for (int m = 0; m < high * wide; m++)
            {
                multiplications++;
                y[p] += kernel[m / wide, m % wide] * padded[(p / width) + high - 1 - (m / wide), (p % width) + wide - 1 - (m % wide)];
            }
        }

        return new(y, multiplications, 0);
    }

    private static int Before(int signal, int kernel) => signal > 0 && kernel > 0
        ? (kernel - 1) / 2
        : throw new ArgumentException($"ConvolutionByHand: the signal has {signal} numbers along an axis and the kernel {kernel}; both have one at least.");
}
