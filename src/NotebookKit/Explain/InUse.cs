using NotebookKit.Gradients;
using NotebookKit.Layers;

namespace NotebookKit.Explain;

/// <summary>A model that is asked about, and neither trained nor changed: what all methods of this chapter need of it.</summary>
internal static class InUse
{
    /// <summary>Runs something while the model is in use, and puts every layer back into the mode that it had.</summary>
    public static T Run<T>(Module model, Func<T> what)
    {
        using ModelAtRest rest = new(model, freeze: false);
        return what();
    }

    /// <summary>The model and all that it is made of, outer ones first.</summary>
    public static IEnumerable<Module> Within(Module module) => [module, .. module.Children().SelectMany(child => Within(child.Child))];

    /// <summary>One picture as a batch [1, C, H, W] without a history.</summary>
    /// <exception cref="ArgumentException">This is no picture.</exception>
    public static Tensor One(string method, Tensor picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        Tensor one = picture.Rank == 3 ? picture.Unsqueeze(0) : picture;
        return one.Rank == 4 && one.Shape[0] == 1 && one.Count > 0 && one.DType.IsFloat()
            ? one.Detach()
            : throw new ArgumentException($"{method}: takes one picture, [C, H, W] or [1, C, H, W] of floats, and got {picture.Shape} of {picture.DType}; bytes become floats by .To(DType.Float32) / 255.", nameof(picture));
    }

    /// <summary>The scores of all classes, [N, classes].</summary>
    /// <exception cref="ArgumentException">The model gives no scores of classes, or has no such class.</exception>
    public static Tensor Scores(string method, Module model, Tensor pictures, int target)
    {
        Tensor scores = model.Forward(pictures);
        if (scores.Rank != 2 || scores.Shape[0] != pictures.Shape[0])
        {
            throw new ArgumentException($"{method}: the model gives scores [N, classes], and this {model.GetType().Name} gave {scores.Shape} for {pictures.Shape}.", nameof(model));
        }

        return target >= 0 && target < scores.Shape[1]
            ? scores
            : throw new ArgumentException($"{method}: the model has the classes 0 to {scores.Shape[1] - 1}, and there is no class {target}.", nameof(target));
    }

    /// <summary>The scores, or the chances, of one class for some pictures, [N]; the model is in use, and nothing is recorded.</summary>
    public static double[] Of(string method, Module model, Tensor pictures, int target, bool chances) => Run(model, () =>
    {
        using IDisposable off = Gradient.Off();
        Tensor scores = Scores(method, model, pictures, target);
        return (chances ? scores.Softmax(1) : scores)[.., target].ToArray<double>();
    });

    /// <summary>d(score of the class)/d(picture), for each picture of a batch by itself; no Grad is touched.</summary>
    /// <param name="method">For messages.</param>
    /// <param name="model">The model.</param>
    /// <param name="pictures">[N, C, H, W].</param>
    /// <param name="target">The class.</param>
    /// <param name="prepare">Looks at the recorded score before the way back; null for nothing.</param>
    public static Tensor Slope(string method, Module model, Tensor pictures, int target, Action<Tensor>? prepare = null) => Run(model, () =>
    {
        using IDisposable on = Gradient.On();
        Tensor x = pictures.Detach();
        x.RequiresGrad = true;

        // In use no example feels another, so the gradient of the sum holds each one's own.
        Tensor score = Scores(method, model, x, target)[.., target].Sum();
        if (!score.RequiresGrad)
        {
            throw new ArgumentException($"{method}: no gradient flows from the scores of this {model.GetType().Name} to the picture; does it use Predict or Gradient.Off() inside?", nameof(model));
        }

        prepare?.Invoke(score);
        return Gradient.Of(score, x).Detach();
    });
}
