using NotebookKit.Layers;

namespace NotebookKit.Regularization;

/// <summary>L2, weight decay: (lambda / 2n) sum of w^2; its gradient is (lambda / n) w, so a step of rate eta multiplies a weight by 1 - eta lambda / n.</summary>
/// <remarks>
/// n is the number of training examples. Lecture S2 L5 (L1 and L2 regularization). Lecture S1 writes gamma sum w^2 with gamma about 0.001 to 0.1
/// times the noise's variance, and the step [1 - eta gamma] w; the derivative of its penalty gives [1 - 2 eta gamma] w, which is what
/// <see cref="OfSquares"/> does. The printed step belongs to (gamma / 2) sum w^2, that is to lambda = gamma and n = 1 here.
/// </remarks>
public sealed class L2Penalty : Penalty
{
    private readonly double rate;

    /// <summary>The penalty of all weights of a model.</summary>
    /// <param name="model">The model; its biases are left alone.</param>
    /// <param name="lambda">How much it counts, 0 or more.</param>
    /// <param name="samples">n.</param>
    /// <exception cref="ArgumentException">There are no weights, or a number is out of range.</exception>
    public L2Penalty(Module model, double lambda, double samples = 1)
        : this(model.Weights(), lambda, samples)
    {
    }

    /// <summary>The penalty of chosen weights.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="lambda">How much it counts, 0 or more.</param>
    /// <param name="samples">n.</param>
    /// <exception cref="ArgumentException">There are no weights, or a number is out of range.</exception>
    public L2Penalty(IEnumerable<Parameter> weights, double lambda, double samples = 1)
        : base(weights, lambda, samples)
    {
        Lambda = lambda;
        rate = lambda / samples;
    }

    /// <summary>How much it counts.</summary>
    public double Lambda { get; }

    /// <summary>gamma sum of w^2, lecture S1's form: lambda = 2 gamma, n = 1.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="gamma">About 0.001 to 0.1 times the variance of the noise.</param>
    public static L2Penalty OfSquares(IEnumerable<Parameter> weights, double gamma) => new(weights, 2 * gamma);

    /// <summary>Multiplies each weight by 1 - rate lambda / n: what the penalty's gradient does to it in a step of plain gradient descent.</summary>
    /// <remarks>Instead of <see cref="Penalty.AddGradients"/>, after the optimiser's step; beside Adam it is the decoupled decay of AdamW (Loshchilov and Hutter 2019).</remarks>
    /// <param name="learningRate">The optimiser's rate.</param>
    /// <exception cref="ArgumentOutOfRangeException">The weights would change their signs.</exception>
    public void Decay(double learningRate)
    {
        double keep = 1 - (learningRate * rate);
        if (!(keep is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(learningRate), learningRate, $"L2Penalty: a decay by {keep:G3} a step is none; rate times lambda / n ({rate:G3}) is from 0 to 1.");
        }

        Shrink(keep, 0);
    }

    /// <summary>Its constants in a line.</summary>
    public override string ToString() => $"L2 penalty {rate / 2:G3} sum w^2 of {Weights.Sum(w => (long)w.Count):N0} weights";

    private protected override Tensor ValueOf(Parameter weight) => weight.Square().Sum() * (rate / 2);

    private protected override void AddTo(Tensor gradient, Parameter weight) => Add(gradient, weight, 0, rate);
}
