using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>Batch normalisation, an addend, and of their sum what is above 0: y = max(0, weight (x - mean) / sqrt(variance + epsilon) + bias + addend).</summary>
/// <remarks>
/// What stands behind each convolution of a residual network, in one operation: the normalised images and the sum are never written, so a training step
/// keeps two results a layer instead of three or four. x and the addend are [N, C, H, W], or what <see cref="BatchNorm"/> takes; without an addend nothing is added.
/// With g = dL/dy where y is above 0 and 0 elsewhere, dL/daddend = g, and the other gradients are those of <see cref="BatchNorm"/> for g. Bits are those of the
/// three operations one after the other. Where a device has no such kernel, or the channels do not lie side by side, it is the three operations.
/// </remarks>
public sealed class RectifiedNorm : GradientNode, IOp
{
    private readonly ChannelNorm.Setting setting;
    private readonly Tensor moments;
    private Saved input;
    private Saved output;
    private Saved weights;
    private Saved biases;
    private Saved addends;

    private RectifiedNorm(in ChannelNorm.Setting setting, Tensor x, Tensor? weight, Tensor? bias, Tensor? addend, Tensor moments, Tensor y)
        : base(x, weight, bias, addend)
    {
        this.setting = setting;
        this.moments = moments;
        input = new Saved(x);
        output = new Saved(y);
        weights = new Saved(weight);
        biases = new Saved(bias);
        addends = new Saved(addend);
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            // Given as [N, H, W, C]: turned, the channels lie side by side, and the kernel of one pass takes them.
            foreach (Shape shape in new Shape[] { new(2, 3, 1, 2), new(1, 2, 2, 17), new(2, 1, 3, 5), new(3, 2, 2, 37), new(2, 3, 3, 70) })
            {
                Shape channels = new(shape[3]);
                yield return Case("", shape, 0, x => Apply(Turned(x[0]), x[1], x[2], null, 1e-5, unbiased: false, out _), channels, channels);
                yield return Case("onto more", shape, 0, x => Apply(Turned(x[0]), x[1], x[2], Turned(x[3]), 1e-5, unbiased: false, out _), channels, channels, shape);
                yield return Case("plain, n - 1", shape, 1, x => Apply(Turned(x[0]), null, null, null, 1e-5, unbiased: true, out _));
            }

            Shape other = new(2, 3, 3, 2);
            yield return Case("in planes", other, 0, x => Apply(Turned(x[0]).Contiguous(), x[1], x[2], Turned(x[3]), 1e-5, unbiased: false, out _), new(2), new(2), other);
            yield return Case("onto planes", other, 0, x => Apply(Turned(x[0]), x[1], x[2], Turned(x[3]).Contiguous(), 1e-5, unbiased: false, out _), new(2), new(2), other);
        }
    }

    /// <summary>The rectified sum, and the batch's means and after them its variances: Float64 [2, 1, C].</summary>
    /// <param name="x">The numbers.</param>
    /// <param name="weight">gamma, [C]; 1 when null.</param>
    /// <param name="bias">beta, [C]; 0 when null.</param>
    /// <param name="addend">What is added before the rectifier, of x's shape; 0 when null.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="unbiased">Whether the variance divides by m - 1 instead of m.</param>
    /// <param name="moments">The means and variances.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a channel has one number only.</exception>
    public static Tensor Apply(Tensor x, Tensor? weight, Tensor? bias, Tensor? addend, double epsilon, bool unbiased, out Tensor moments)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (!x.Device.RectifiesNorms || x.Rank != 4 || ChannelRows.InPlanes(x) || !ChannelsLast.Holds(x) || (addend is not null && addend.Shape != x.Shape))
        {
            Tensor normal = BatchNorm.Apply(x, weight, bias, epsilon, unbiased, out moments);
            return (addend is null ? normal : normal + addend).Relu();
        }

        BatchNorm.CheckEnough(x, weight, bias, epsilon);
        if (addend is not null)
        {
            Check.SameFloats(nameof(RectifiedNorm), x, addend);
        }

        ChannelNorm.Setting setting = new(x.Shape[1], PerExample: false, epsilon, unbiased ? 1 : 0);
        moments = ChannelNorm.MomentsRoom(x, segments: 1, x.Shape[1]);
        Tensor y = ChannelsLast.Empty(x.Shape, x.DType, x.Device);
        x.Device.RectifiedNorm(x, setting, weight?.Bare, bias?.Bare, addend is null ? null : ChannelsLast.Of(addend), moments, y);
        bool flows = Gradient.Flows(x, weight) || (bias is not null && Gradient.Flows(bias)) || (addend is not null && Gradient.Flows(addend));
        return flows ? y.From(new RectifiedNorm(setting, x, weight, bias, addend, moments, y)) : y;
    }

    /// <inheritdoc/>
    internal override bool GivesOwn => true;

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        Tensor x = input.Tensor;
        Tensor? weight = weights.Has ? weights.Tensor : null;
        if (Gradient.IsOn)
        {
            return Recorded(x, weight, gradient);
        }

        // What passes the gate is written over the gradient where nobody else holds it; the slope of x over that, where the addend does not want it.
        Tensor g = ChannelsLast.Of(gradient);
        bool over = !ReferenceEquals(g, gradient) || ReferenceEquals(PendingGradients.Collecting?.Own, gradient);
        Tensor slope = over && !Needs(3) ? g : Room(0, x.Shape, x.DType, x.Device, channelsLast: true);
        Tensor passed = over ? g : Needs(3) ? ChannelsLast.Empty(x.Shape, x.DType, x.Device) : slope;
        Tensor? weightSlope = Needs(1) ? Room(1, new Shape(x.Shape[1]), x.DType, x.Device) : null;
        Tensor? biasSlope = Needs(2) ? Room(2, new Shape(x.Shape[1]), x.DType, x.Device) : null;
        x.Device.RectifiedNormGradient(x, output.Tensor, g, setting, weight?.Bare, moments, passed, slope, weightSlope, biasSlope);
        return OperandGradients.Of(Needs(0) ? slope : null, weightSlope, biasSlope, Needs(3) ? passed : null);
    }

    /// <inheritdoc/>
    protected override void Forget() => input = output = weights = biases = addends = default;

    private Tensor?[] Recorded(Tensor x, Tensor? weight, Tensor gradient)
    {
        ChannelNorm.Setting own = setting;
        return Replay.Gradients(
            seen =>
            {
                Tensor normal = ChannelRows.Back(ChannelNorm.Composite(own, ChannelRows.Recorded(seen[0]!, segmentAnImage: false), seen[1], seen[2]), x.Shape);
                return (seen[3] is { } more ? normal + more : normal).Relu();
            },
            [x, weight, biases.Has ? biases.Tensor : null, addends.Has ? addends.Tensor : null],
            Needs,
            gradient);
    }

    private static Tensor Turned(Tensor x) => x.Permute(0, 3, 1, 2);

    private static OpCase Case(string kind, Shape shape, int correction, Func<Tensor[], Tensor> run, params Shape[] more) =>
        new($"{kind} {shape}".Trim(), [shape, .. more], x => run(x).Permute(0, 2, 3, 1), x =>
        {
            int channels = shape[3], rows = shape.Count / channels;
            double[] y = new double[shape.Count];
            for (int channel = 0; channel < channels; channel++)
            {
                double[] own = [.. Enumerable.Range(0, rows).Select(row => x[0][(row * channels) + channel])];
                double middle = own.Average(), spread = own.Sum(value => (value - middle) * (value - middle)) / (rows - correction);
                for (int row = 0; row < rows; row++)
                {
                    int i = (row * channels) + channel;
                    double normal = (own[row] - middle) / Math.Sqrt(spread + 1e-5);
                    normal = x.Length > 1 ? (x[1][channel] * normal) + x[2][channel] : normal;
                    y[i] = Math.Max(0, normal + (x.Length > 3 ? x[3][i] : 0));
                }
            }

            return y;
        });
}
