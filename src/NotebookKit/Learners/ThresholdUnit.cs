namespace NotebookKit.Learners;

/// <summary>A neuron that fires or not: y = 1 where u = w x + b is at or above 0, else 0.</summary>
/// <remarks>What a perceptron, a support vector machine and a gate of logic have in common. Lectures S1 (U[.]), S2 L1.</remarks>
public sealed class ThresholdUnit
{
    private readonly double[] weights;

    /// <summary>Makes a unit: <c>new ThresholdUnit([1, 1], -1.5)</c> is AND.</summary>
    /// <param name="weights">One for each input.</param>
    /// <param name="bias">b, minus the threshold.</param>
    /// <exception cref="ArgumentException">There are no weights, or one is not finite.</exception>
    public ThresholdUnit(ReadOnlySpan<double> weights, double bias = 0)
    {
        this.weights = weights.ToArray();
        Bias = bias;
        if (weights.Length == 0 || !double.IsFinite(bias) || !this.weights.All(double.IsFinite))
        {
            throw new ArgumentException($"ThresholdUnit: takes at least one weight, all finite, and got {Points.Text(this.weights)} and the bias {Points.Text(bias)}.", nameof(weights));
        }
    }

    /// <summary>w.</summary>
    public IReadOnlyList<double> Weights => weights;

    /// <summary>b.</summary>
    public double Bias { get; }

    /// <summary>How many inputs.</summary>
    public int Inputs => weights.Length;

    /// <summary>(b, w): with x0 = 1 the bias is one more weight.</summary>
    public IReadOnlyList<double> Augmented => [Bias, .. weights];

    /// <summary>Where u = 0: a line in the plane, a hyperplane in more dimensions.</summary>
    public DecisionBoundary Boundary => new(this);

    /// <summary>The weights without a copy.</summary>
    internal ReadOnlySpan<double> WeightSpan => weights;

    /// <summary>All inputs at once: w = (1, ..., 1), b = -(R - 1/2). Lecture S2 L1.</summary>
    /// <param name="inputs">R.</param>
    public static ThresholdUnit And(int inputs = 2) => AtLeast(inputs, inputs);

    /// <summary>Any input: w = (1, ..., 1), b = -1/2. Lecture S2 L1.</summary>
    /// <param name="inputs">R.</param>
    public static ThresholdUnit Or(int inputs = 2) => AtLeast(1, inputs);

    /// <summary>At least k of R inputs: w = (1, ..., 1), b = -(k - 1/2). AND is k = R, OR is k = 1.</summary>
    /// <param name="k">How many must be on.</param>
    /// <param name="inputs">R.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no input, or k is below 0 or above R + 1.</exception>
    public static ThresholdUnit AtLeast(int k, int inputs)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, inputs + 1);
        return new([.. Enumerable.Repeat(1.0, inputs)], 0.5 - k);
    }

    /// <summary>The opposite of one input: w = -1, b = 1/2.</summary>
    public static ThresholdUnit Not() => new([-1], 0.5);

    /// <summary>u = w x + b.</summary>
    /// <exception cref="ArgumentException">The number of inputs is another.</exception>
    public double Sum(params ReadOnlySpan<double> x)
    {
        Points.Fits(nameof(ThresholdUnit), x.Length, Inputs);
        return Points.Dot(weights, x) + Bias;
    }

    /// <summary>1 where u is at or above 0, else 0.</summary>
    /// <exception cref="ArgumentException">The number of inputs is another.</exception>
    public int Fire(params ReadOnlySpan<double> x) => Sum(x) >= 0 ? 1 : 0;

    /// <summary>The decision for each row: [N, d] becomes [N] of Int64.</summary>
    public Tensor Fire(Tensor x)
    {
        double[][] rows = Points.Rows(nameof(ThresholdUnit), x);
        return Tensor.From([.. rows.Select(row => (long)Fire(row))]);
    }

    /// <summary>How many of the points it gets wrong.</summary>
    public int Errors(LabelledPoints points)
    {
        ArgumentNullException.ThrowIfNull(points);
        int wrong = 0;
        for (int i = 0; i < points.Count; i++)
        {
            wrong += Fire(points.Point(i)) == points.Label(i) ? 0 : 1;
        }

        return wrong;
    }

    /// <summary>The share of points it gets right.</summary>
    public double Accuracy(LabelledPoints points) => 1 - ((double)Errors(points) / points.Count);

    /// <summary>How wide the boundary could grow before it hits a point: twice the distance of the nearest; negative where a point lies on the wrong side.</summary>
    /// <remarks>The wider the better the chance with points not yet seen. Lecture S2 L2, "Which boundary surface to use".</remarks>
    /// <exception cref="InvalidOperationException">All weights are 0, so there is no boundary.</exception>
    public double Margin(LabelledPoints points)
    {
        ArgumentNullException.ThrowIfNull(points);
        double nearest = double.PositiveInfinity;
        for (int i = 0; i < points.Count; i++)
        {
            double distance = Boundary.Distance(points.Point(i));
            nearest = Math.Min(nearest, points.Label(i) == 1 ? distance : -distance);
        }

        return 2 * nearest;
    }

    /// <summary>The formula.</summary>
    public override string ToString() =>
        $"fires where {string.Join(" ", weights.Select((w, i) => $"{(w < 0 ? "-" : i == 0 ? string.Empty : "+")}{(i > 0 ? " " : string.Empty)}{(Math.Abs(w) == 1 ? string.Empty : Points.Text(Math.Abs(w)) + " ")}x{i + 1}"))}{(Bias == 0 ? string.Empty : $" {(Bias < 0 ? "-" : "+")} {Points.Text(Math.Abs(Bias))}")} >= 0";

    /// <summary>A unit from (b, w).</summary>
    internal static ThresholdUnit FromAugmented(ReadOnlySpan<double> w) => new(w[1..], w[0]);
}
