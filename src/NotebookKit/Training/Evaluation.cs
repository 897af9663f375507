namespace NotebookKit.Training;

/// <summary>What a model said about every example of a set.</summary>
/// <remarks>For classes with probabilities, predictions and the confusion matrix; for regression the outputs and what <see cref="Metrics"/> say about them.</remarks>
[Display.TypeFormatterSource(typeof(Display.EvaluationFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class Evaluation
{
    private readonly ConfusionMatrix? confusion;
    private readonly Tensor? outputs;

    /// <summary>Puts together what was seen.</summary>
    internal Evaluation(double loss, Tensor? outputs, ConfusionMatrix? confusion, IReadOnlyList<int> predictions, IReadOnlyDictionary<string, double> metrics)
    {
        Loss = loss;
        this.outputs = outputs;
        this.confusion = confusion;
        Predictions = predictions;
        Metrics = metrics;
    }

    /// <summary>The mean loss.</summary>
    public double Loss { get; }

    /// <summary>What the model said, [N, ...]: for classes their probabilities, [N, classes].</summary>
    /// <exception cref="InvalidOperationException">The targets are whole numbers of many places, whose outputs are not kept.</exception>
    public Tensor Outputs => outputs ?? throw new InvalidOperationException("Evaluation: outputs are kept for classes and for numbers, and the targets of this set are whole numbers without class names.");

    /// <summary>The probability of each class, [N, classes].</summary>
    public Tensor Probabilities => HasClasses ? Outputs : throw NoClasses(nameof(Probabilities));

    /// <summary>The most probable class of each example; none for regression.</summary>
    public IReadOnlyList<int> Predictions { get; }

    /// <summary>How often each class was taken for each.</summary>
    /// <exception cref="InvalidOperationException">The set has no classes.</exception>
    public ConfusionMatrix Confusion => confusion ?? throw NoClasses(nameof(Confusion));

    /// <summary>The trainer's metrics by name; for regression R2, MAE and RMSE besides.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; }

    /// <summary>Whether the set has classes.</summary>
    public bool HasClasses => confusion is not null;

    /// <summary>The share that was right; NaN where there are no classes.</summary>
    public double Accuracy => confusion?.Accuracy ?? double.NaN;

    /// <summary>The examples that were wrong, the surest mistakes first.</summary>
    /// <param name="labels">The true class of each example.</param>
    public IReadOnlyList<int> WorstMistakes(Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        long[] truth = labels.ToArray<long>();
        float[] probabilities = Probabilities.ToArray<float>();
        int classes = Probabilities.Shape[1];
        return [.. Enumerable.Range(0, Predictions.Count)
            .Where(i => Predictions[i] != truth[i])
            .OrderBy(i => probabilities[(i * classes) + (int)truth[i]])
            .ThenBy(i => i)];
    }

    /// <summary>Loss, accuracy and metrics in a line.</summary>
    public override string ToString() =>
        $"loss {Loss:F4}{(confusion is null ? string.Empty : $", accuracy {Accuracy:P2} ({confusion.Correct:N0} of {confusion.Total:N0})")}{string.Concat(Metrics.Select(metric => $", {metric.Key} {metric.Value:G4}"))}";

    private static InvalidOperationException NoClasses(string what) => new($"Evaluation.{what}: the set has targets and no classes; look at Outputs and Metrics.");
}
