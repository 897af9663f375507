using NotebookKit.Layers;

namespace NotebookKit.Explain;

/// <summary>A method that says which pixels of a picture spoke for a class: occlusion, saliency, Grad-CAM and their kin.</summary>
/// <remarks>
/// All of them look at a model in use (<see cref="Module.IsTraining"/> is off meanwhile, and as it was afterwards, also after an error), and leave its
/// parameters and their gradients alone. The same call gives the same map.
/// </remarks>
public interface IExplainer
{
    /// <summary>What people call it.</summary>
    string Name { get; }

    /// <summary>Which pixels spoke for a class.</summary>
    /// <param name="model">Gives [N, classes] scores before the softmax for pictures [N, C, H, W].</param>
    /// <param name="picture">[C, H, W] or [1, C, H, W] of floats, as the model wants it.</param>
    /// <param name="target">The class, from 0.</param>
    /// <exception cref="ArgumentException">The picture or the class does not fit the model.</exception>
    ImportanceMap Explain(Module model, Tensor picture, int target);
}
