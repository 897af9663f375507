namespace NotebookKit.Segmentation;

/// <summary>What a <see cref="DenseCrf"/> makes of a network's probabilities.</summary>
/// <param name="Labels">[H, W] of Int64: the likeliest class of each pixel.</param>
/// <param name="Probabilities">[C, H, W] of Float64: Q.</param>
/// <param name="FreeEnergies">F before the first sweep and after each; it never rises.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record DenseCrfResult(Tensor Labels, Tensor Probabilities, IReadOnlyList<double> FreeEnergies)
{
    /// <summary>The energies in a line.</summary>
    public override string ToString() => FormattableString.Invariant($"CRF of {Labels.Shape[0]} x {Labels.Shape[1]} pixels, free energy {FreeEnergies[0]:F2} to {FreeEnergies[^1]:F2} in {FreeEnergies.Count - 1} sweeps");
}

/// <summary>A fully connected conditional random field: pixels that are near and of like colour should have one label. It sharpens a coarse map along the edges of the picture.</summary>
/// <remarks>
/// Energy of a labelling: E(x) = sum_i -ln p_i(x_i) + sum over i &lt; j of [x_i != x_j] k(i, j), with
/// k = w1 e^(-|p_i - p_j|^2 / 2 a^2 - |I_i - I_j|^2 / 2 b^2) + w2 e^(-|p_i - p_j|^2 / 2 g^2). Mean field: the product Q of one distribution a
/// pixel that makes F(Q) = sum Q E + sum Q ln Q small. Here pixel after pixel takes its best Q_i for those of all others,
/// Q_i(l) ~ p_i(l) e^(-sum_j k(i, j) (1 - Q_j(l))), the exact minimum along that coordinate: so F never rises, which the parallel step of
/// the paper does not promise. All pairs are counted, so pictures are small. Kraehenbuehl and Koltun 2011; Chen et al., ICLR 2015; lecture S2 L11.
/// </remarks>
public sealed record DenseCrf
{
    /// <summary>The most pixels: the kernel has a number for each pair.</summary>
    public const int MostPixels = 4096;

    /// <summary>w1, how strongly pixels of like colour agree.</summary>
    public double ColorWeight { get; init; } = 3;

    /// <summary>a, how far apart in pixels they may be.</summary>
    public double ColorDistance { get; init; } = 10;

    /// <summary>b, how different in colour, in the unit of the picture; DeepLab's 5 of 255 is 0.02 of 1.</summary>
    public double ColorDifference { get; init; } = 0.1;

    /// <summary>w2, how strongly neighbours agree whatever their colour.</summary>
    public double PositionWeight { get; init; } = 1;

    /// <summary>g, how far apart in pixels neighbours may be.</summary>
    public double PositionDistance { get; init; } = 1.5;

    /// <summary>Sweeps over all pixels.</summary>
    public int Sweeps { get; init; } = 5;

    /// <summary>Runs mean field.</summary>
    /// <param name="probabilities">[C, H, W], what a network says: 0 to 1, over the classes 1 in all.</param>
    /// <param name="picture">[channels, H, W] of floats.</param>
    /// <exception cref="ArgumentException">The sizes differ, there are too many pixels, or the numbers are no probabilities.</exception>
    public DenseCrfResult Run(Tensor probabilities, Tensor picture)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(picture);
        Check(probabilities, picture);
        (int classes, int height, int width) = (probabilities.Shape[0], probabilities.Shape[1], probabilities.Shape[2]);
        int pixels = height * width;
        double[] given = probabilities.To(DType.Float64).ToArray<double>();
        if (given.Any(p => p is not (>= 0 and <= 1)) || Enumerable.Range(0, pixels).Any(i => Math.Abs(Enumerable.Range(0, classes).Sum(l => given[(l * pixels) + i]) - 1) > 1e-3))
        {
            throw new ArgumentException("DenseCrf: the probabilities of a pixel are 0 to 1 and 1 in all; scores become some by Softmax(0).", nameof(probabilities));
        }

        // Pixel after pixel lies together: the sums run over all of them.
        double[] cost = new double[given.Length], q = new double[given.Length];
        for (int i = 0; i < pixels; i++)
        {
            for (int l = 0; l < classes; l++)
            {
                double p = Math.Max(given[(l * pixels) + i], 1e-12);
                (cost[(i * classes) + l], q[(i * classes) + l]) = (-Math.Log(p), p);
            }

            Normalise(q.AsSpan(i * classes, classes));
        }

