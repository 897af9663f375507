using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Losses;

namespace NotebookKit.Regularization;

/// <summary>Max-norm: after a step, the weights into each neuron are scaled back where their length is above c.</summary>
/// <remarks>
/// The weights into a neuron are a row of [outputs, inputs] or a filter of [filters, channels, h, w]: everything with one number of the first
/// axis. Often used beside dropout: Srivastava et al., 2014, with c = 3 or 4.
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed class MaxNorm
{
    private readonly Parameter[] weights;

    /// <summary>Takes all weights of a model.</summary>
    /// <param name="model">The model; its biases are left alone.</param>
    /// <param name="limit">c, above 0.</param>
    /// <exception cref="ArgumentException">The limit is out of range.</exception>
    public MaxNorm(Module model, double limit = 3)
    {
        weights = [.. model.Weights()];
        Limit = LossSteps.Positive(nameof(MaxNorm), nameof(limit), limit);
    }

    /// <summary>c.</summary>
    public double Limit { get; }

    /// <summary>Scales back what is too long: <c>optimizer.Step(); maxNorm.Apply();</c>.</summary>
    public void Apply()
    {
        using IDisposable off = Gradient.Off();
        foreach (Parameter weight in weights)
        {
            Tensor rows = weight.Detach().Reshape(weight.Rank < 2 ? 1 : weight.Shape[0], -1);
            Tensor lengths = rows.Norm(2, 1, keepDim: true);
            if (lengths.Amax().Item() > Limit)
            {
                weight.Set((rows * (Limit / lengths.Clamp(Limit, double.PositiveInfinity))).Reshape(weight.Shape.Span));
            }
        }
    }

    /// <summary>Its limit in a line.</summary>
    public override string ToString() => $"max-norm {Limit:G3} for the weights into each neuron";
}
