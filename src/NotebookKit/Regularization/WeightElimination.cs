using NotebookKit.Layers;
using NotebookKit.Losses;

namespace NotebookKit.Regularization;

/// <summary>Weight elimination: gamma sum of (w / w0)^2 / (1 + (w / w0)^2), which counts weights above w0 nearly as 1 and pulls those below to 0.</summary>
/// <remarks>0.5 at w = w0 and below 1 everywhere; the gradient is gamma (2 w / w0^2) / (1 + (w / w0)^2)^2. Weigend, Rumelhart and Huberman 1991; lecture S1 (weight eliminator).</remarks>
public sealed class WeightElimination : Penalty
{
    /// <summary>The penalty of all weights of a model.</summary>
    /// <param name="model">The model; its biases are left alone.</param>
    /// <param name="gamma">How much it counts, 0 or more.</param>
    /// <param name="scale">w0, above 0: what counts as half a weight.</param>
    /// <exception cref="ArgumentException">There are no weights, or a number is out of range.</exception>
    public WeightElimination(Module model, double gamma, double scale = 1)
        : this(model.Weights(), gamma, scale)
    {
    }

    /// <summary>The penalty of chosen weights.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="gamma">How much it counts, 0 or more.</param>
    /// <param name="scale">w0, above 0.</param>
    /// <exception cref="ArgumentException">There are no weights, or a number is out of range.</exception>
    public WeightElimination(IEnumerable<Parameter> weights, double gamma, double scale = 1)
        : base(weights, gamma, 1)
    {
        LossSteps.Positive(nameof(WeightElimination), nameof(scale), scale);
        (Gamma, Scale) = (gamma, scale);
    }

    /// <summary>How much it counts.</summary>
    public double Gamma { get; }

    /// <summary>w0.</summary>
    public double Scale { get; }

    /// <summary>Its constants in a line.</summary>
    public override string ToString() => $"weight elimination {Gamma:G3} sum u / (1 + u), u = (w / {Scale:G3})^2, of {Weights.Sum(w => (long)w.Count):N0} weights";

    private protected override Tensor ValueOf(Parameter weight)
    {
        Tensor u = (weight / Scale).Square();
        return (u / (u + 1)).Sum() * Gamma;
    }

    private protected override void AddTo(Tensor gradient, Parameter weight)
    {
        if (weight.DType == DType.Float32)
        {
            weight.Device.Update<EliminationRule<float>, float>(new(Gamma, Scale), gradient, weight);
        }
        else
        {
            weight.Device.Update<EliminationRule<double>, double>(new(Gamma, Scale), gradient, weight);
        }
    }
}
