namespace NotebookKit.Data;

/// <summary>Examples with what is to be said about them, all in memory.</summary>
/// <remarks>
/// Pictures are [N, channels, height, width] of UInt8, 0 to 255; a loader turns them into floats from 0 to 1, batch by
/// batch. What is to be said is a class number an example, or for regression numbers of any shape.
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.DatasetFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class Dataset
{
    /// <summary>Makes a set of examples in classes.</summary>
    /// <param name="name">What a person calls it.</param>
    /// <param name="inputs">[N, ...] of UInt8, floats, or Int64 (words as numbers).</param>
    /// <param name="labels">[N] of Int64.</param>
    /// <param name="classNames">The name of each class.</param>
    /// <param name="origin">Where it was found, in words.</param>
    /// <exception cref="ArgumentException">The numbers of examples and labels differ, or a label names no class.</exception>
    public Dataset(string name, Tensor inputs, Tensor labels, IReadOnlyList<string> classNames, string origin = "")
        : this(name, inputs, labels, origin)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        Ops.Check.Labels($"Dataset {name}", labels, inputs.Shape[0], classNames.Count);
        ClassNames = classNames;
    }

    /// <summary>Makes a set for regression: <c>new Dataset("cars", features, consumption)</c>.</summary>
    /// <param name="name">What a person calls it.</param>
    /// <param name="inputs">[N, ...] of UInt8, floats, or Int64 (words as numbers).</param>
    /// <param name="targets">[N, ...]: what is to be said about each example; UInt8 becomes floats from 0 to 1.</param>
    /// <param name="origin">Where it was found, in words.</param>
    /// <exception cref="ArgumentException">The numbers of examples and targets differ.</exception>
    public Dataset(string name, Tensor inputs, Tensor targets, string origin = "")
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (inputs.Rank < 2 || inputs.DType == DType.Bool)
        {
            throw new ArgumentException($"Dataset {name}: inputs are [N, ...] of UInt8, floats or Int64, and these are {inputs.Shape} of {inputs.DType}.", nameof(inputs));
        }

        if (targets.Rank < 1 || targets.DType == DType.Bool || targets.Shape[0] != inputs.Shape[0])
        {
            throw new ArgumentException($"Dataset {name}: {inputs.Shape[0]:N0} examples need targets [{inputs.Shape[0]}, ...] of floats, UInt8 or Int64, and these are {targets.Shape} of {targets.DType}.", nameof(targets));
        }

        Name = name;
        Inputs = inputs.Contiguous();
        Labels = targets.Contiguous();
        ClassNames = [];
        Origin = origin;
    }

    /// <summary>What a person calls it.</summary>
    public string Name { get; }

    /// <summary>The examples, [N, ...].</summary>
    public Tensor Inputs { get; }

    /// <summary>The class number of each example, [N]; for regression its targets, [N, ...].</summary>
    public Tensor Labels { get; }

    /// <summary>The name of each class; none for regression.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Whether the examples belong to classes.</summary>
    public bool IsClassification => ClassNames.Count > 0;

    /// <summary>Where it was found, in words.</summary>
    public string Origin { get; }

    /// <summary>How many examples.</summary>
    public int Count => Inputs.Shape[0];

    /// <summary>The label of one example.</summary>
    /// <exception cref="InvalidOperationException">The set has no classes.</exception>
    public int LabelOf(int example) => IsClassification
        ? (int)Labels.Elements<long>()[example]
        : throw new InvalidOperationException($"LabelOf: the set {Name} has targets {Labels.Shape} of {Labels.DType} and no classes; look at Labels.");

    /// <summary>The first examples, as a view; all when there are fewer.</summary>
    public Dataset Take(int count)
    {
        int first = Math.Clamp(count, 0, Count);
        return IsClassification ? new Dataset(Name, Inputs[..first], Labels[..first], ClassNames, Origin) : new Dataset(Name, Inputs[..first], Labels[..first], Origin);
    }

    /// <summary>Some examples as a batch, pictures as floats, and what is to be said about them.</summary>
    public Batch Load(ReadOnlySpan<int> examples) => new(Rows(Inputs, examples), Rows(Labels, examples));

    /// <summary>Name, size and origin in a line.</summary>
    public override string ToString()
    {
        string what = IsClassification ? $"{ClassNames.Count} classes" : $"targets {new Shape([.. Labels.Shape.Span[1..]])}";
        return $"{Name}: {Count:N0} examples {new Shape([.. Inputs.Shape.Span[1..]])}, {what}{(Origin.Length > 0 ? $"; {Origin}" : string.Empty)}";
    }

    private static Tensor Rows(Tensor source, ReadOnlySpan<int> examples)
    {
        int[] sizes = source.Shape.ToArray();
        int rowLength = source.Count / Math.Max(1, sizes[0]);
        sizes[0] = examples.Length;
        Tensor rows = Tensor.Empty(new Shape(sizes), source.DType == DType.UInt8 ? DType.Float32 : source.DType, source.Device);
        switch (source.DType)
        {
            case DType.UInt8:
                Kernels.Rows.TakeScaled(source.Elements<byte>(), rowLength, examples, 1f / 255, rows.Elements<float>());
                break;
            case DType.Float32:
                Kernels.Rows.Take(source.Elements<float>(), rowLength, examples, rows.Elements<float>());
                break;
            case DType.Float64:
                Kernels.Rows.Take(source.Elements<double>(), rowLength, examples, rows.Elements<double>());
                break;
            default:
                Kernels.Rows.Take(source.Elements<long>(), rowLength, examples, rows.Elements<long>());
                break;
        }

        return rows;
    }
}

/// <summary>Some examples that are computed together.</summary>
/// <param name="Inputs">[B, ...]: floats, or Int64 for words as numbers.</param>
/// <param name="Labels">[B] of Int64; for regression the targets, [B, ...].</param>
[Display.TypeFormatterSource(typeof(Display.BatchFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record Batch(Tensor Inputs, Tensor Labels)
{
    /// <summary>The same examples on a device, where the model is that computes them.</summary>
    /// <param name="device">The device.</param>
    public Batch To(Devices.Device device) => Inputs.Device == device && Labels.Device == device ? this : new Batch(Inputs.To(device), Labels.To(device));

    /// <summary>The shapes, in a line.</summary>
    public override string ToString() => $"a batch: inputs {Inputs.Shape} {Inputs.DType}, labels {Labels.Shape} {Labels.DType}";
}

/// <summary>A set to learn from and one that is kept aside to see what was learned.</summary>
/// <param name="Train">To learn from.</param>
/// <param name="Test">Kept aside.</param>
[Display.TypeFormatterSource(typeof(Display.TrainTestFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record TrainTest(Dataset Train, Dataset Test)
{
    /// <summary>A line each.</summary>
    public override string ToString() => $"to learn from: {Train}\nkept aside:    {Test}";
}
