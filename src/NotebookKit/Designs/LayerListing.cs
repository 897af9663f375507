using System.Globalization;
using System.Text;
using NotebookKit.Layers;

namespace NotebookKit.Designs;

/// <summary>A layer of a listing.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Type">What it does, such as CONVOLUTION.</param>
/// <param name="Bottoms">The names of what goes in.</param>
/// <param name="Tops">The names of what comes out; the same as what goes in where it works in place.</param>
/// <param name="Rates">Factors of the learning rate, for weights and bias; none for 1.</param>
/// <param name="Parameters">Its settings, such as num_output, in the order in which they stand.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record ListedLayer(
    string Name, string Type, IReadOnlyList<string> Bottoms, IReadOnlyList<string> Tops, IReadOnlyList<double> Rates, IReadOnlyList<KeyValuePair<string, string>> Parameters)
{
    /// <summary>A whole number among its settings.</summary>
    /// <param name="name">Such as kernel_size.</param>
    /// <param name="otherwise">What it is when not said; null when it has to be.</param>
    /// <exception cref="FormatException">It is not said, or is no whole number.</exception>
    public int Number(string name, int? otherwise = null)
    {
        string? text = Parameters.Where(pair => pair.Key == name).Select(pair => pair.Value).FirstOrDefault();
        return text is null
            ? otherwise ?? throw new FormatException($"layer {Name}: {Type} needs {name}")
            : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : throw new FormatException($"layer {Name}: {name} is \"{text}\" and ought to be a whole number");
    }

    /// <summary>The block of the listing.</summary>
    public override string ToString()
    {
        StringBuilder text = new("layers {\n");
        void Line(string what, int depth = 1) => text.Append(' ', 2 * depth).Append(what).Append('\n');
        foreach (string bottom in Bottoms)
        {
            Line($"bottom: \"{bottom}\"");
        }

        foreach (string top in Tops)
        {
            Line($"top: \"{top}\"");
        }

        Line($"name: \"{Name}\"");
        Line($"type: {Type}");
        foreach (double rate in Rates)
        {
            Line(FormattableString.Invariant($"blobs_lr: {rate:R}"));
        }

        if (Parameters.Count > 0)
        {
            Line($"{Type.ToLowerInvariant()}_param {{");
            foreach ((string name, string value) in Parameters)
            {
                Line($"{name}: {value}", 2);
            }

            Line("}");
        }

        return text.Append('}').ToString();
    }
}

/// <summary>A network as text: blocks of <c>layers { ... }</c>, as in the lecture's listing, which a search can write and read like a sentence.</summary>
/// <remarks>
/// A block names its inputs (bottom) and outputs (top), its type, factors of the learning rate (blobs_lr), and its settings in a block of their own
/// (convolution_param). Lecture S2 L11 (starting from scratch).
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed class LayerListing
{
    /// <summary>Makes a listing of layers.</summary>
    public LayerListing(IReadOnlyList<ListedLayer> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        Layers = layers;
    }

    /// <summary>The layers, in their order.</summary>
    public IReadOnlyList<ListedLayer> Layers { get; }

    /// <summary>Reads a listing.</summary>
    /// <param name="text">Blocks of <c>layers { ... }</c>; a <c>#</c> begins a remark.</param>
    /// <exception cref="FormatException">The text is none; the message names the line and what was expected there.</exception>
    public static LayerListing Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(new ListingReader(text).Layers());
    }

    /// <summary>The network, where each layer takes what the one before gave.</summary>
    /// <param name="channels">Channels of the pictures.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    /// <exception cref="FormatException">A layer takes something else, is of a type that is not built, or lacks a setting.</exception>
    public Sequential Build(int channels, Rng? rng = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        List<(string Name, Module Layer)> built = [];
        string? before = null;
        foreach (ListedLayer layer in Layers)
        {
            if (layer.Bottoms.Count != 1 || layer.Tops.Count != 1 || (before is not null && layer.Bottoms[0] != before))
            {
                throw new FormatException($"layer {layer.Name}: a chain is built, where each layer takes what the one before gave ({before ?? "the picture"}), and this one takes {string.Join(", ", layer.Bottoms)}");
            }

            Module module = layer.Type switch
            {
                "RELU" => new ReLU(),
                "CONVOLUTION" => new Conv2d(channels, layer.Number("num_output"), layer.Number("kernel_size"), layer.Number("stride", 1), layer.Number("pad", 0), rng: rng),
                "POOLING" when layer.Parameters.Any(pair => pair is { Key: "pool", Value: "AVE" }) => new AvgPool2d(layer.Number("kernel_size"), layer.Number("stride", 1)),
                "POOLING" => new MaxPool2d(layer.Number("kernel_size"), layer.Number("stride", 1)),
                _ => throw new FormatException($"layer {layer.Name}: {layer.Type} is not built; RELU, CONVOLUTION and POOLING are"),
            };
            channels = layer.Type == "CONVOLUTION" ? layer.Number("num_output") : channels;
            built.Add((layer.Name, module));
            before = layer.Tops[0];
        }

        return new Sequential([.. built]);
    }

    /// <summary>The listing, one block after the other; <see cref="Parse"/> reads it back.</summary>
    public override string ToString() => string.Join('\n', Layers);
}
