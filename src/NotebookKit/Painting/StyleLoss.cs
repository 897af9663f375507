using NotebookKit.Gradients;

namespace NotebookKit.Painting;

/// <summary>How far a picture is from a style, or from a mixture of styles: the distance of their Gram matrices.</summary>
/// <remarks>
/// L = sum over layers of w_l |G_l(x) - A_l|^2 / |A_l|^2 with A the style's <see cref="Gram"/> matrices; for several styles A is their weighted mean. The picture may have another
/// size than the style's. <see cref="IsRelative"/> false leaves the division out, as Johnson, Alahi and Fei-Fei 2016 have it. Gatys, Ecker and Bethge 2015; lecture S2 L12.
/// </remarks>
public sealed class StyleLoss
{
    private readonly Dictionary<string, Tensor> targets;
    private readonly Dictionary<string, double> sizes;

    /// <summary>Remembers the Gram matrices of one style.</summary>
    /// <param name="network">The eye.</param>
    /// <param name="style">[1, 3, H, W] from 0 to 1.</param>
    /// <param name="layers">Layers and their weights; the network's style layers when null.</param>
    /// <param name="isRelative">Whether a layer's distance is measured by the size of the style's matrix.</param>
    public StyleLoss(LossNetwork network, Tensor style, IReadOnlyDictionary<string, double>? layers = null, bool isRelative = true)
        : this(network, [(style, 1)], layers, isRelative)
    {
    }

    /// <summary>Remembers a mixture of styles.</summary>
    /// <param name="network">The eye.</param>
    /// <param name="styles">Pictures [1, 3, H, W] from 0 to 1, each of its own size, with their shares.</param>
    /// <param name="layers">Layers and their weights; the network's style layers when null.</param>
    /// <param name="isRelative">Whether a layer's distance is measured by the size of the mixed matrix.</param>
    /// <exception cref="ArgumentException">There are no styles or layers, shares or weights are negative or all 0, or the network has no such layer.</exception>
    public StyleLoss(LossNetwork network, IReadOnlyList<(Tensor Picture, double Share)> styles, IReadOnlyDictionary<string, double>? layers = null, bool isRelative = true)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(styles);
        double all = styles.Sum(style => style.Share);
        if (styles.Any(style => !(style.Share >= 0)) || !(all > 0) || !double.IsFinite(all))
        {
            throw new ArgumentException($"StyleLoss: shares of styles are 0 or more and not all 0, and got {string.Join(", ", styles.Select(style => style.Share))}.", nameof(styles));
        }

        (Network, Layers, IsRelative) = (network, LayerWeights.Checked(nameof(StyleLoss), layers ?? network.StyleLayers), isRelative);
        using (Gradient.Off())
        {
            Dictionary<string, Tensor> sums = [];
            foreach ((Tensor picture, double share) in styles)
            {
                IReadOnlyDictionary<string, Tensor> features = network.Features(picture, [.. Layers.Keys]);
                foreach (string layer in Layers.Keys)
                {
                    Tensor part = Gram.Of(features[layer]).Mean(0, keepDim: true) * (share / all);
                    sums[layer] = sums.TryGetValue(layer, out Tensor? sum) ? sum + part : part;
                }
            }

            targets = sums.ToDictionary(sum => sum.Key, sum => sum.Value.Detach().Clone().Keep());
            sizes = sums.ToDictionary(sum => sum.Key, sum => isRelative ? LayerWeights.Size(targets[sum.Key]) : 1);
        }
    }

    /// <summary>The eye.</summary>
    public LossNetwork Network { get; }

    /// <summary>Layers and their weights.</summary>
    public IReadOnlyDictionary<string, double> Layers { get; }

    /// <summary>Whether distances are measured by the size of the style's matrices.</summary>
    public bool IsRelative { get; }

    /// <summary>The loss of pictures as one number, the mean over them.</summary>
    /// <param name="pictures">[N, 3, H, W] from 0 to 1.</param>
    public Tensor Of(Tensor pictures) => Of(Network.Features(pictures, [.. Layers.Keys]));

    /// <summary>The loss of features that were computed before, for several losses on one pass.</summary>
    /// <param name="features">Those of <see cref="Layers"/> at least.</param>
    public Tensor Of(IReadOnlyDictionary<string, Tensor> features)
    {
        ArgumentNullException.ThrowIfNull(features);
        return Layers.Select(layer => Apart(layer.Key, features[layer.Key]) * layer.Value).Aggregate((a, b) => a + b);
    }

    /// <summary>What each layer contributes before its weight, by name.</summary>
    /// <param name="pictures">[N, 3, H, W] from 0 to 1.</param>
    public IReadOnlyDictionary<string, double> Parts(Tensor pictures)
    {
        using (Gradient.Off())
        {
            IReadOnlyDictionary<string, Tensor> features = Network.Features(pictures, [.. Layers.Keys]);
            return Layers.Keys.ToDictionary(layer => layer, layer => Apart(layer, features[layer]).Item());
        }
    }

    /// <summary>The network and the layers, in a line.</summary>
    public override string ToString() => $"StyleLoss on {Network.Name}: {LayerWeights.Text(Layers)}";

    private Tensor Apart(string layer, Tensor maps) => (Gram.Of(maps) - targets[layer]).Square().Sum() / (sizes[layer] * maps.Shape[0]);
}
