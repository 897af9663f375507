using NotebookKit.Gradients;
using NotebookKit.Layers;

namespace NotebookKit.Explain;

/// <summary>Grad-CAM: the maps of one layer, each weighted by how much the score wants more of it, laid over the picture.</summary>
/// <remarks>
/// a_k = the mean over places of d score / d A_k; the map is max(0, sum over k of a_k A_k), drawn up to the picture's size bilinearly. The last layer
/// that still has places is the usual one: it knows most of classes, and its places are coarse. Selvaraju et al. 2017.
/// </remarks>
/// <param name="Layer">A layer whose outputs are maps, by its name as in <see cref="LayerFeatures"/>: "features.12".</param>
public sealed record GradCam(string Layer) : IExplainer
{
    /// <inheritdoc/>
    public string Name => "Grad-CAM";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The model is no <see cref="Block"/>, walks through no such layer, or its outputs are no maps.</exception>
    public ImportanceMap Explain(Module model, Tensor picture, int target)
    {
        Tensor one = InUse.One(Name, picture);
        Block block = model as Block ?? throw new ArgumentException($"Grad-CAM: looks into a Block, whose layers have names, such as a Sequential; {model?.GetType().Name} is none.", nameof(model));
        (Tensor maps, Tensor slope) = InUse.Run(model, () =>
        {
            using IDisposable on = Gradient.On();
            Tensor x = one.Detach();
            x.RequiresGrad = true;
            Watched watched = new(block, Layer);
            Tensor score = InUse.Scores(Name, watched, x, target)[0, target];
            Tensor found = watched.Found ?? throw new ArgumentException(
                $"Grad-CAM: {model.GetType().Name} walks through no layer called {Layer}; its first levels are {string.Join(", ", model.Children().Select(child => child.Name))}.", nameof(model));
            return found.Rank == 4
                ? (found.Detach(), Gradient.Of(score, found).Detach())
                : throw new ArgumentException($"Grad-CAM: layer {Layer} gives {found.Shape}, which are no maps [1, K, h, w]; take a layer before its outputs are flattened.", nameof(model));
        });

        Tensor coarse = (slope.Mean([2, 3], keepDim: true) * maps).Sum(1, keepDim: true).Relu();
        return new(Name, coarse.Interpolate(new Pair(one.Shape[2], one.Shape[3]), Interpolation.Linear)[0, 0], one[0], target);
    }

    // The model itself, with an eye on one layer.
    private sealed class Watched(Block block, string layer) : Module
    {
        public Tensor? Found { get; private set; }

        public override Tensor Forward(Tensor input) => Walk(block, input, string.Empty);

        private Tensor Walk(Block inside, Tensor input, string path) => inside.Walk(input, (module, value) =>
        {
            string name = path + inside.NameOf(module);
            Tensor output = module is Block inner ? Walk(inner, value, name + ".") : module.Forward(value);
            Found = name == layer ? output : Found;
            return output;
        });
    }
}
