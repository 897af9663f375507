namespace NotebookKit.Losses;

/// <summary>The losses by name: each takes what the model said and what was right, and gives one number to make small.</summary>
public static class Loss
{
    /// <inheritdoc cref="Ops.CrossEntropy"/>
    /// <param name="logits">[N, classes] scores.</param>
    /// <param name="labels">[N] class numbers, Int64.</param>
    public static Tensor CrossEntropy(Tensor logits, Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(logits);
        return logits.CrossEntropy(labels);
    }
}
