using NotebookKit.Layers;

namespace NotebookKit.Painting;

/// <summary>What a picture shall be liked by: f(I) of activation maximisation, one number a picture.</summary>
/// <remarks>
/// A class, a unit (one channel at one place), a whole channel, or all of a layer. Layers are named as in <see cref="LayerFeatures.Features"/>. Where several
/// classes or channels are given, there is one for each picture of the batch, so that many pictures are painted at once.
/// <code>
/// ActivationTarget.Class(281)                      // the score of "tabby"
/// ActivationTarget.Channel("features.7", 3)        // the mean of the fourth map
/// new ActivationTarget("both", (model, pictures) => ...)
/// </code>
/// Erhan, Bengio, Courville and Vincent 2009; Simonyan, Vedaldi and Zisserman 2014; lecture S2 L12 (gradient ascent).
/// </remarks>
/// <param name="Name">In a few words, for titles.</param>
/// <param name="Of">From the model and what it gets, [N, ...], to [N] numbers, recorded.</param>
public sealed record ActivationTarget(string Name, Func<Module, Tensor, Tensor> Of)
{
    /// <summary>The score of a class before the softmax, as Simonyan and others take it: the probability can grow by making other classes less likely.</summary>
    /// <param name="classes">One for all pictures, or one each.</param>
    public static ActivationTarget Class(params int[] classes) =>
        new($"class {Words(classes)}", (model, pictures) => Chosen(model.Forward(pictures), classes, "class"));

    /// <summary>The logarithm of the probability of a class.</summary>
    /// <inheritdoc cref="Class"/>
    public static ActivationTarget ClassProbability(params int[] classes) =>
        new($"probability of class {Words(classes)}", (model, pictures) => Chosen(model.Forward(pictures).LogSoftmax(1), classes, "class"));

    /// <summary>The mean of a channel over all places; of a layer without places the unit itself.</summary>
    /// <param name="layer">The layer's name.</param>
    /// <param name="channels">One for all pictures, or one each.</param>
    public static ActivationTarget Channel(string layer, params int[] channels) => new($"{layer}, channel {Words(channels)}", (model, pictures) =>
    {
        Tensor features = At(model, layer, pictures);
        return Chosen(features.Rank == 4 ? features.Mean([2, 3]) : features, channels, $"channel of {layer}");
    });

    /// <summary>A channel at one place of the map; the middle when none is given.</summary>
    /// <param name="layer">The layer's name.</param>
    /// <param name="channel">Which map.</param>
    /// <param name="row">Row of the map.</param>
    /// <param name="column">Column of the map.</param>
    public static ActivationTarget Unit(string layer, int channel, int? row = null, int? column = null) => new($"{layer}, channel {channel} at one place", (model, pictures) =>
    {
        Tensor features = At(model, layer, pictures);
        if (features.Rank != 4)
        {
            throw new ArgumentException($"ActivationTarget.Unit: {layer} gives {features.Shape}, which has no places; take Channel.");
        }

        (int y, int x) = (row ?? features.Shape[2] / 2, column ?? features.Shape[3] / 2);
        return y >= 0 && y < features.Shape[2] && x >= 0 && x < features.Shape[3]
            ? Chosen(features[.., .., y, x], [channel], $"channel of {layer}")
            : throw new ArgumentException($"ActivationTarget.Unit: {layer} has {features.Shape[2]} x {features.Shape[3]} places, and ({y}, {x}) is none of them.");
    });

    /// <summary>Half the mean square of all that a layer gives, 1/2 mean of a^2: whatever is there already grows. What DeepDream climbs.</summary>
    /// <param name="layer">The layer's name.</param>
    public static ActivationTarget Layer(string layer) => new($"all of {layer}", (model, pictures) => At(model, layer, pictures).Flatten(1).Square().Mean(1) / 2);

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>The number of each picture, checked.</summary>
    internal Tensor Values(Module model, Tensor input)
    {
        Tensor values = Of(model, input);
        return values.Shape == new Shape(input.Shape[0])
            ? values
            : throw new ArgumentException($"ActivationTarget \"{Name}\": gives one number a picture, [{input.Shape[0]}], and gave {values.Shape}; take the mean over the other axes.");
    }

    /// <summary>What a layer gives.</summary>
    internal static Tensor At(Module model, string layer, Tensor pictures)
    {
        ArgumentNullException.ThrowIfNull(layer);
        Block block = model as Block ?? throw new ArgumentException($"Layers are looked up by name in a Block, such as Sequential and the networks of NotebookKit.Models, and {model.GetType().Name} is none.", nameof(model));
        return block.Features(pictures, layer)[layer];
    }

    private static Tensor Chosen(Tensor values, int[] places, string what)
    {
        if (values.Rank != 2 || (places.Length != 1 && places.Length != values.Shape[0]) || places.Any(place => place < 0 || place >= values.Shape[1]))
        {
            string have = values.Rank == 2 ? $"0 to {values.Shape[1] - 1}, for {values.Shape[0]} pictures" : $"values {values.Shape}, which are no [N, C]";
            throw new ArgumentException($"ActivationTarget: wants one {what} for all pictures or one each; there are {have}, and asked was {string.Join(", ", places)}.");
        }

        long[] each = [.. Enumerable.Range(0, values.Shape[0]).Select(n => (long)places[places.Length == 1 ? 0 : n])];
        return values.TakeAlongAxis(1, Tensor.From(each, [each.Length, 1])).Squeeze(1);
    }

    private static string Words(int[] places)
    {
        ArgumentNullException.ThrowIfNull(places);
        return string.Join(", ", places.Take(5)) + (places.Length > 5 ? ", ..." : "");
    }
}
