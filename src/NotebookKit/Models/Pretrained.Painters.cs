using NotebookKit.Data;
using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <content>Painters of one style each.</content>
public static partial class Pretrained
{
    private const string PainterPrefix = "painter-";

    /// <summary>The names that <see cref="Painter"/> knows, each after a painting by van Gogh.</summary>
    public static IReadOnlyList<string> PainterNames { get; } =
        [.. Datasets.TrainedNetworks.Where(network => network.Name.StartsWith(PainterPrefix, StringComparison.Ordinal)).Select(network => network.Name[PainterPrefix.Length..])];

    /// <summary>A painter of 28,270 weights, trained on one painting by van Gogh: <c>Pretrained.Painter("starry-night").Paint(Datasets.Picture("china"))</c>.</summary>
    /// <param name="name">bedroom, la-campesinos, red-vineyards, self-portrait, sien-with-a-cigar, soup-distribution, starry-night, sunflowers-bew or wheatfield-with-crows.</param>
    /// <exception cref="ArgumentException">There is no such painter.</exception>
    public static PainterNetwork Painter(string name)
    {
        if (!PainterNames.Contains(name))
        {
            throw new ArgumentException($"Pretrained.Painter: there is no painter '{name}'; there are {string.Join(", ", PainterNames)}.", nameof(name));
        }

        PainterNetwork model = new();
        model.Load(StateDictionary.Of(Datasets.Weights(PainterPrefix + name)).ToDictionary(named => Place(named.Key), named => Shaped(named.Key, named.Value)));
        model.IsTraining = false;
        return model;
    }

    // 03.res1.conv1.scale is res.0.body.conv1.norm.weight.
    private static string Place(string name)
    {
        string[] parts = name.Split('.');
        string layer = parts.Length == 4 ? $"res.{int.Parse(parts[1][3..], System.Globalization.CultureInfo.InvariantCulture) - 1}.body.{parts[2]}" : parts[1] == "conv_out" ? "out" : parts[1];
        return layer + parts[^1] switch { "w" => ".conv.weight", "scale" => ".norm.weight", _ => ".norm.bias" };
    }

    private static Tensor Shaped(string name, Tensor values) => name.EndsWith(".w", StringComparison.Ordinal) ? values : values.Reshape(values.Count);
}
