using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>Layer normalisation: the last axes of each example by themselves, y = weight (x - mean) / sqrt(variance + epsilon) + bias.</summary>
/// <remarks>
/// [.., features] with weight and bias of the shape of the last axes. Independent of the batch. The variance divides by the number
/// n of features. With g = weight dL/dy: dL/dx = (g - mean(g) - x^ mean(g x^)) / sqrt(variance + epsilon). Ba, Kiros and
/// Hinton, 2016; lecture S1. <see cref="Rms"/> leaves the mean in place: y = weight x / sqrt(mean of x^2 + epsilon), and the
/// term mean(g) falls away (Zhang and Sennrich, Root Mean Square Layer Normalization, 2019).
/// </remarks>
public sealed class LayerNorm : GradientNode, IOp
{
    private readonly Setting setting;
    private readonly Tensor mean;
    private readonly Tensor variance;
    private readonly bool hasWeight;
    private readonly bool hasBias;
    private Saved input;
    private Saved weights;
    private Saved biases;

    private LayerNorm(Setting setting, Tensor x, Tensor? weight, Tensor? bias, Tensor mean, Tensor variance)
        : base(x, weight, bias)
    {
        this.setting = setting;
        this.mean = mean;
        this.variance = variance;
        hasWeight = weight is not null;
        hasBias = bias is not null;
        input = new Saved(x);
        weights = new Saved(weight);
        biases = new Saved(bias);
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            foreach (Shape shape in new Shape[] { new(3, 4), new(2, 1, 5), new(1, 19), new(4) })
            {
                Shape last = new(shape[^1]);
                int columns = shape[^1];
                yield return new OpCase($"{shape}", [shape, last, last], x => x[0].LayerNorm(x[1], x[2]), x => Naive(x, columns, centred: true));
                yield return new OpCase($"{shape} plain", [shape], x => x[0].LayerNorm(), x => Naive(x, columns, centred: true));
                yield return new OpCase($"RMS {shape}", [shape, last], x => x[0].RmsNorm(x[1]), x => Naive([x[0], x[1], new double[columns]], columns, centred: false));
            }

            yield return new OpCase("two axes", [new(2, 3, 2), new(3, 2), new(3, 2)], x => x[0].LayerNorm(x[1], x[2], axes: 2), x => Naive(x, 6, centred: true));
            yield return new OpCase("no example", [new(0, 3), new(3)], x => x[0].LayerNorm(x[1]), _ => []);
        }
    }

    /// <summary>The normalised tensor.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor Apply(Tensor x, int axes, Tensor? weight, Tensor? bias, double epsilon) =>
        Run(nameof(LayerNorm), x, weight, bias, new Setting(axes, epsilon, Centred: true));

    /// <summary>The tensor divided by its root mean square along the last axes.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor Rms(Tensor x, int axes, Tensor? weight, double epsilon) =>
        Run("RmsNorm", x, weight, bias: null, new Setting(axes, epsilon, Centred: false));

    /// <summary>The same in plain steps, on rows [rows, columns].</summary>
    internal static Tensor Composite(in Setting setting, Tensor rows, Tensor? weight, Tensor? bias)
    {
        Tensor difference = setting.Centred ? rows - rows.Mean(1, keepDim: true) : rows;
        Tensor y = difference / (difference.Square().Mean(1, keepDim: true) + setting.Epsilon).Sqrt();
        y = weight is null ? y : y * weight.Flatten();
        return bias is null ? y : y + bias.Flatten();
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        Tensor x = input.Tensor;
        Tensor? weight = hasWeight ? weights.Tensor : null;
        if (Gradient.IsOn)
        {
            Setting own = setting;
            return Replay.Gradients(
                seen => Composite(own, Rows(seen[0]!, own.Axes), seen[1], seen[2]).Reshape(x.Shape.Span), [x, weight, hasBias ? biases.Tensor : null], Needs, gradient);
        }

        Tensor slope = Room(0, x.Shape, x.DType, x.Device);
        Shape last = new(x.Shape.Span[^setting.Axes..]);
        Tensor? weightSlope = Needs(1) ? Tensor.Empty(last, x.DType, x.Device) : null;
        Tensor? biasSlope = Needs(2) ? Tensor.Empty(last, x.DType, x.Device) : null;
        x.Device.LayerNormGradient(
            Rows(x.Detach(), setting.Axes), Rows(gradient, setting.Axes), setting, weight?.Detach().Contiguous(), mean, variance, Rows(slope, setting.Axes), weightSlope, biasSlope);
        return [Needs(0) ? slope : null, weightSlope, biasSlope];
    }

    /// <inheritdoc/>
    protected override void Forget() => input = weights = biases = default;

    private static Tensor Run(string operation, Tensor x, Tensor? weight, Tensor? bias, Setting setting)
    {
        ArgumentNullException.ThrowIfNull(x);
        Check.Floats(operation, x);
        if (setting.Axes < 1 || setting.Axes > x.Rank || x.Shape.Span[^setting.Axes..].Product() == 0)
        {
            throw new ArgumentException($"{operation}: normalises the last axes together, 1 to {x.Rank} of {x.Shape}, with numbers in them; {setting.Axes} were asked for.");
        }

        NormCheck.Epsilon(operation, setting.Epsilon);
        Shape last = new(x.Shape.Span[^setting.Axes..]);
        foreach (Tensor? numbers in new[] { weight, bias })
        {
            if (numbers is not null)
            {
                Check.SameFloats(operation, x, numbers);
                if (numbers.Shape != last)
                {
                    throw new ArgumentException($"{operation}: weight and bias have the shape of the last axes of {x.Shape}, {last}, and one is {numbers.Shape}.");
                }
            }
        }

        Tensor rows = Rows(x.Detach(), setting.Axes);
        Tensor y = Tensor.Empty(x.Shape, x.DType, x.Device);
        Tensor mean = Tensor.Empty(new Shape(rows.Shape[0]), DType.Float64, x.Device);
        Tensor variance = Tensor.Empty(mean.Shape, DType.Float64, x.Device);
        x.Device.LayerNorm(rows, setting, weight?.Detach().Contiguous(), bias?.Detach().Contiguous(), mean, variance, Rows(y, setting.Axes));
        return Gradient.Flows(x, weight) || (bias is not null && Gradient.Flows(bias)) ? y.From(new LayerNorm(setting, x, weight, bias, mean, variance)) : y;
    }

    private static Tensor Rows(Tensor x, int axes)
    {
        int columns = x.Shape.Span[^axes..].Product();
        return x.Contiguous().Reshape(x.Count / columns, columns);
    }

    private static double[] Naive(double[][] x, int columns, bool centred)
    {
        double[] y = new double[x[0].Length];
        for (int row = 0; row < y.Length; row += columns)
        {
            double[] own = x[0][row..(row + columns)];
            double middle = centred ? own.Average() : 0;
            double spread = own.Average(v => (v - middle) * (v - middle));
            for (int i = 0; i < columns; i++)
            {
                double normal = (own[i] - middle) / Math.Sqrt(spread + 1e-5);
                y[row + i] = x.Length > 1 ? (x[1][i] * normal) + x[2][i] : normal;
            }
        }

        return y;
    }

    /// <summary>What is normalised together and how.</summary>
    /// <param name="Axes">How many of the last axes.</param>
    /// <param name="Epsilon">Added to the variance.</param>
    /// <param name="Centred">Whether the mean is taken off.</param>
    internal readonly record struct Setting(int Axes, double Epsilon, bool Centred);
}
