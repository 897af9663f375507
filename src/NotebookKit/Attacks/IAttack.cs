using NotebookKit.Layers;

namespace NotebookKit.Attacks;

/// <summary>A way to change pictures so that a model says something else about them.</summary>
/// <remarks>
/// Attacks look at the model as it is used: dropout off, statistics fixed. Afterwards the model's mode, its parameters' <see cref="Tensor.RequiresGrad"/>
/// and the gradients collected in them are what they were, so an attack may run between two training steps. Lecture S2 L12.
/// </remarks>
public interface IAttack
{
    /// <summary>What it is called in tables and legends.</summary>
    string Name { get; }

    /// <summary>How much it may change: epsilon, the radius of its ball, for gradients; the share of the area for stickers. 0 changes nothing.</summary>
    double Size { get; }

    /// <summary>The same attack with another size.</summary>
    IAttack WithSize(double size);

    /// <summary>Changes pictures.</summary>
    /// <param name="model">Gives scores [N, classes].</param>
    /// <param name="pictures">[N, ...] of floats.</param>
    /// <param name="labels">[N] of Int64: what the pictures show.</param>
    /// <returns>New pictures of the same shape, without history.</returns>
    Tensor Attack(Module model, Tensor pictures, Tensor labels);
}
