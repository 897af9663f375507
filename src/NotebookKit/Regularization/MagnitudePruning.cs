using NotebookKit.Layers;

namespace NotebookKit.Regularization;

/// <summary>Magnitude pruning: the smallest weights become 0, whatever they do.</summary>
/// <remarks>Cheap, and often good after further training; <see cref="OptimalBrainSurgeon"/> asks the loss instead. Lecture S1 (network pruning); Han et al. 2015.</remarks>
public static class MagnitudePruning
{
    /// <summary>Sets the smallest weights of a model to 0, over all layers together.</summary>
    /// <param name="model">The model; its biases stay.</param>
    /// <param name="share">The share to prune, 0 to 1.</param>
    /// <returns>The mask, to keep them 0 in further training.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is none.</exception>
    public static PruningMask Prune(Module model, double share)
    {
        if (!(share is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "MagnitudePruning: the share to prune is from 0 to 1.");
        }

        PruningMask mask = new(model);
        double[] values = mask.Vector.Values().ToArray<double>();
        foreach (int place in mask.Left.OrderBy(i => Math.Abs(values[i])).Take((int)Math.Round(share * mask.Count)))
        {
            mask.Mark(place);
        }

        mask.Apply();
        return mask;
    }
}
