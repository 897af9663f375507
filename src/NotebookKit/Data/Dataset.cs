namespace NotebookKit.Data;

/// <summary>Examples with their labels, all in memory.</summary>
/// <remarks>Pictures are [N, channels, height, width] of UInt8, 0 to 255; a loader turns them into floats from 0 to 1, batch by batch.</remarks>
[Display.TypeFormatterSource(typeof(Display.DatasetFormatterSource), PreferredMimeTypes = ["text/html"])]
public sealed class Dataset
{
    /// <summary>Makes a set.</summary>
    /// <param name="name">What a person calls it.</param>
    /// <param name="inputs">[N, ...] of UInt8 or Float32.</param>
    /// <param name="labels">[N] of Int64.</param>
    /// <param name="classNames">The name of each class.</param>
    /// <param name="origin">Where it was found, in words.</param>
    /// <exception cref="ArgumentException">The numbers of examples and labels differ, or a label names no class.</exception>
    public Dataset(string name, Tensor inputs, Tensor labels, IReadOnlyList<string> classNames, string origin = "")
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(classNames);
        if (inputs.Rank < 2 || inputs.DType is not (DType.UInt8 or DType.Float32))
        {
            throw new ArgumentException($"Dataset {name}: inputs are [N, ...] of UInt8 or Float32, and these are {inputs.Shape} of {inputs.DType}.", nameof(inputs));
        }

        Ops.Check.Labels($"Dataset {name}", labels, inputs.Shape[0], classNames.Count);
        Name = name;
        Inputs = inputs.Contiguous();
        Labels = labels.Contiguous();
        ClassNames = classNames;
        Origin = origin;
    }

    /// <summary>What a person calls it.</summary>
    public string Name { get; }

    /// <summary>The examples, [N, ...].</summary>
    public Tensor Inputs { get; }

    /// <summary>The class number of each example, [N].</summary>
    public Tensor Labels { get; }

    /// <summary>The name of each class.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Where it was found, in words.</summary>
    public string Origin { get; }

    /// <summary>How many examples.</summary>
    public int Count => Inputs.Shape[0];

    /// <summary>The label of one example.</summary>
    public int LabelOf(int example) => (int)Labels.Elements<long>()[example];

    /// <summary>The first examples, as a view; all when there are fewer.</summary>
    public Dataset Take(int count)
    {
        int first = Math.Clamp(count, 0, Count);
        return new Dataset(Name, Inputs[..first], Labels[..first], ClassNames, Origin);
    }

    /// <summary>Some examples as a batch of floats, and their labels.</summary>
    public Batch Load(ReadOnlySpan<int> examples)
    {
        int[] sizes = Inputs.Shape.ToArray();
        sizes[0] = examples.Length;
        Tensor inputs = Tensor.Empty(new Shape(sizes), DType.Float32, Inputs.Device);
        Tensor labels = Tensor.Empty(new Shape(examples.Length), DType.Int64, Inputs.Device);
        int rowLength = Inputs.Count / Math.Max(1, Count);
        if (Inputs.DType == DType.UInt8)
        {
            Kernels.Rows.TakeScaled(Inputs.Elements<byte>(), rowLength, examples, 1f / 255, inputs.Elements<float>());
        }
        else
        {
            Kernels.Rows.Take(Inputs.Elements<float>(), rowLength, examples, inputs.Elements<float>());
        }

        Kernels.Rows.Take(Labels.Elements<long>(), 1, examples, labels.Elements<long>());
        return new Batch(inputs, labels);
    }

    /// <summary>Name, size and origin in a line.</summary>
    public override string ToString() =>
        $"{Name}: {Count:N0} examples {new Shape([.. Inputs.Shape.Span[1..]])}, {ClassNames.Count} classes{(Origin.Length > 0 ? $"; {Origin}" : string.Empty)}";
}

/// <summary>Some examples that are computed together.</summary>
/// <param name="Inputs">[B, ...] of Float32.</param>
/// <param name="Labels">[B] of Int64.</param>
[Display.TypeFormatterSource(typeof(Display.BatchFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record Batch(Tensor Inputs, Tensor Labels)
{
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
