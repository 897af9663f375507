using NotebookKit.Gradients;

namespace NotebookKit.Painting;

/// <summary>How far a picture is from another in the eyes of a network: the distance of their features. The content loss of style transfer.</summary>
/// <remarks>
/// L = sum over layers of w_l |F_l(x) - F_l(y)|^2 / |F_l(y)|^2, zero for equal pictures. Divided by the size of the target's own features a layer's part means the same in every
/// network: 0.01 is a tenth of the features' length. <see cref="IsRelative"/> false divides by C H W instead (Johnson, Alahi and Fei-Fei 2016; Gatys et al. take 1/2). Lecture S2 L12:
/// the distance between embedded image vectors.
/// </remarks>
public sealed class PerceptualLoss
{
    private readonly Dictionary<string, Tensor> targets;
    private readonly Dictionary<string, double> sizes;

    /// <summary>Remembers the features of a target.</summary>
    /// <param name="network">The eye.</param>
    /// <param name="target">[1, 3, H, W] from 0 to 1, or [N, 3, H, W] for as many pictures.</param>
    /// <param name="layers">Layers and their weights; the network's content layers when null.</param>
    /// <param name="isRelative">Whether a layer's distance is measured by the size of the target's features.</param>
    /// <exception cref="ArgumentException">There are no layers, a weight is negative, or the network has no such layer.</exception>
    public PerceptualLoss(LossNetwork network, Tensor target, IReadOnlyDictionary<string, double>? layers = null, bool isRelative = true)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(target);
        (Network, Layers, IsRelative) = (network, LayerWeights.Checked(nameof(PerceptualLoss), layers ?? network.ContentLayers), isRelative);
        using (Gradient.Off())
        {
            IReadOnlyDictionary<string, Tensor> features = network.Features(target, [.. Layers.Keys]);
            targets = Layers.Keys.ToDictionary(layer => layer, layer => features[layer].Detach().Clone().Keep());
            sizes = Layers.Keys.ToDictionary(layer => layer, layer => isRelative ? LayerWeights.Size(targets[layer]) : targets[layer].Count);
        }
    }

    /// <summary>The eye.</summary>
    public LossNetwork Network { get; }

    /// <summary>Layers and their weights.</summary>
    public IReadOnlyDictionary<string, double> Layers { get; }

    /// <summary>Whether distances are measured by the size of the target's features.</summary>
    public bool IsRelative { get; }

    /// <summary>The loss of pictures as one number.</summary>
    /// <param name="pictures">Of the target's shape.</param>
    public Tensor Of(Tensor pictures) => Of(Network.Features(pictures, [.. Layers.Keys]));

    /// <summary>The loss of features that were computed before, for several losses on one pass.</summary>
    /// <param name="features">Those of <see cref="Layers"/> at least.</param>
    /// <exception cref="ArgumentException">A layer's features have another shape than the target's: the pictures differ in size.</exception>
    public Tensor Of(IReadOnlyDictionary<string, Tensor> features)
    {
        ArgumentNullException.ThrowIfNull(features);
        return Layers.Select(layer => Apart(layer.Key, features[layer.Key]) * (layer.Value / sizes[layer.Key])).Aggregate((a, b) => a + b);
    }

    /// <summary>The network and the layers, in a line.</summary>
    public override string ToString() => $"PerceptualLoss on {Network.Name}: {LayerWeights.Text(Layers)}";

    private Tensor Apart(string layer, Tensor maps) => maps.Shape == targets[layer].Shape
        ? (maps - targets[layer]).Square().Sum()
        : throw new ArgumentException($"PerceptualLoss: the target's features of {layer} are {targets[layer].Shape}, and the picture's are {maps.Shape}; contents are compared place by place, so give both pictures one size.");
}
