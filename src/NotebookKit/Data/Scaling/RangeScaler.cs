namespace NotebookKit.Data;

/// <summary>Min-max scaling: the smallest number of each feature becomes low, the largest high, both exactly.</summary>
/// <remarks>
/// y = low (1 - r) + high r for r = (x - smallest) / (largest - smallest). What lies outside the training set's range lies
/// outside low to high; a feature that never changes becomes low. Lecture S1 names two ranges: <see cref="SigmoidRange"/>
/// and <see cref="TanhRange"/>.
/// </remarks>
public sealed class RangeScaler : InputScaler
{
    private readonly Tensor smallest;
    private readonly Tensor largest;
    private readonly double low;
    private readonly double high;

    /// <summary>Makes a scaler of known statistics.</summary>
    /// <param name="smallest">[features].</param>
    /// <param name="largest">[features], each at least the smallest.</param>
    /// <param name="low">What the smallest becomes.</param>
    /// <param name="high">What the largest becomes.</param>
    /// <exception cref="ArgumentException">The shapes differ, or a range is upside down.</exception>
    public RangeScaler(Tensor smallest, Tensor largest, double low = 0, double high = 1)
    {
        ArgumentNullException.ThrowIfNull(smallest);
        this.smallest = Statistic(nameof(RangeScaler), smallest, new Shape(smallest.Count));
        this.largest = Statistic(nameof(RangeScaler), largest, this.smallest.Shape);
        this.low = low;
        this.high = high;
        if (!(low < high) || this.smallest.ToArray<double>().Zip(this.largest.ToArray<double>()).Any(pair => !(pair.First <= pair.Second)))
        {
            throw new ArgumentException($"RangeScaler: low is below high and the smallest at most the largest, and low is {low}, high {high}, of {smallest.Shape} features.");
        }
    }

    /// <summary>0.15 to 0.85, where a sigmoid is not saturated; for targets too.</summary>
    public static (double Low, double High) SigmoidRange => (0.15, 0.85);

    /// <summary>-1.716 to 1.716, the ends of LeCun's scaled tanh.</summary>
    public static (double Low, double High) TanhRange => (-1.716, 1.716);

    /// <inheritdoc/>
    public override int Features => smallest.Count;

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, Tensor> Stored => new Dictionary<string, Tensor>
    {
        ["RangeScaler.smallest"] = smallest,
        ["RangeScaler.largest"] = largest,
        ["RangeScaler.low"] = Tensor.Scalar(low, DType.Float64),
        ["RangeScaler.high"] = Tensor.Scalar(high, DType.Float64),
    };

    /// <summary>Measures a training set.</summary>
    /// <param name="train">[N, features, ...] of floats.</param>
    /// <param name="range">What the smallest and the largest number become; 0 to 1 when null.</param>
    /// <exception cref="ArgumentException">It is empty, holds no floats, or a number is missing.</exception>
    public static RangeScaler Fit(Tensor train, (double Low, double High)? range = null)
    {
        double[][] features = FeaturesOf(nameof(RangeScaler), train);
        (double low, double high) = range ?? (0, 1);
        return new RangeScaler(Tensor.From(Array.ConvertAll(features, values => values.Min())), Tensor.From(Array.ConvertAll(features, values => values.Max())), low, high);
    }

    /// <inheritdoc/>
    public override Tensor Apply(Tensor inputs)
    {
        CheckFeatures(nameof(Apply), inputs);
        Tensor share = (inputs - Along(inputs, smallest)) / Along(inputs, Span(inputs.DType));
        return (low * (1 - share)) + (high * share);
    }

    /// <inheritdoc/>
    public override Tensor Invert(Tensor scaled)
    {
        CheckFeatures(nameof(Invert), scaled);
        Tensor share = (scaled - low) / (high - low);
        return (Along(scaled, smallest) * (1 - share)) + (Along(scaled, largest) * share);
    }

    // Subtracted in the inputs' own kind, so that the largest number is exactly one span above the smallest.
    private Tensor Span(DType dtype)
    {
        double[] spans = (largest.To(dtype) - smallest.To(dtype)).ToArray<double>();
        return Tensor.From(Array.ConvertAll(spans, span => span > 0 ? span : 1));
    }
}
