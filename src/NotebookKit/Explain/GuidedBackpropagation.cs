using NotebookKit.Gradients;
using NotebookKit.Layers;

namespace NotebookKit.Explain;

/// <summary>Guided backpropagation: the way back with a second gate at every ReLU, which stops negative gradients.</summary>
/// <remarks>
/// At y = max(0, x) a gradient g goes on as g where x is above 0 and g itself is above 0, else as 0; then the size, the largest over the colours.
/// The extra gates are hooks on the recorded history of this one score, so every ReLU counts, whether it is a layer or a call of Relu(), and neither
/// the model nor anybody else who uses it notices. Springenberg et al. 2015. Its pictures are sharp, and hardly depend on the class: see
/// <see cref="WeightRandomisation"/> (Adebayo et al. 2018) before you believe them.
/// </remarks>
public sealed record GuidedBackpropagation : IExplainer
{
    /// <inheritdoc/>
    public string Name => "guided backpropagation";

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">No ReLU lies between the picture and the score.</exception>
    public ImportanceMap Explain(Module model, Tensor picture, int target)
    {
        Tensor one = InUse.One(Name, picture);
        return new(Name, InUse.Slope(Name, model, one, target, score => Guard(model, score))[0].Abs().Amax(0), one[0], target);
    }

    private static void Guard(Module model, Tensor score)
    {
        int gates = 0;
        HashSet<GradientNode> seen = [];
        Stack<GradientNode> open = new([score.GradientEdge()!]);
        while (open.TryPop(out GradientNode? node))
        {
            if (!seen.Add(node))
            {
                continue;
            }

            if (node.Name == nameof(Ops.Relu))
            {
                (node.Hooks ??= new GradientHooks(node.Shape, score.DType)).Add(gradient => gradient.Relu());
                gates++;
            }

            foreach (GradientNode input in node.Inputs.OfType<GradientNode>())
            {
                open.Push(input);
            }
        }

        if (gates == 0)
        {
            throw new InvalidOperationException($"Guided backpropagation: this {model.GetType().Name} uses no ReLU, so there is no gate to guide; take Saliency.");
        }
    }
}
