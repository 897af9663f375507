using NotebookKit.Devices;
using NotebookKit.Gradients;
using NotebookKit.Kernels;
using NotebookKit.Memory;

namespace NotebookKit.Ops;

/// <summary>Normalises channels: x^ = (x - mean) / sqrt(variance + epsilon), y = weight x^ + bias, with a weight and a bias a channel.</summary>
/// <remarks>
/// x is [N, C], [N, C, L] or [N, C, H, W]. What has one mean and variance: a channel of the whole batch (<see cref="BatchNorm"/>), or a
/// group of channels of one example (<see cref="GroupNorm"/>). With g = weight dL/dy and n numbers that share a mean,
/// dL/dx = (g - mean(g) - x^ mean(g x^)) / sqrt(variance + epsilon); dL/dweight = sum of dL/dy x^, dL/dbias = sum of dL/dy.
/// Where the variance divides by n - 1, so does the mean of g x^.
/// </remarks>
public sealed class ChannelNorm : GradientNode, IOp
{
    private readonly Setting setting;
    private readonly Tensor moments;
    private Saved input;
    private Saved weights;
    private Saved biases;

    private ChannelNorm(Setting setting, Tensor x, Tensor? weight, Tensor? bias, Tensor moments)
        : base(x, weight, bias)
    {
        this.setting = setting;
        this.moments = moments;
        input = new Saved(x);
        weights = new Saved(weight);
        biases = new Saved(bias);
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            foreach (Shape shape in new Shape[] { new(4, 3), new(3, 17), new(2, 2, 3), new(2, 3, 2, 1), new(3, 1), new(2, 2, 3, 7), new(2, 3, 37) })
            {
                Shape channels = new(shape[1]);
                yield return Case("batch", shape, shape[1], perExample: false, 0, x => x[0].BatchNorm(x[1], x[2]), channels, channels);
                yield return Case("batch, n - 1", shape, shape[1], perExample: false, 1, x => x[0].BatchNorm(unbiased: true));
            }

            yield return Case("group", new(2, 4, 1, 3), 2, perExample: true, 0, x => x[0].GroupNorm(2, x[1], x[2]), new(4), new(4));
            yield return Case("group", new(2, 4, 3, 5), 2, perExample: true, 0, x => x[0].GroupNorm(2, x[1], x[2]), new(4), new(4));
            yield return Case("group", new(2, 6), 3, perExample: true, 0, x => x[0].GroupNorm(3));
            yield return Case("instance", new(2, 3, 2, 2), 3, perExample: true, 0, x => x[0].InstanceNorm(x[1], x[2]), new(3), new(3));
            yield return Case("instance", new(2, 2, 3, 4), 2, perExample: true, 0, x => x[0].InstanceNorm(x[1], x[2]), new(2), new(2));
            yield return Case("instance", new(1, 1, 3), 1, perExample: true, 0, x => x[0].InstanceNorm());
            yield return new OpCase("instance, no example", [new(0, 3, 2, 2), new(3)], x => x[0].InstanceNorm(x[1]), _ => []);
        }
    }

    /// <summary>The normalised tensor; the caller has checked that each group has numbers.</summary>
    /// <param name="setting">What has one mean.</param>
    /// <param name="x">The numbers.</param>
    /// <param name="weight">A factor a channel, or null.</param>
    /// <param name="bias">What is added to a channel, or null.</param>
    /// <param name="moments">The means and after them the variances: Float64 [2, segments, groups].</param>
    internal static Tensor Apply(in Setting setting, Tensor x, Tensor? weight, Tensor? bias, out Tensor moments)
    {
        Layout layout = new(x, setting.PerExample);
        Tensor y = layout.Empty(x);
        moments = MomentsRoom(x, setting.PerExample ? x.Shape[0] : 1, setting.Groups);
        if (x.Count > 0 && x.Device is CpuDevice && layout.AsItLies(x, setting.Groups) is { } plan)
        {
            CpuDevice.ChannelNorm(plan, x, setting, weight?.Bare, bias?.Bare, moments, y);
        }
        else if (x.Count > 0)
        {
            x.Device.ChannelNorm(layout.Of(x), setting, weight?.Bare, bias?.Bare, Moment(moments, 0), Moment(moments, 1), layout.Of(y));
        }

        return Gradient.Flows(x, weight) || (bias is not null && Gradient.Flows(bias)) ? y.From(new ChannelNorm(setting, x, weight, bias, moments)) : y;
    }

    /// <summary>Room for the means and after them the variances: Float64 [2, segments, groups].</summary>
    internal static Tensor MomentsRoom(Tensor x, int segments, int groups)
    {
        Shape both = new(2, segments, groups);
        return x.Device is CpuDevice ? new Tensor(BufferPool<double>.Rent(both.Count, lasting: false, unseen: true), both, x.Device) : Tensor.Empty(both, DType.Float64, x.Device);
    }

    /// <summary>The means, 0, or the variances, 1, of the moments: [segments, groups]. A view.</summary>
    internal static Tensor Moment(Tensor moments, int which) => Slice.View(moments, [which]);

    /// <summary>The same in plain steps, on rows of channels [segments, rows, C].</summary>
    internal static Tensor Composite(in Setting setting, Tensor rows, Tensor? weight, Tensor? bias)
    {
        (int segments, int count, int channels) = (rows.Shape[0], rows.Shape[1], rows.Shape[2]);
        Tensor groups = rows.Reshape(segments, count, setting.Groups, channels / setting.Groups);
        double numbers = (double)count * channels / setting.Groups;
        Tensor difference = groups - (groups.Sum(3, keepDim: true).Sum(1, keepDim: true) / numbers);
        Tensor variance = difference.Square().Sum(3, keepDim: true).Sum(1, keepDim: true) / (numbers - setting.Correction);
        Tensor y = (difference / (variance + setting.Epsilon).Sqrt()).Reshape(rows.Shape.Span);
        y = weight is null ? y : y * weight;
        return bias is null ? y : y + bias;
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

        Layout layout = new(x, setting.PerExample);
        ChannelPlan? asItLies = x.Device is CpuDevice ? layout.AsItLies(x, setting.Groups) : null;
        // The sums over the gradient are taken before anything is written, and then each number is read right before it is.
        bool over = asItLies is not null && PendingGradients.Collecting?.Own == gradient && gradient.LiesAs(x);
        Tensor slope = over ? gradient
            : layout.IsInOrder || x.Rank == 4 ? Room(0, x.Shape, x.DType, x.Device, channelsLast: !layout.IsInOrder) : layout.Empty(x);
        Tensor? weightSlope = Needs(1) ? Room(1, new Shape(x.Shape[1]), x.DType, x.Device) : null;
        Tensor? biasSlope = Needs(2) ? Room(2, new Shape(x.Shape[1]), x.DType, x.Device) : null;
        if (x.Count > 0 && asItLies is { } plan)
        {
            CpuDevice.ChannelNormGradient(plan, x, layout.Alike(gradient), setting, weight?.Bare, moments, slope, weightSlope, biasSlope);
        }
        else if (x.Count > 0)
        {
            x.Device.ChannelNormGradient(
                layout.Of(x),
                layout.Of(gradient),
                setting,
                weight?.Bare,
                Moment(moments, 0),
                Moment(moments, 1),
                layout.Of(slope),
                weightSlope,
                biasSlope);
        }
        else
        {
            weightSlope?.Device.Fill(weightSlope, 0);
            biasSlope?.Device.Fill(biasSlope, 0);
        }

        return OperandGradients.Of(Needs(0) ? slope : null, weightSlope, biasSlope);
    }

    /// <inheritdoc/>
    protected override void Forget() => input = weights = biases = default;

    private Tensor?[] Recorded(Tensor x, Tensor? weight, Tensor gradient)
    {
        Setting own = setting;
        return Replay.Gradients(
            seen => ChannelRows.Back(Composite(own, ChannelRows.Recorded(seen[0]!, own.PerExample), seen[1], seen[2]), x.Shape),
            [x, weight, biases.Has ? biases.Tensor : null],
            Needs,
            gradient);
    }

    private static OpCase Case(string kind, Shape shape, int groups, bool perExample, int correction, Func<Tensor[], Tensor> run, params Shape[] weights) =>
        new($"{kind} {shape} {(weights.Length > 0 ? "with weights" : "plain")}", [shape, .. weights], run, x =>
        {
            double[] y = new double[shape.Count];
            Dictionary<(int Example, int Group), List<int>> members = [];
            for (int i = 0; i < y.Length; i++)
            {
                int[] place = Positions.Of(i, shape);
                (int, int) key = (perExample ? place[0] : 0, place[1] * groups / shape[1]);
                members.TryAdd(key, []);
                members[key].Add(i);
            }

            foreach (List<int> own in members.Values)
            {
                double middle = own.Average(i => x[0][i]);
                double spread = own.Sum(i => (x[0][i] - middle) * (x[0][i] - middle)) / (own.Count - correction);
                foreach (int i in own)
                {
                    int channel = Positions.Of(i, shape)[1];
                    double normal = (x[0][i] - middle) / Math.Sqrt(spread + 1e-5);
                    y[i] = x.Length > 1 ? (x[1][channel] * normal) + x[2][channel] : normal;
                }
            }

            return y;
        });

    /// <summary>The order in which the numbers are worked on, which is that of the input: nothing is copied, and the result lies as the input does.</summary>
    private readonly struct Layout(Tensor input, bool perExample)
    {
        private readonly bool inPlanes = ChannelRows.InPlanes(input);

        public bool IsInOrder => inPlanes;

        public Tensor Of(Tensor x) => inPlanes ? ChannelRows.Planes(x, perExample) : ChannelRows.Of(x, perExample);

        /// <summary>How to go through the numbers where they lie; null where they need a view or a copy of another rank.</summary>
        public ChannelPlan? AsItLies(Tensor x, int groups)
        {
            if (!inPlanes && (x.Rank != 4 || !ChannelsLast.Holds(x)))
            {
                return null;
            }

            int plane = x.Shape.Span[2..].Product();
            (int segments, int images) = perExample ? (x.Shape[0], 1) : (1, x.Shape[0]);
            return new ChannelPlan(segments, images * plane, x.Shape[1], groups, inPlanes ? plane : 0);
        }

        /// <summary>A tensor of the same shape in the order of the input; a copy only where it lies otherwise.</summary>
        public Tensor Alike(Tensor x) => inPlanes ? x.Bare : ChannelsLast.Of(x);

        public Tensor Empty(Tensor x) => inPlanes ? Tensor.Empty(x.Shape, x.DType, x.Device) : ChannelRows.Empty(x.Shape, x.DType, x.Device);
    }

    /// <summary>What has one mean, and how the variance is taken.</summary>
    /// <param name="Groups">Divides the channels.</param>
    /// <param name="PerExample">Whether each example is normalised by itself.</param>
    /// <param name="Epsilon">Added to the variance.</param>
    /// <param name="Correction">Taken off the count that the squares are divided by: 0, or 1.</param>
    internal readonly record struct Setting(int Groups, bool PerExample, double Epsilon, int Correction);
}
