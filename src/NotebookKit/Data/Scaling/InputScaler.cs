using NotebookKit.Files;
using NotebookKit.Ops;

namespace NotebookKit.Data;

/// <summary>Brings inputs to a size that a network learns from well, by statistics of the training set that are stored.</summary>
/// <remarks>
/// Fit it on the training set only, apply it to everything: what it knows of the test set it would know too early. A
/// feature is a place of axis 1: a column of [N, features], a channel of [N, channels, height, width]. Statistics are
/// kept in float64; <see cref="Apply"/> computes in the inputs' kind, and gradients flow through it. Lectures S1, S2 L5
/// (input normalisation).
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.InputScalerFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public abstract class InputScaler
{
    /// <summary>How many features it was fitted on.</summary>
    public abstract int Features { get; }

    /// <summary>The arrays of a file, by name; the part before the dot is the kind of scaler.</summary>
    protected abstract IReadOnlyDictionary<string, Tensor> Stored { get; }

    /// <summary>The arrays of a file, to look at.</summary>
    internal IReadOnlyDictionary<string, Tensor> Statistics => Stored;

    /// <summary>What it is fitted on, in a line.</summary>
    public override string ToString() => $"{GetType().Name} of {Features:N0} features";

    /// <summary>Reads a scaler that <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file holds no scaler.</exception>
    public static InputScaler Load(string path)
    {
        Dictionary<string, Tensor> arrays = [];
        foreach ((string name, NpyArray array) in NpzFile.Read(path))
        {
            arrays[name] = array.Values is double[] values
                ? Tensor.From(values, array.Sizes)
                : throw new InvalidDataException($"{path}: {name} holds {array.Values.GetType().Name}, and a scaler is made of double[].");
        }

        try
        {
            return arrays.Keys.Select(name => name.Split('.')[0]).Distinct().ToArray() switch
            {
                [nameof(Standardizer)] => new Standardizer(arrays["Standardizer.mean"], arrays["Standardizer.deviation"]),
                [nameof(RangeScaler)] => new RangeScaler(
                    arrays["RangeScaler.smallest"], arrays["RangeScaler.largest"], arrays["RangeScaler.low"].Item(), arrays["RangeScaler.high"].Item()),
                [nameof(Whitener)] => new Whitener(arrays["Whitener.mean"], arrays["Whitener.forward"], arrays["Whitener.back"]),
                _ => throw new InvalidDataException($"{path}: holds {string.Join(", ", arrays.Keys)}, which is no scaler."),
            };
        }
        catch (Exception e) when (e is KeyNotFoundException or ArgumentException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path}: not a whole scaler: {e.Message}", e);
        }
    }

    /// <summary>The scaled inputs.</summary>
    /// <param name="inputs">[N, features, ...] of floats; a single example has N = 1.</param>
    /// <exception cref="ArgumentException">The number of features differs from that of the training set.</exception>
    public abstract Tensor Apply(Tensor inputs);

    /// <summary>The inputs that <see cref="Apply"/> turned into these.</summary>
    /// <param name="scaled">[N, features, ...] of floats.</param>
    /// <exception cref="ArgumentException">The number of features differs from that of the training set.</exception>
    public abstract Tensor Invert(Tensor scaled);

    /// <summary>Writes the statistics to a file in NumPy's .npz format.</summary>
    /// <param name="path">The file; replaced when it is there.</param>
    public void Save(string path) =>
        NpzFile.Write(path, Stored.Select(pair => KeyValuePair.Create(pair.Key, new NpyArray(pair.Value.Shape.ToArray(), pair.Value.ToArray<double>()))));

    /// <summary>Checks inputs, and shapes a statistic so that it repeats along them, in their kind of number.</summary>
    private protected static Tensor Along(Tensor inputs, Tensor statistic) =>
        statistic.To(inputs.DType).Reshape([1, statistic.Count, .. Enumerable.Repeat(1, inputs.Rank - 2)]);

    /// <summary>Floats with axis 1 of that many features.</summary>
    private protected void CheckFeatures(string operation, Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Check.Floats($"{GetType().Name}.{operation}", inputs);
        if (inputs.Rank < 2 || inputs.Shape[1] != Features)
        {
            throw new ArgumentException($"{GetType().Name}.{operation}: was fitted on {Features} features, and takes [N, {Features}, ...]; these are {inputs.Shape}.");
        }
    }

    /// <summary>The numbers of each feature of a training set.</summary>
    private protected static double[][] FeaturesOf(string scaler, Tensor train)
    {
        ArgumentNullException.ThrowIfNull(train);
        Check.Floats($"{scaler}.Fit", train);
        if (train.Rank < 2 || train.Count == 0)
        {
            throw new ArgumentException($"{scaler}.Fit: takes a training set [N, features, ...] that is not empty, and got {train.Shape}; Unsqueeze(1) makes a single feature.");
        }

        double[] values = train.ToArray<double>();
        int features = train.Shape[1];
        int inner = train.Shape.Span[2..].Product();
        double[][] columns = [.. Enumerable.Range(0, features).Select(_ => new double[values.Length / features])];
        int[] filled = new int[features];
        for (int i = 0; i < values.Length; i++)
        {
            int feature = i / inner % features;
            columns[feature][filled[feature]++] = double.IsFinite(values[i])
                ? values[i]
                : throw new ArgumentException($"{scaler}.Fit: feature {feature} of {train.Shape} holds {values[i]}; fill or drop missing values first.");
        }

        return columns;
    }

    /// <summary>The mean; that of equal numbers is exactly their number.</summary>
    private protected static double MeanOf(double[] values) => values[0] + values.Average(value => value - values[0]);

    /// <summary>The standard deviation of 1/n.</summary>
    private protected static double DeviationOf(double[] values)
    {
        double mean = MeanOf(values);
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }

    /// <summary>A statistic, one number a feature.</summary>
    private protected static Tensor Statistic(string scaler, Tensor values, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Shape == shape && values.DType.IsFloat()
            ? values.Detach().To(DType.Float64).Contiguous().Keep()
            : throw new ArgumentException($"{scaler}: a statistic is {shape} of floats, and this is {values.Shape} of {values.DType}.");
    }
}
