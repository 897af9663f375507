using NotebookKit.Layers;
using NotebookKit.Memory;

namespace NotebookKit.Explain;

/// <summary>Reasoning by occlusion: cover a part of the picture, and see by how much the score of the class falls.</summary>
/// <remarks>
/// The patch starts at 0, stride, 2 stride, ... in each direction; the last one is moved back so that it ends at the border, and so every pixel is
/// covered. That are ceil((size - patch) / stride) + 1 positions an axis, and a way forward for each pair. A pixel's importance is the mean fall over
/// the patches that covered it. Zeiler and Fergus 2014; lecture S2 L12 (reasoning by occlusion: importance is proportional to the change).
/// </remarks>
public sealed record Occlusion : IExplainer
{
    /// <inheritdoc/>
    public string Name => "occlusion";

    /// <summary>Rows and columns that are covered.</summary>
    public Pair Patch { get; init; } = 4;

    /// <summary>From one position to the next, at most the patch; null: half the patch.</summary>
    public Pair? Stride { get; init; }

    /// <summary>What stands in the covered place: 0 is the ground of a digit, and the mean colour of a normalised photo.</summary>
    public double Fill { get; init; }

    /// <summary>Whether the chance of the class counts (softmax), and not its score.</summary>
    public bool OfChance { get; init; }

    /// <summary>Covered pictures that are computed together.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Told after each batch how many positions are done, and of how many.</summary>
    public Action<int, int>? Progress { get; init; }

    /// <summary>How many positions a patch has along one axis: ceil((size - patch) / stride) + 1.</summary>
    /// <param name="size">Pixels of the axis.</param>
    /// <param name="patch">Pixels of the patch.</param>
    /// <param name="stride">Pixels of a step.</param>
    /// <exception cref="ArgumentOutOfRangeException">The patch is larger than the picture, or the step larger than the patch.</exception>
    public static int Positions(int size, int patch, int stride)
    {
        if (patch < 1 || patch > size || stride < 1 || stride > patch)
        {
            throw new ArgumentOutOfRangeException(nameof(patch), $"Occlusion: a patch of {patch} pixels in steps of {stride} does not suit {size} pixels; 1 <= stride <= patch <= size, so that every pixel is covered.");
        }

        return ((size - patch + stride - 1) / stride) + 1;
    }

    /// <inheritdoc/>
    public ImportanceMap Explain(Module model, Tensor picture, int target)
    {
        Tensor one = InUse.One(Name, picture);
        Tensor falls = Falls(model, one, target);
        (int height, int width) = (one.Shape[2], one.Shape[3]);
        double[] sum = new double[height * width], times = new double[height * width], fall = falls.ToArray<double>();
        for (int p = 0; p < fall.Length; p++)
        {
            (int top, int left) = Corner(p, one.Shape);
            for (int i = 0; i < Patch.Height * Patch.Width; i++)
            {
                int pixel = ((top + (i / Patch.Width)) * width) + left + (i % Patch.Width);
                sum[pixel] += fall[p];
                times[pixel]++;
            }
        }

        return new(Name, Tensor.From([.. sum.Zip(times, (all, count) => all / count)], [height, width]).To(one.DType), one[0], target);
    }

    /// <summary>By how much the score falls for each position of the patch, [rows of positions, columns of positions].</summary>
    /// <param name="model">Gives [N, classes].</param>
    /// <param name="picture">[C, H, W] or [1, C, H, W].</param>
    /// <param name="target">The class.</param>
    public Tensor Falls(Module model, Tensor picture, int target)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(BatchSize);
        Tensor one = InUse.One(Name, picture);
        (int rows, int columns) = Places(one.Shape);
        double[] pixels = one.ToArray<double>(), falls = new double[rows * columns];
        double whole = InUse.Of(Name, model, one, target, OfChance)[0];
        for (int start = 0; start < falls.Length; start += BatchSize)
        {
            Cancellation.ThrowIfRequested();
            using BufferScope scope = new();
            int count = Math.Min(BatchSize, falls.Length - start);
            double[] covered = new double[count * pixels.Length];
            for (int n = 0; n < count; n++)
            {
                Span<double> own = covered.AsSpan(n * pixels.Length, pixels.Length);
                pixels.CopyTo(own);
                Cover(own, Corner(start + n, one.Shape), one.Shape);
            }

            double[] scores = InUse.Of(Name, model, Tensor.Wrap(covered, [count, one.Shape[1], one.Shape[2], one.Shape[3]]).To(one.DType), target, OfChance);
            for (int n = 0; n < count; n++)
            {
                falls[start + n] = whole - scores[n];
            }

            Progress?.Invoke(start + count, falls.Length);
        }

        return Tensor.Wrap(falls, [rows, columns]).To(one.DType);
    }

    /// <summary>The patch and its step, in a line.</summary>
    public override string ToString() => FormattableString.Invariant($"occlusion by patches of {Patch} in steps of {Steps}, filled with {Fill}");

    private Pair Steps => Stride ?? new Pair(Math.Max(1, Patch.Height / 2), Math.Max(1, Patch.Width / 2));

    private (int Rows, int Columns) Places(Shape picture) => (Positions(picture[2], Patch.Height, Steps.Height), Positions(picture[3], Patch.Width, Steps.Width));

    private (int Top, int Left) Corner(int position, Shape picture)
    {
        int columns = Places(picture).Columns;
        return (Math.Min(position / columns * Steps.Height, picture[2] - Patch.Height), Math.Min(position % columns * Steps.Width, picture[3] - Patch.Width));
    }

    private void Cover(Span<double> picture, (int Top, int Left) corner, Shape shape)
    {
        for (int row = 0; row < shape[1] * Patch.Height; row++)
        {
            (int channel, int line) = (row / Patch.Height, corner.Top + (row % Patch.Height));
            picture.Slice((((channel * shape[2]) + line) * shape[3]) + corner.Left, Patch.Width).Fill(Fill);
        }
    }
}
