using NotebookKit.Layers;
using NotebookKit.Models;

namespace NotebookKit.Painting;

/// <summary>A network that does not learn any more, and whose layers say how alike two pictures are: the eye of a painter.</summary>
/// <remarks>
/// It takes pictures [N, 3, H, W] from 0 to 1. The network stays as it is: its weights are no part of what is differentiated, whatever their RequiresGrad says, and what
/// comes after the last layer asked for is not computed. Johnson, Alahi and Fei-Fei 2016 call it the loss network; lecture S2 L12.
/// </remarks>
public sealed class LossNetwork
{
    private readonly Block network;
    private readonly Func<Tensor, Tensor> prepare;

    /// <summary>Takes a network in use.</summary>
    /// <param name="network">Any model made of blocks, not in training.</param>
    /// <param name="prepare">Makes what the network wants of pictures from 0 to 1, such as <see cref="Pretrained.Normalised"/>; nothing when null.</param>
    /// <exception cref="ArgumentException">The network is in training: its features would change with every look.</exception>
    public LossNetwork(Block network, Func<Tensor, Tensor>? prepare = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (network.IsTraining)
        {
            throw new ArgumentException($"LossNetwork: {network.GetType().Name} is in training, where its features change with every look; set IsTraining = false.", nameof(network));
        }

        (this.network, this.prepare) = (network, prepare ?? (pictures => pictures));
    }

    /// <summary>What it is called in charts and texts.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>Layers for the content, with their weights; used where nobody names others.</summary>
    public IReadOnlyDictionary<string, double> ContentLayers { get; init; } = new Dictionary<string, double>();

    /// <summary>Layers for the style, with their weights; used where nobody names others.</summary>
    public IReadOnlyDictionary<string, double> StyleLayers { get; init; } = new Dictionary<string, double>();

    /// <summary>SqueezeNet 1.1 as ImageNet taught it; style from the first convolution to fire 6, content from fire 4.</summary>
    /// <remarks>
    /// Made even it keeps its weights, but its windows do not overlap and its edges are mirrored. A network that looks at some pixels more often than at others, and at a frame of zeros,
    /// leaves a grid and dark bars in a picture that is made by descent.
    /// </remarks>
    /// <param name="even">Whether it is made even; else the network is as it was trained.</param>
    /// <exception cref="FileNotFoundException">The weights are not at hand.</exception>
    public static LossNetwork SqueezeNet11(bool even = true)
    {
        SqueezeNet model = Pretrained.SqueezeNet11();
        return new(even ? new EvenSqueezeNet(model) : model, Pretrained.Normalised)
        {
            Name = even ? "SqueezeNet 1.1, made even" : "SqueezeNet 1.1",
            ContentLayers = Weights("features.6"),
            StyleLayers = Weights("features.1", "features.3", "features.4", "features.6", "features.7", "features.9"),
        };
    }

    /// <summary>Random filters at several scales, never trained: enough for textures, and in every installation.</summary>
    /// <param name="rng">Where the weights come from; generator 0 when null, so that it is the same network each time.</param>
    public static LossNetwork RandomFilters(Rng? rng = null)
    {
        FilterPyramid model = new(rng: rng ?? new Rng(0)) { IsTraining = false };
        return new(model, pictures => (pictures - 0.5) / 0.25)
        {
            Name = "random filters",
            ContentLayers = Weights("scale1"),
            StyleLayers = Weights([.. model.Children().Select(child => child.Name)]),
        };
    }

    /// <summary>The outputs of named layers for pictures; the gradient flows to the pictures only.</summary>
    /// <param name="pictures">[N, 3, H, W] from 0 to 1.</param>
    /// <param name="layers">Names as <see cref="LayerFeatures"/> has them.</param>
    /// <exception cref="ArgumentException">A name is no layer of the network, or these are no pictures in colour.</exception>
    public IReadOnlyDictionary<string, Tensor> Features(Tensor pictures, params IReadOnlyList<string> layers)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(layers);
        if (pictures.Rank != 4 || pictures.Shape[1] != 3)
        {
            throw new ArgumentException($"LossNetwork: looks at pictures in colour, [N, 3, H, W], and got {pictures.Shape}; Artwork.Of makes them of what Datasets.Picture gives.", nameof(pictures));
        }

        // A weight that learns would be differentiated, too; one that is told not to forgets its gradient, so it is put back.
        (Parameter Weight, Tensor? Grad)[] learning = [.. network.Parameters().Where(parameter => parameter.RequiresGrad).Select(parameter => (parameter, parameter.Grad))];
        foreach ((Parameter weight, _) in learning)
        {
            weight.RequiresGrad = false;
        }

        try
        {
            return Shortened(network, layers).Features(prepare(pictures), layers);
        }
        finally
        {
            foreach ((Parameter weight, Tensor? grad) in learning)
            {
                weight.RequiresGrad = true;
                weight.Grad = grad;
            }
        }
    }

    /// <summary>Its name and its layers, in a line.</summary>
    public override string ToString() => $"{(Name.Length > 0 ? Name : network.GetType().Name)}: content {string.Join(", ", ContentLayers.Keys)}; style {string.Join(", ", StyleLayers.Keys)}";

    private static Dictionary<string, double> Weights(params IReadOnlyList<string> layers) => layers.ToDictionary(layer => layer, _ => 1.0);

    // A chain up to the last layer that is wanted, made of the same layers.
    private static Block Shortened(Block block, IReadOnlyList<string> wanted)
    {
        if (block is not Sequential chain)
        {
            return block;
        }

        (string Name, Module Layer)[] layers = [.. chain.Children()];
        int last = Array.FindLastIndex(layers, layer => wanted.Any(name => name == layer.Name || name.StartsWith(layer.Name + ".", StringComparison.Ordinal)));
        if (last < 0)
        {
            return block;
        }

        (string end, Module layer) = layers[last];
        if (!wanted.Contains(end) && layer is Block inner)
        {
            layers[last].Layer = Shortened(inner, [.. wanted.Where(name => name.StartsWith(end + ".", StringComparison.Ordinal)).Select(name => name[(end.Length + 1)..])]);
        }

        return new Sequential(layers[..(last + 1)]);
    }
}
