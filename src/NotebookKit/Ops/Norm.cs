using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>The length of a vector, |x|_p = (sum over i of |x_i|^p)^(1/p), along one axis, several or all.</summary>
/// <remarks>
/// p = 1 adds the sizes, p = 2 is Euclid's, p = infinity the largest size, -infinity the smallest, p = 0 counts what is not 0.
/// dL/dx_i = sign(x_i) (|x_i| / |x|_p)^(p - 1) dL/dy. The gradient of the zero vector is 0, and p = 0 has none. Sizes above
/// 1e19 in float32 overflow when squared. Several axes are one long vector: p = 2 over a matrix is Frobenius' norm.
/// </remarks>
public sealed class Norm : GradientNode, IOp
{
    private readonly double p;
    private readonly ReducedAxes axes;
    private Saved input;
    private Saved output;

    private Norm(Tensor x, Tensor y, double p, ReducedAxes axes)
        : base(x)
    {
        this.p = p;
        this.axes = axes;
        input = new Saved(x);
        output = new Saved(y);
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            foreach (double p in new[] { 0, 1, 2, 3, 2.5, double.PositiveInfinity, double.NegativeInfinity })
            {
                (Shape Shape, int[] Axes)[] choices = [(new(5), [0]), (new(2, 3), [1]), (new(2, 3, 2), [0, 2]), (new(1), [0]), (new(0, 3), [1])];
                foreach ((Shape shape, int[] axes) in choices)
                {
                    yield return new OpCase(
                        $"p {p}, {shape} along {string.Join(" ", axes)}", [shape], x => x[0].Norm(p, axes), x => ReducedAxes.Naive(x[0], shape, axes, run => Naive(run, p)))
                    {
                        Low = 0.3,
                    };
                }
            }

            yield return new OpCase("both signs, kept", [new(3, 4)], x => x[0].Norm(2, 0, keepDim: true), x => ReducedAxes.Naive(x[0], new(3, 4), [0], run => Naive(run, 2)));
        }
    }

    /// <summary>The norm along the axes.</summary>
    /// <exception cref="ArgumentException">There is no such axis, one is named twice, or p is NaN.</exception>
    public static Tensor Apply(Tensor x, double p, ReadOnlySpan<int> axes, bool keepDim)
    {
        ArgumentNullException.ThrowIfNull(x);
        Check.Floats(nameof(Norm), x);
        ReducedAxes set = new(nameof(Norm), x.Shape, axes);
        if (double.IsNaN(p))
        {
            throw new ArgumentException($"Norm: p is a number, 1, 2 or infinity most often, and for the tensor {x.Shape} it is NaN.");
        }

        if (double.IsInfinity(p))
        {
            Tensor sizes = x.Abs();
            return p > 0 ? sizes.Amax(axes, keepDim) : sizes.Amin(axes, keepDim);
        }

        Tensor y;
        using (Gradient.Off())
        {
            y = p switch
            {
                0 => x.Sign().Abs().Sum(axes, keepDim),
                1 => x.Abs().Sum(axes, keepDim),
                2 => x.Square().Sum(axes, keepDim).Sqrt(),
                _ => x.Abs().Pow(p).Sum(axes, keepDim).Pow(1 / p),
            };
        }

        return Gradient.Flows(x) ? y.From(new Norm(x, y, p, set)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        Tensor x = input.Tensor;
        Tensor g = gradient.Reshape(axes.Kept.Span);
        if (p is 0 or 1)
        {
            return [p == 0 ? x * 0 * g : x.Sign() * g];
        }

        // A zero vector is divided by 1, which leaves its zeros.
        Tensor length = output.Tensor.Reshape(axes.Kept.Span);
        Tensor safe = length + (1 - length.Detach().Sign());
        return [p == 2 ? x / safe * g : x.Sign() * (x.Abs() / safe).Pow(p - 1) * g];
    }

    /// <inheritdoc/>
    protected override void Forget() => input = output = default;

    private static double Naive(IReadOnlyList<double> x, double p) => p switch
    {
        0 => x.Count(v => v != 0),
        double.PositiveInfinity => x.Max(Math.Abs),
        double.NegativeInfinity => x.Min(Math.Abs),
        _ => Math.Pow(x.Sum(v => Math.Pow(Math.Abs(v), p)), 1 / p),
    };
}
