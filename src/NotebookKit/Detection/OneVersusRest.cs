using NotebookKit.Learners;

namespace NotebookKit.Detection;

/// <summary>As many support vector machines as there are classes, each telling its own from all others and the background.</summary>
/// <remarks>Lecture S2 L8 'Decision with SVM'.</remarks>
public sealed class OneVersusRest
{
    private readonly Tensor weights;
    private readonly Tensor biases;

    private OneVersusRest(IReadOnlyList<SvmResult?> machines, int width)
    {
        Machines = machines;
        weights = Tensor.From([.. machines.SelectMany(machine => machine?.Unit.Weights ?? [.. Enumerable.Repeat(0.0, width)])], [machines.Count, width]).Keep();

        // A class without examples is never seen.
        biases = Tensor.From([.. machines.Select(machine => machine?.Unit.Bias ?? -1)]).Keep();
    }

    /// <summary>One machine a class; null for a class of which there was no example.</summary>
    public IReadOnlyList<SvmResult?> Machines { get; }

    /// <summary>How many machines there are, in a line.</summary>
    public override string ToString() =>
        $"{Machines.Count(machine => machine is not null)} of {Machines.Count} classes have a machine, on {weights.Shape[1]:N0} features";

    /// <summary>Trains the machines.</summary>
    /// <param name="features">[K, d] of regions.</param>
    /// <param name="labels">The class of each, or -1 for background.</param>
    /// <param name="classes">How many classes.</param>
    /// <param name="svm">How each learns; C = 1 when null.</param>
    /// <exception cref="ArgumentException">The numbers differ, a label is out of range, or all examples are of one class.</exception>
    public static OneVersusRest Train(Tensor features, IReadOnlyList<int> labels, int classes, LinearSvm? svm = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        if (features.Rank != 2 || features.Shape[0] != labels.Count || labels.Any(label => label < -1 || label >= classes))
        {
            throw new ArgumentException($"OneVersusRest: features are [K, d] with a label each, -1 for background or 0 to {classes - 1}, and these are {features.Shape} with {labels.Count} labels.", nameof(labels));
        }

        if (labels.Distinct().Count() < 2)
        {
            throw new ArgumentException($"OneVersusRest: all {labels.Count} examples are of one kind; there is nothing to tell apart.", nameof(labels));
        }

        LinearSvm learner = svm ?? new LinearSvm();
        Tensor points = features.Detach().To(DType.Float64);
        return new([.. Enumerable.Range(0, classes).Select(one => labels.Contains(one)
            ? learner.Train(new LabelledPoints(points, Tensor.From([.. labels.Select(label => label == one ? 1L : 0)])))
            : null)], features.Shape[1]);
    }

    /// <summary>The distance from every machine's plane in units of half a margin, [K, classes]; above 0 it says yes.</summary>
    /// <param name="features">[K, d].</param>
    public Tensor Scores(Tensor features)
    {
        ArgumentNullException.ThrowIfNull(features);
        return features.Detach().To(DType.Float64).Linear(weights, biases);
    }

    /// <summary>The class whose machine is surest, or -1 for background where all say no.</summary>
    /// <param name="features">[K, d].</param>
    public int[] Predict(Tensor features) => [.. Scores(features).ToJagged<double>().Select(row => row.Max() > 0 ? Array.IndexOf(row, row.Max()) : -1)];
}
