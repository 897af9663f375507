using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Losses;

namespace NotebookKit.Regularization;

/// <summary>Curvature-driven smoothing: gamma times the sum over examples n, outputs i and inputs j of (d^2 z_i / d x_j^2)^2, which keeps a curve from wiggling.</summary>
/// <remarks>
/// Zero for a linear network. Lecture S1; its slide leaves the square out, and the sum without it has no lower bound. Each example's outputs must
/// depend on its own inputs alone, so no batch normalisation in training. Outputs times inputs ways back, each with its own history.
/// </remarks>
/// <param name="gamma">How much it counts, 0 or more.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed class CurvatureSmoothing(double gamma = 1)
{
    /// <summary>How much it counts.</summary>
    public double Gamma { get; } = LossSteps.Positive(nameof(CurvatureSmoothing), nameof(gamma), gamma, orZero: true);

    /// <summary>The penalty, a single number to add to a loss.</summary>
    /// <param name="model">The network.</param>
    /// <param name="inputs">x, [N, inputs] of floats: where its curvature counts.</param>
    /// <exception cref="ArgumentException">The inputs are no table of floats, or the outputs none of N rows.</exception>
    public Tensor Value(Module model, Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Value(model.Forward, inputs);
    }

    /// <summary>The penalty of any function.</summary>
    /// <param name="f">z = f(x), [N, outputs] or [N] from [N, inputs].</param>
    /// <param name="inputs">x.</param>
    /// <exception cref="ArgumentException">The inputs are no table of floats, or the outputs none of N rows.</exception>
    public Tensor Value(Func<Tensor, Tensor> f, Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Rank != 2 || !inputs.DType.IsFloat())
        {
            throw new ArgumentException($"CurvatureSmoothing: takes inputs [N, inputs] of floats, and got {inputs.Shape} of {inputs.DType}.", nameof(inputs));
        }

        using IDisposable on = Gradient.On();
        Tensor x = inputs.Detach();
        x.RequiresGrad = true;
        Tensor z = f(x);
        if (z.Rank is 0 or > 2 || z.Shape[0] != x.Shape[0])
        {
            throw new ArgumentException($"CurvatureSmoothing: {x.Shape[0]} examples, and outputs {z.Shape}; they are [N, outputs].", nameof(f));
        }

        z = z.Reshape(x.Shape[0], -1);
        Tensor sum = Tensor.Full(new Shape([]), 0, x.DType, x.Device);
        for (int i = 0; i < z.Shape[1] && z.RequiresGrad; i++)
        {
            // An example's outputs feel its own inputs only, so the gradient of the sum over examples holds each one's slope.
            Tensor slope = Gradient.Of(z[.., i].Sum(), x, createGraph: true);
            for (int j = 0; j < x.Shape[1] && slope.RequiresGrad; j++)
            {
                sum += Gradient.Of(slope[.., j].Sum(), x, createGraph: true)[.., j].Square().Sum();
            }
        }

        return sum * Gamma;
    }

    /// <summary>Its constant in a line.</summary>
    public override string ToString() => $"curvature-driven smoothing {Gamma:G3} sum (d2z/dx2)^2";
}
