using NotebookKit.Ops;

namespace NotebookKit.Losses;

/// <summary>The losses by name: each takes what the model said and what was right, and gives one number to make small.</summary>
/// <remarks>
/// Cross-entropy belongs to the softmax, binary cross-entropy to the sigmoid, the squared error to the linear unit: then
/// the gradient at the scores is y - t without a factor that could vanish (lecture S2 L5). Those of classes are in
/// Loss.Classification.cs, of a yes or no in Loss.Binary.cs, of measured numbers in Loss.Regression.cs, of likeness in
/// Loss.Embedding.cs, of whole distributions in Loss.Information.cs.
/// </remarks>
public static partial class Loss
{
    /// <summary>The usual loss for a kind of target: cross-entropy for class numbers, the squared error for measured numbers.</summary>
    /// <remarks>Lecture S4: cross-entropy for classification, the mean squared error for regression.</remarks>
    /// <param name="targets">Some targets; whole numbers are classes, floats are measured.</param>
    public static Func<Tensor, Tensor, Tensor> UsualFor(Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        return targets.DType switch
        {
            DType.Int64 or DType.UInt8 => CrossEntropy,
            DType.Bool => (scores, t) => BinaryCrossEntropyOfScores(scores, t),
            _ => (outputs, t) => MeanSquaredError(outputs, t),
        };
    }

    /// <summary>rate * sum of w^2 over all weights: added to a loss it keeps weights small. The gradient is 2 rate w.</summary>
    /// <remarks>Lectures S2 L7 (AlexNet: L = sum of -ln f + eps |w|^2), S1 (weight decay).</remarks>
    /// <param name="weights">The weights; biases are usually left out.</param>
    /// <param name="rate">How much it counts, 0 or more.</param>
    /// <exception cref="ArgumentException">There are no weights.</exception>
    public static Tensor SquaredPenalty(IEnumerable<Tensor> weights, double rate) =>
        Penalty(nameof(SquaredPenalty), weights, rate, w => w.Square());

    /// <summary>rate * sum of |w| over all weights: added to a loss it makes weights 0 that do not pay. The gradient is rate sign(w).</summary>
    /// <remarks>Lecture S1.</remarks>
    /// <param name="weights">The weights; biases are usually left out.</param>
    /// <param name="rate">How much it counts, 0 or more.</param>
    /// <exception cref="ArgumentException">There are no weights.</exception>
    public static Tensor AbsolutePenalty(IEnumerable<Tensor> weights, double rate) =>
        Penalty(nameof(AbsolutePenalty), weights, rate, w => w.Abs());

    private static Tensor Penalty(string operation, IEnumerable<Tensor> weights, double rate, Func<Tensor, Tensor> size)
    {
        ArgumentNullException.ThrowIfNull(weights);
        LossSteps.Positive(operation, nameof(rate), rate, orZero: true);
        Tensor? sum = null;
        foreach (Tensor weight in weights)
        {
            Check.Floats(operation, weight);
            Tensor own = size(weight).Sum();
            sum = sum is null ? own : sum + own;
        }

        return sum is null ? throw new ArgumentException($"{operation}: there are no weights.", nameof(weights)) : sum * rate;
    }
}
