namespace NotebookKit.Training;

/// <summary>What a model said about every example of a set.</summary>
/// <param name="Loss">The mean loss.</param>
/// <param name="Probabilities">[N, classes].</param>
/// <param name="Predictions">The most probable class of each example.</param>
/// <param name="Confusion">How often each class was taken for each.</param>
[Display.TypeFormatterSource(typeof(Display.EvaluationFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record Evaluation(double Loss, Tensor Probabilities, IReadOnlyList<int> Predictions, ConfusionMatrix Confusion)
{
    /// <summary>The share that was right.</summary>
    public double Accuracy => Confusion.Accuracy;

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

    /// <summary>Loss and accuracy in a line.</summary>
    public override string ToString() => $"loss {Loss:F4}, accuracy {Accuracy:P2} ({Confusion.Correct:N0} of {Confusion.Total:N0})";
}
