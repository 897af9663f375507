using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>Dropout: each number becomes 0 with probability p; the others are scaled by 1 / (1 - p), so the expected value stays.</summary>
/// <remarks>
/// Any shape. The mask comes from the counter of an <see cref="Rng"/>: the same seed gives the same mask for any number of threads.
/// dL/dx is dL/dy under the same mask and scale. Srivastava et al., Dropout, 2014; lectures S1, S2 L5, S4 (where p is
/// sometimes the probability to keep; here it is always the one to drop).
/// </remarks>
public sealed class Dropout : GradientNode, IOp
{
    private readonly double scale;
    private Tensor? kept;

    private Dropout(Tensor x, Tensor kept, double scale)
        : base(x)
    {
        this.kept = kept;
        this.scale = scale;
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            foreach (Shape shape in new Shape[] { new(5), new(3, 7), new(0, 2), new(2, 3, 2, 2), new([]) })
            {
                yield return new OpCase(
                    $"{shape}", [shape], x => Apply(x[0], Every(shape, third: 3), 1.5), x => [.. x[0].Select((v, i) => i % 3 == 0 ? 0 : 1.5 * v)]);
            }

            yield return new OpCase("nothing dropped", [new(4)], x => x[0].Dropout(0), x => x[0]);
            yield return new OpCase("all dropped", [new(4)], x => x[0].Dropout(1, new Rng(1)), _ => new double[4]);
        }
    }

    /// <summary>Draws a mask and applies it.</summary>
    /// <param name="x">The numbers.</param>
    /// <param name="p">The probability to drop a number.</param>
    /// <param name="rng">Where the mask comes from; the session's generator when null.</param>
    /// <param name="rescale">Whether what is kept is scaled by 1 / (1 - p).</param>
    /// <exception cref="ArgumentException">p is no probability, or the tensor holds no floats.</exception>
    public static Tensor Apply(Tensor x, double p, Rng? rng, bool rescale)
    {
        ArgumentNullException.ThrowIfNull(x);
        Check.Floats(nameof(Dropout), x);
        CheckProbability(nameof(Dropout), p, x.Shape);
        return p == 0 ? x : Apply(x, Mask(x.Shape, 1 - p, rng, x.Device), rescale && p < 1 ? 1 / (1 - p) : 1);
    }

    /// <summary>Drops whole maps: one draw for each channel of each example of [N, C, ..]. Tompson et al., 2015.</summary>
    /// <exception cref="ArgumentException">p is no probability, or there are no channels.</exception>
    public static Tensor Maps(Tensor x, double p, Rng? rng)
    {
        ArgumentNullException.ThrowIfNull(x);
        Check.Floats("Dropout2d", x);
        CheckProbability("Dropout2d", p, x.Shape);
        if (x.Rank < 3)
        {
            throw new ArgumentException($"Dropout2d: drops whole maps of [N, C, ..], and got {x.Shape}; Dropout drops single numbers.");
        }

        if (p == 0)
        {
            return x;
        }

        Tensor mask = Mask(new Shape(x.Shape[0], x.Shape[1]), 1 - p, rng, x.Device).To(x.DType) * (p < 1 ? 1 / (1 - p) : 1);
        return x * mask.Reshape([x.Shape[0], x.Shape[1], .. Enumerable.Repeat(1, x.Rank - 2)]);
    }

    /// <summary>p is from 0 to 1.</summary>
    internal static void CheckProbability(string operation, double p, Shape? shape = null)
    {
        if (!(p >= 0 && p <= 1))
        {
            throw new ArgumentException($"{operation}: the probability to drop {(shape is null ? string.Empty : $"a number of {shape} ")}is from 0 to 1, and got {p}.");
        }
    }

    /// <summary>True with a probability, for each place.</summary>
    internal static Tensor Mask(Shape shape, double keep, Rng? rng, Devices.Device device)
    {
        Tensor mask = Tensor.Empty(shape, DType.Bool, device);
        (rng ?? Rng.Current).Chance(mask, keep);
        return mask;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [Apply(gradient, kept!, scale)];

    /// <inheritdoc/>
    protected override void Forget() => kept = null;

    // The mask lies in the order of the logical places, so it does not depend on how the numbers lie.
    private static Tensor Apply(Tensor x, Tensor mask, double scale)
    {
        Check.Floats(nameof(Dropout), x);
        Tensor y = Tensor.Empty(x.Shape, x.DType, x.Device);
        mask = mask.To(x.Device);
        x.Device.Keep(x.Detach().Contiguous(), mask, scale, y);
        return Gradient.Flows(x) ? y.From(new Dropout(x, mask, scale)) : y;
    }

    private static Tensor Every(Shape shape, int third) => Tensor.From([.. Enumerable.Range(0, shape.Count).Select(i => i % third != 0)], shape);
}
