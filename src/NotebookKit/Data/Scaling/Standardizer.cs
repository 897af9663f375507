namespace NotebookKit.Data;

/// <summary>z = (x - mean) / deviation: each feature has mean 0 and variance 1 over the training set.</summary>
/// <remarks>The deviation is that of 1/n, as in NumPy; a feature that never changes is only shifted. Lecture S2 L5.</remarks>
public sealed class Standardizer : InputScaler
{
    private readonly Tensor divisor;

    /// <summary>Makes a scaler of known statistics.</summary>
    /// <param name="mean">[features].</param>
    /// <param name="deviation">[features], 0 or more.</param>
    /// <exception cref="ArgumentException">The shapes differ, or a deviation is negative.</exception>
    public Standardizer(Tensor mean, Tensor deviation)
    {
        ArgumentNullException.ThrowIfNull(mean);
        Mean = Statistic(nameof(Standardizer), mean, new Shape(mean.Count));
        Deviation = Statistic(nameof(Standardizer), deviation, Mean.Shape);
        double[] sizes = Deviation.ToArray<double>();
        if (sizes.Any(size => !(size >= 0)))
        {
            throw new ArgumentException($"Standardizer: deviations are 0 or more, and one of {deviation.Shape} is {sizes.First(size => !(size >= 0))}.");
        }

        divisor = Tensor.From(Array.ConvertAll(sizes, size => size > 0 ? size : 1)).Keep();
    }

    /// <summary>The mean of each feature.</summary>
    public Tensor Mean { get; }

    /// <summary>The standard deviation of each feature.</summary>
    public Tensor Deviation { get; }

    /// <inheritdoc/>
    public override int Features => Mean.Count;

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, Tensor> Stored => new Dictionary<string, Tensor>
    {
        ["Standardizer.mean"] = Mean,
        ["Standardizer.deviation"] = Deviation,
    };

    /// <summary>Measures a training set.</summary>
    /// <param name="train">[N, features, ...] of floats.</param>
    /// <exception cref="ArgumentException">It is empty, holds no floats, or a number is missing.</exception>
    public static Standardizer Fit(Tensor train)
    {
        double[][] features = FeaturesOf(nameof(Standardizer), train);
        return new Standardizer(Tensor.From(Array.ConvertAll(features, MeanOf)), Tensor.From(Array.ConvertAll(features, DeviationOf)));
    }

    /// <inheritdoc/>
    public override Tensor Apply(Tensor inputs)
    {
        CheckFeatures(nameof(Apply), inputs);
        return (inputs - Along(inputs, Mean)) / Along(inputs, divisor);
    }

    /// <inheritdoc/>
    public override Tensor Invert(Tensor scaled)
    {
        CheckFeatures(nameof(Invert), scaled);
        return (scaled * Along(scaled, divisor)) + Along(scaled, Mean);
    }
}
