using NotebookKit.Gradients;
using NotebookKit.Layers;

namespace NotebookKit.Generative;

/// <summary>R1, a penalty on a steep detective: weight / 2 times the mean squared length of the score's gradient with respect to real examples.</summary>
/// <remarks>
/// A detective that is flat around the real examples leaves the forger in peace once it is there; without it the two may circle for ever. Its own gradient
/// is a second derivative. Mescheder, Geiger and Nowozin 2018.
/// </remarks>
public static class RealPenalty
{
    /// <summary>The penalty, one number that gradients flow through.</summary>
    /// <param name="discriminator">Gives a score for each example, and looks at one example at a time: the sum over a batch is taken apart again.</param>
    /// <param name="real">[N, ...].</param>
    /// <param name="weight">0 or more.</param>
    public static Tensor Of(Module discriminator, Tensor real, double weight = 10)
    {
        ArgumentNullException.ThrowIfNull(discriminator);
        ArgumentNullException.ThrowIfNull(real);
        ArgumentOutOfRangeException.ThrowIfNegative(weight);
        Tensor x = real.Detach();
        x.RequiresGrad = true;
        Tensor slope = Gradient.Of(discriminator.Forward(x).Sum(), x, createGraph: true);
        return slope.Square().Sum() * (weight / 2 / real.Shape[0]);
    }
}
