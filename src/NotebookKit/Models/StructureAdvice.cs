using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>Looks at the maps of a convolutional network as an old hand would: sizes should fall and numbers of maps rise on the way, by about 2 every few layers. Lecture S1.</summary>
/// <param name="Maps">The convolutions in order: name, maps, height and width of each result.</param>
/// <param name="Warnings">What is unlike the rule and what to try; none when all is usual. A rule of thumb: networks for pixels break it on purpose.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record StructureAdvice(IReadOnlyList<(string Name, int Maps, int Height, int Width)> Maps, IReadOnlyList<string> Warnings)
{
    /// <summary>The most convolutions of one size and number of maps that pass without a word: VGG has 3, with the first of another width 4.</summary>
    private const int MostAlike = 4;

    /// <summary>Looks at a network.</summary>
    /// <param name="model">A network with <see cref="Conv2d"/> layers in the order of its fields.</param>
    /// <param name="input">The shape of an input with its batch axis.</param>
    /// <exception cref="ArgumentException">It has no convolution.</exception>
    public static StructureAdvice Of(Module model, Shape input)
    {
        (string Name, int Maps, int Height, int Width)[] maps =
        [
            .. ModuleSummary.Of(model, input).Layers
                .Where(layer => layer.Layer.StartsWith("Conv2d", StringComparison.Ordinal) && layer.Output is { Rank: 4 })
                .Select(layer => (layer.Name, layer.Output!.Value[1], layer.Output.Value[2], layer.Output.Value[3])),
        ];
        if (maps.Length == 0)
        {
            throw new ArgumentException($"StructureAdvice: {model} has no Conv2d layer that an input {input} goes through.", nameof(model));
        }

        List<string> warnings = [];
        int alike = 1;
        for (int i = 1; i < maps.Length; i++)
        {
            (string name, int count, int height, int width) = maps[i];
            (string last, int before, int high, int wide) = maps[i - 1];
            if (height > high || width > wide)
            {
                warnings.Add($"{name}: maps grow from {high} x {wide} to {height} x {width}; sizes usually fall from layer to layer, so pool or stride instead of padding that much.");
            }

            if (count < before)
            {
                warnings.Add($"{name}: {count} maps after {before} of {last}; their number usually rises.");
            }
            else if (height * width <= high * wide / 3 && count == before)
            {
                warnings.Add($"{name}: the size falls from {high} x {wide} to {height} x {width} and there are still {count} maps; {2 * count} would keep about half of the numbers.");
            }
            else if (count > 4 * before && i > 1)
            {
                warnings.Add($"{name}: {count} maps after {before} at once; a factor of about 2 every few layers is usual.");
            }

            alike = (count, height, width) == (before, high, wide) ? alike + 1 : 1;
            if (alike == MostAlike + 1)
            {
                warnings.Add($"{name}: the {alike}th convolution in a row with {count} maps of {height} x {width}; pool and double the maps every few layers.");
            }
        }

        return new(maps, warnings);
    }

    /// <summary>The maps in a line, and a line for each warning.</summary>
    public override string ToString() => string.Join('\n', [string.Join(" - ", Maps.Select(one => $"{one.Maps} x {one.Height} x {one.Width}")), .. Warnings.DefaultIfEmpty("as is usual")]);
}
