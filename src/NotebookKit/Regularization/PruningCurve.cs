using NotebookKit.Gradients;
using NotebookKit.Layers;

namespace NotebookKit.Regularization;

/// <summary>The loss against how many weights were pruned, by the surgeon and by magnitude, both from the same trained model.</summary>
/// <param name="Weights">How many weights there are.</param>
/// <param name="Surgeon">The loss after 0, 1, .. weights pruned by <see cref="OptimalBrainSurgeon"/>.</param>
/// <param name="Magnitude">The loss after as many pruned by <see cref="MagnitudePruning"/>.</param>
[Display.TypeFormatterSource(typeof(Display.PruningCurveFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record PruningCurve(int Weights, IReadOnlyList<double> Surgeon, IReadOnlyList<double> Magnitude)
{
    /// <summary>Prunes by both and leaves the model as it was.</summary>
    /// <param name="model">The trained model.</param>
    /// <param name="loss">Computes the loss from the model as it stands.</param>
    /// <param name="steps">How many weights to prune.</param>
    /// <param name="outputs">For the outer-product approximation; see <see cref="OptimalBrainSurgeon"/>.</param>
    public static PruningCurve Of(Module model, Func<Tensor> loss, int steps, Func<Tensor>? outputs = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loss);
        ParameterVector vector = new(model);
        Tensor start = vector.Values();
        try
        {
            OptimalBrainSurgeon surgeon = new(model, loss, outputs);
            double untouched = Now(loss);
            double[] bySurgeon = [untouched, .. surgeon.Prune(steps).Steps.Select(step => step.LossAfter)];
            vector.Set(start);
            List<double> byMagnitude = [untouched];
            for (int count = 1; count <= steps; count++)
            {
                MagnitudePruning.Prune(model, (double)count / surgeon.Mask.Count);
                byMagnitude.Add(Now(loss));
                vector.Set(start);
            }

            return new PruningCurve(surgeon.Mask.Count, bySurgeon, byMagnitude);
        }
        finally
        {
            vector.Set(start);
        }
    }

    /// <summary>Both ends in a line.</summary>
    public override string ToString() => $"{Surgeon.Count - 1} of {Weights} weights pruned: loss {Surgeon[0]:G4} to {Surgeon[^1]:G4} by the surgeon, {Magnitude[^1]:G4} by magnitude";

    private static double Now(Func<Tensor> loss)
    {
        using IDisposable off = Gradient.Off();
        return loss().Item();
    }
}
