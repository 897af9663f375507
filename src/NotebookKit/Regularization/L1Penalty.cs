using NotebookKit.Layers;

namespace NotebookKit.Regularization;

/// <summary>L1: (lambda / n) sum of |w|; its gradient is (lambda / n) sign(w), the same pull for large and small weights, so small ones end at 0.</summary>
/// <remarks>n is the number of training examples. Lecture S2 L5 (L1 and L2 regularization); Tibshirani 1996.</remarks>
public sealed class L1Penalty : Penalty
{
    private readonly double rate;

    /// <summary>The penalty of all weights of a model.</summary>
    /// <param name="model">The model; its biases are left alone.</param>
    /// <param name="lambda">How much it counts, 0 or more.</param>
    /// <param name="samples">n.</param>
    /// <exception cref="ArgumentException">There are no weights, or a number is out of range.</exception>
    public L1Penalty(Module model, double lambda, double samples = 1)
        : this(model.Weights(), lambda, samples)
    {
    }

    /// <summary>The penalty of chosen weights.</summary>
    /// <inheritdoc cref="L1Penalty(Module, double, double)"/>
    /// <param name="weights">The weights.</param>
    /// <param name="lambda">How much it counts, 0 or more.</param>
    /// <param name="samples">n.</param>
    public L1Penalty(IEnumerable<Parameter> weights, double lambda, double samples = 1)
        : base(weights, lambda, samples)
    {
        Lambda = lambda;
        rate = lambda / samples;
    }

    /// <summary>How much it counts.</summary>
    public double Lambda { get; }

    /// <summary>Pulls each weight to zero by rate lambda / n and no further: w = sign(w) max(|w| - rate lambda / n, 0).</summary>
    /// <remarks>
    /// Instead of <see cref="Penalty.AddGradients"/>, after the optimiser's step: the proximal form, which makes exact zeros where the gradient's form
    /// jumps back and forth over them.
    /// </remarks>
    /// <param name="learningRate">The optimiser's rate.</param>
    public void Shrink(double learningRate) => Shrink(1, learningRate * rate);

    /// <summary>Its constants in a line.</summary>
    public override string ToString() => $"L1 penalty {rate:G3} sum |w| of {Weights.Sum(w => (long)w.Count):N0} weights";

    private protected override Tensor ValueOf(Parameter weight) => weight.Abs().Sum() * rate;

    private protected override void AddTo(Tensor gradient, Parameter weight) => Add(gradient, weight, rate, 0);
}
