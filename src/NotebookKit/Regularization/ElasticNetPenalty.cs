using NotebookKit.Layers;

namespace NotebookKit.Regularization;

/// <summary>Elastic net, L1 and L2 at once: (l1 / n) sum of |w| + (l2 / 2n) sum of w^2; zeros where they do not hurt, and weights of alike inputs together.</summary>
/// <remarks>One pass over the weights for both. Zou and Hastie 2005; lecture S1 (variations).</remarks>
public sealed class ElasticNetPenalty : Penalty
{
    private readonly double absolute;
    private readonly double squared;

    /// <summary>The penalty of all weights of a model.</summary>
    /// <param name="model">The model; its biases are left alone.</param>
    /// <param name="l1">How much the absolute values count, 0 or more.</param>
    /// <param name="l2">How much the squares count, 0 or more.</param>
    /// <param name="samples">n.</param>
    /// <exception cref="ArgumentException">There are no weights, or a number is out of range.</exception>
    public ElasticNetPenalty(Module model, double l1, double l2, double samples = 1)
        : this(model.Weights(), l1, l2, samples)
    {
    }

    /// <summary>The penalty of chosen weights.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="l1">How much the absolute values count, 0 or more.</param>
    /// <param name="l2">How much the squares count, 0 or more.</param>
    /// <param name="samples">n.</param>
    /// <exception cref="ArgumentException">There are no weights, or a number is out of range.</exception>
    public ElasticNetPenalty(IEnumerable<Parameter> weights, double l1, double l2, double samples = 1)
        : base(weights, Math.Min(l1, l2), samples) => (absolute, squared) = (l1 / samples, l2 / samples);

    /// <summary>Its constants in a line.</summary>
    public override string ToString() => $"elastic net {absolute:G3} sum |w| + {squared / 2:G3} sum w^2 of {Weights.Sum(w => (long)w.Count):N0} weights";

    private protected override Tensor ValueOf(Parameter weight) => (weight.Abs().Sum() * absolute) + (weight.Square().Sum() * (squared / 2));

    private protected override void AddTo(Tensor gradient, Parameter weight) => Add(gradient, weight, absolute, squared);
}