        float[] kernel = Kernel(picture.To(DType.Float64).ToArray<double>(), height, width);
        List<double> energies = [FreeEnergy(q, cost, kernel, classes)];
        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            Sweep(q, cost, kernel, classes);
            energies.Add(FreeEnergy(q, cost, kernel, classes));
        }

        Tensor all = Tensor.Wrap(q, [pixels, classes]).Transpose().Reshape(classes, height, width);
        return new(all.ArgMax(0), all, energies);
    }

    /// <summary>E of a labelling, the energy whose distribution is approximated.</summary>
    /// <param name="labels">[H, W] of Int64.</param>
    /// <param name="probabilities">[C, H, W].</param>
    /// <param name="picture">[channels, H, W] of floats.</param>
    /// <exception cref="ArgumentException">The sizes differ, or there are too many pixels.</exception>
    public double Energy(Tensor labels, Tensor probabilities, Tensor picture)
    {
        LabelGrid grid = LabelGrid.Of(nameof(DenseCrf), labels);
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(picture);
        Check(probabilities, picture);
        if (labels.Shape != new Shape(picture.Shape[1], picture.Shape[2]))
        {
            throw new ArgumentException($"DenseCrf: labels {labels.Shape} belong to another picture than {picture.Shape}.", nameof(labels));
        }

        int pixels = grid.Values.Length;
        double[] p = probabilities.To(DType.Float64).ToArray<double>();
        float[] kernel = Kernel(picture.To(DType.Float64).ToArray<double>(), grid.Height, grid.Width);
        double energy = 0;
        for (int i = 0; i < pixels; i++)
        {
            energy -= Math.Log(Math.Max(p[(grid.Values[i] * pixels) + i], 1e-12));
            for (int j = 0; j < i; j++)
            {
                energy += grid.Values[i] == grid.Values[j] ? 0 : kernel[(i * pixels) + j];
            }
        }

        return energy;
    }

    private static void Check(Tensor probabilities, Tensor picture)
    {
        if (probabilities.Rank != 3 || picture.Rank != 3 || probabilities.Shape[1] != picture.Shape[1] || probabilities.Shape[2] != picture.Shape[2])
        {
            throw new ArgumentException($"DenseCrf: takes probabilities [C, H, W] and a picture [channels, H, W] of one size, and got {probabilities.Shape} and {picture.Shape}.");
        }

        if (picture.Shape[1] * picture.Shape[2] > MostPixels)
        {
            throw new ArgumentException($"DenseCrf: counts every pair of pixels, so at most {MostPixels} of them, and got {picture.Shape}; Interpolate makes it smaller, or cut a part out.");
        }
    }

    private static void Normalise(Span<double> numbers)
    {
        double sum = 0;
        foreach (double number in numbers)
        {
            sum += number;
        }

        for (int l = 0; l < numbers.Length; l++)
        {
            numbers[l] /= sum;
        }
    }

    private static void Sweep(double[] q, double[] cost, float[] kernel, int classes)
    {
        int pixels = q.Length / classes;
        double[] agreement = new double[classes];
        for (int i = 0; i < pixels; i++)
        {
            Agreement(q, kernel.AsSpan(i * pixels, pixels), agreement);
            double highest = double.NegativeInfinity;
            Span<double> own = q.AsSpan(i * classes, classes);
            for (int l = 0; l < classes; l++)
            {
                own[l] = agreement[l] - cost[(i * classes) + l];
                highest = Math.Max(highest, own[l]);
            }

            for (int l = 0; l < classes; l++)
            {
                own[l] = Math.Exp(own[l] - highest);
            }

            Normalise(own);
        }
    }

    // sum_j k(i, j) Q_j(l); the kernel has 0 for the pixel itself. What all labels share cancels in the softmax.
    private static void Agreement(double[] q, ReadOnlySpan<float> row, double[] agreement)
    {
        int classes = agreement.Length;
        Array.Clear(agreement);
        for (int j = 0; j < row.Length; j++)
        {
            double k = row[j];
            for (int l = 0; l < classes; l++)
            {
                agreement[l] += k * q[(j * classes) + l];
            }
        }
    }

    private static double FreeEnergy(double[] q, double[] cost, float[] kernel, int classes)
    {
        int pixels = q.Length / classes;
        double[] agreement = new double[classes];
        double energy = 0;
        for (int i = 0; i < pixels; i++)
        {
            ReadOnlySpan<float> row = kernel.AsSpan(i * pixels, pixels);
            Agreement(q, row, agreement);
            double pairs = 0;
            foreach (float k in row)
            {
                pairs += k;
            }

            for (int l = 0; l < classes; l++)
            {
                double own = q[(i * classes) + l];
                energy += own > 0 ? own * (cost[(i * classes) + l] + Math.Log(own)) : 0;
                pairs -= own * agreement[l];
            }

            // Each pair is met from both sides.
            energy += pairs / 2;
        }

        return energy;
    }

    private float[] Kernel(double[] colors, int height, int width)
    {
        int pixels = height * width, channels = colors.Length / pixels;
        float[] kernel = new float[pixels * pixels];
        for (int i = 0; i < pixels; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double down = (i / width) - (j / width), right = (i % width) - (j % width), away = (down * down) + (right * right), unlike = 0;
                for (int c = 0; c < channels; c++)
                {
                    double step = colors[(c * pixels) + i] - colors[(c * pixels) + j];
                    unlike += step * step;
                }

                kernel[(i * pixels) + j] = kernel[(j * pixels) + i] = (float)(
                    (ColorWeight * Math.Exp((-away / (2 * ColorDistance * ColorDistance)) - (unlike / (2 * ColorDifference * ColorDifference))))
                    + (PositionWeight * Math.Exp(-away / (2 * PositionDistance * PositionDistance))));
            }
        }

        return kernel;
    }
}
