namespace NotebookKit.Learners;

/// <summary>A network of threshold units, layer after layer, whose weights are written down instead of learned.</summary>
/// <remarks>Each unit sees all results of the layer before. Lectures S1 ("How does it classify it correctly?"), S2 L1 to L3.</remarks>
[Display.TypeFormatterSource(typeof(Display.ThresholdNetFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class ThresholdNet
{
    private readonly ThresholdUnit[][] layers;

    /// <summary>Makes a network.</summary>
    /// <param name="layers">The units of each layer, the first one next to the inputs.</param>
    /// <exception cref="ArgumentException">A layer is empty, or a unit has not as many weights as the layer before has units.</exception>
    public ThresholdNet(params ThresholdUnit[][] layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (layers.Length == 0 || layers.Any(layer => layer.Length == 0))
        {
            throw new ArgumentException("ThresholdNet: takes at least one layer, each with at least one unit.", nameof(layers));
        }

        for (int l = 0; l < layers.Length; l++)
        {
            int senders = l == 0 ? layers[0][0].Inputs : layers[l - 1].Length;
            int odd = Array.FindIndex(layers[l], unit => unit.Inputs != senders);
            if (odd >= 0)
            {
                throw new ArgumentException($"ThresholdNet: unit {odd + 1} of layer {l + 1} has {layers[l][odd].Inputs} weights, and {(l == 0 ? "unit 1 has" : "the layer before gives")} {senders}.", nameof(layers));
            }
        }

        this.layers = [.. layers.Select(layer => layer.ToArray())];
    }

    /// <summary>How many inputs.</summary>
    public int Inputs => layers[0][0].Inputs;

    /// <summary>How many units, those of the output counted.</summary>
    public int UnitCount => layers.Sum(layer => layer.Length);

    /// <summary>How many layers of units.</summary>
    public int Depth => layers.Length;

    /// <summary>The units.</summary>
    public IReadOnlyList<IReadOnlyList<ThresholdUnit>> Layers => layers;

    /// <summary>XOR as lecture S1 writes it first: z1 = U[x2 - x1 - 1/2], z2 = U[x2 - x1 + 1/2], U[z1 - z2 + 1/2].</summary>
    public static ThresholdNet Xor1() => new([new([-1, 1], -0.5), new([-1, 1], 0.5)], [new([1, -1], 0.5)]);

    /// <summary>XOR as lecture S1 writes it the second time: z1 = U[x1 + x2 - 1.5], z2 = U[x1 + x2 - 1/2], U[z2 - 2 z1 - 1/2].</summary>
    public static ThresholdNet Xor2() => new([new([1, 1], -1.5), new([1, 1], -0.5)], [new([-2, 1], -0.5)]);

    /// <summary>Whether an odd number of n bits is on: hidden units U[sum x - k + 1/2], k = 1..n, output weights +1, -1, ..., bias -1/2.</summary>
    /// <remarks>Unit k knows that at least k bits are on; the signs then count 1, 0, 1, 0, .... The extension that lecture S1 claims.</remarks>
    /// <param name="bits">n.</param>
    public static ThresholdNet Parity(int bits)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bits);
        return new(
            [.. Enumerable.Range(1, bits).Select(k => ThresholdUnit.AtLeast(k, bits))],
            [new([.. Enumerable.Range(1, bits).Select(k => k % 2 == 1 ? 1.0 : -1.0)], -0.5)]);
    }

    /// <summary>The inside of several half planes at once: a step unit for each, and an AND over them.</summary>
    /// <param name="halfPlanes">Each fires on its inner side, its boundary counted.</param>
    public static ThresholdNet Intersection(params ThresholdUnit[] halfPlanes)
    {
        ArgumentNullException.ThrowIfNull(halfPlanes);
        return new(halfPlanes, [ThresholdUnit.And(halfPlanes.Length)]);
    }

    /// <summary>The inside of a convex polygon, its edges counted.</summary>
    /// <param name="corners">In their order round it, either way.</param>
    /// <exception cref="ArgumentException">There are fewer than three corners, or they do not turn one way all round.</exception>
    public static ThresholdNet Polygon(params ReadOnlySpan<(double X, double Y)> corners)
    {
        if (corners.Length < 3)
        {
            throw new ArgumentException($"Polygon: has at least three corners, and not {corners.Length}.", nameof(corners));
        }

        ThresholdUnit[] sides = new ThresholdUnit[corners.Length];
        int turn = 0;
        for (int i = 0; i < sides.Length; i++)
        {
            var (a, b, c) = (corners[i], corners[(i + 1) % sides.Length], corners[(i + 2) % sides.Length]);
            int bend = Math.Sign(((b.X - a.X) * (c.Y - b.Y)) - ((b.Y - a.Y) * (c.X - b.X)));
            turn = turn == 0 ? bend : turn;
            if (bend == 0 || bend != turn)
            {
                throw new ArgumentException($"Polygon: at the corner ({b.X}, {b.Y}) it does not turn as before; half planes cut out convex polygons only.", nameof(corners));
            }

            // The normal of the side that points inwards.
            (double w1, double w2) = (turn * (a.Y - b.Y), turn * (b.X - a.X));
            sides[i] = new([w1, w2], -((w1 * a.X) + (w2 * a.Y)));
        }

        return Intersection(sides);
    }

    /// <summary>The indicator function of a box, I(X) = 1 inside and 0 outside: two step units for each axis, and an AND. Lecture S2 L3.</summary>
    /// <param name="lower">The lower end on each axis.</param>
    /// <param name="upper">The upper ends.</param>
    /// <exception cref="ArgumentException">The ends are not equally many, or one is not above the other.</exception>
    public static ThresholdNet Box(ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        if (lower.Length != upper.Length || lower.IsEmpty)
        {
            throw new ArgumentException($"Box: has a lower and an upper end on each axis, and got {lower.Length} and {upper.Length}.", nameof(upper));
        }

        ThresholdUnit[] sides = new ThresholdUnit[2 * lower.Length];
        for (int axis = 0; axis < lower.Length; axis++)
        {
            if (!(lower[axis] < upper[axis]))
            {
                throw new ArgumentException($"Box: on axis {axis} it reaches from {lower[axis]} to {upper[axis]}; the upper end must be above.", nameof(upper));
            }

            double[] along = new double[lower.Length];
            along[axis] = 1;
            sides[2 * axis] = new(along, -lower[axis]);
            along[axis] = -1;
            sides[(2 * axis) + 1] = new(along, upper[axis]);
        }

        return Intersection(sides);
    }

    /// <summary>What every unit says, layer by layer.</summary>
    public IReadOnlyList<int[]> Values(params ReadOnlySpan<double> x)
    {
        Points.Fits(nameof(ThresholdNet), x.Length, Inputs);
        List<int[]> values = [];
        double[] signal = x.ToArray();
        foreach (ThresholdUnit[] layer in layers)
        {
            int[] fired = [.. layer.Select(unit => unit.Fire(signal))];
            values.Add(fired);
            signal = Array.ConvertAll(fired, value => (double)value);
        }

        return values;
    }

    /// <summary>What the first unit of the last layer says.</summary>
    public int Fire(params ReadOnlySpan<double> x) => Values(x)[^1][0];

    /// <summary>The points as the units of a layer see them: feature space instead of input space.</summary>
    /// <param name="points">In input space.</param>
    /// <param name="layer">Which layer, 1 for the first.</param>
    public LabelledPoints Features(LabelledPoints points, int layer = 1)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(layer);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(layer, Depth);
        double[][] features = [.. Enumerable.Range(0, points.Count).Select(i => Array.ConvertAll(Values(points.Point(i))[layer - 1], value => (double)value))];
        return new(Tensor.From(features), points.Labels);
    }

    /// <summary>Its size.</summary>
    public override string ToString() => $"threshold net {Inputs}-{string.Join('-', layers.Select(layer => layer.Length))}: {UnitCount:N0} units in {Depth} layer{(Depth == 1 ? string.Empty : "s")}";
}
