using NotebookKit.Charts;

namespace NotebookKit.Explain;

/// <summary>Activations as pictures.</summary>
public static class ActivationPictures
{
    /// <summary>The maps of one picture in a layer, each on its own scale from its smallest number (dark) to its largest (bright); black where a map is the same everywhere.</summary>
    /// <param name="output">A layer's output [N, maps, H, W].</param>
    /// <param name="picture">Which picture of the batch.</param>
    /// <param name="most">At most so many maps.</param>
    /// <param name="title">Stands above; the layer and its share of numbers that are not zero when null.</param>
    /// <param name="columns">Maps in a row.</param>
    /// <param name="width">Pixels of a map on the page.</param>
    /// <exception cref="ArgumentException">The layer gives no maps, or there is no such picture.</exception>
    public static Figure Maps(this LayerOutput output, int picture = 0, int most = 16, string? title = null, int columns = 8, double width = 64)
    {
        ArgumentNullException.ThrowIfNull(output);
        Shape shape = output.Values.Shape;
        if (shape.Rank != 4 || picture < 0 || picture >= shape[0])
        {
            throw new ArgumentException($"Maps: takes maps [N, maps, H, W] and a picture from 0 to N - 1; layer {output.Name} gives {shape}, and the picture is {picture}.", nameof(output));
        }

        Tensor own = output.Values.Detach()[picture].To(DType.Float32);
        double active = new LayerOutput(output.Name, output.Layer, own).ActiveShare;
        int maps = Math.Min(most, shape[1]), size = shape[2] * shape[3];
        float[] values = own[..maps].Contiguous().ToArray<float>();
        byte[] rgb = new byte[3 * values.Length];
        for (int k = 0; k < maps; k++)
        {
            ReadOnlySpan<float> map = values.AsSpan(k * size, size);
            (float low, float high) = (float.PositiveInfinity, float.NegativeInfinity);
            foreach (float value in map)
            {
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
            }

            for (int i = 0; i < size; i++)
            {
                Color color = ColorScale.Sequential.At(high > low ? (map[i] - low) / (high - low) : 0);
                int at = 3 * ((k * size) + i);
                (rgb[at], rgb[at + 1], rgb[at + 2]) = high > low ? (color.R, color.G, color.B) : ((byte)0, (byte)0, (byte)0);
            }
        }

        return new(new ImageGrid(rgb, shape[2], shape[3], 3) { Columns = columns, DisplayWidth = width })
        {
            Title = title ?? FormattableString.Invariant($"{output.Name}: {shape[1]} maps of {shape[2]} x {shape[3]}, {active:P0} not zero"),
        };
    }

    /// <summary>The share of numbers that are not zero in each layer, as bars from the first layer to the last.</summary>
    /// <param name="outputs">Layers of a recording, those after a ReLU say.</param>
    /// <param name="title">Stands above.</param>
    public static Figure ActiveShares(this IEnumerable<LayerOutput> outputs, string title = "How much of each layer is active")
    {
        LayerOutput[] all = [.. outputs];
        return Chart.Bars([.. all.Select(output => output.Name)], Numbers.From(all.Select(output => 100 * output.ActiveShare)), title, new() { XLabel = "layer", YLabel = "numbers that are not zero (%)", YRange = (0, 100) });
    }
}
