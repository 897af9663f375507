using NotebookKit.Gradients;

namespace NotebookKit;

/// <content>Looking at gradients on their way back.</content>
public partial class Tensor
{
    /// <summary>Calls a function with the gradient of this tensor once a way back, when all paths to it have been added up; it may give back another gradient.</summary>
    /// <remarks>
    /// Hooks run in the order in which they were added, and each sees what the one before gave back: to clip a gradient,
    /// reverse it (Ganin and Lempitsky 2015) or change its size. On a parameter the hook sees the gradient of this
    /// pass, before it is added to <see cref="Grad"/>.
    /// </remarks>
    /// <param name="hook">Gives back the gradient to go on with, of the same shape, or null to leave it as it is.</param>
    /// <returns>Dispose it to remove the hook.</returns>
    /// <exception cref="InvalidOperationException">No gradient flows to this tensor.</exception>
    public IDisposable OnGradient(Func<Tensor, Tensor?> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return HooksFor(nameof(OnGradient)).Add(hook);
    }

    /// <summary>Calls a function with the gradient of this tensor once a way back, only to look.</summary>
    /// <param name="hook">What to do with it; Clone() it to keep it beyond a buffer scope.</param>
    /// <returns>Dispose it to remove the hook.</returns>
    /// <exception cref="InvalidOperationException">No gradient flows to this tensor.</exception>
    public IDisposable OnGradient(Action<Tensor> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return HooksFor(nameof(OnGradient)).Add(gradient =>
        {
            hook(gradient);
            return null;
        });
    }

    /// <summary>Has <see cref="Backward"/> add the gradient of this tensor to its <see cref="Grad"/>, although it is a result and no leaf.</summary>
    /// <returns>This tensor.</returns>
    /// <exception cref="InvalidOperationException">No gradient flows to this tensor.</exception>
    public Tensor RetainGrad()
    {
        HooksFor(nameof(RetainGrad)).Retaining = this;
        return this;
    }

    private GradientHooks HooksFor(string operation)
    {
        GradientNode node = GradientEdge() ?? throw new InvalidOperationException(
            $"{operation}: no gradient flows to this tensor {Shape}; set RequiresGrad, or compute it from a tensor that has it, and not inside Gradient.Off().");
        return node.Hooks ??= new GradientHooks(Shape, DType);
    }
}
