using NotebookKit.Charts;
using NotebookKit.Data;

namespace NotebookKit.Explain;

/// <summary>A map of examples, by PCA, discriminants or t-SNE, with the pictures themselves as points. Lecture S2 L12 (displaying the decision space).</summary>
public static class PictureMap
{
    /// <summary>Draws the map. Pictures in one channel are ink in their class's colour on the page; others stand in a frame of that colour.</summary>
    /// <remarks>Where many lie at one place only the first of them is drawn.</remarks>
    /// <param name="map">[N, 2], or more columns, of which the first two are shown.</param>
    /// <param name="set">The examples as pictures [N, 1 or 3, H, W], with their classes.</param>
    /// <param name="title">Stands above.</param>
    /// <param name="xLabel">What the first coordinate is.</param>
    /// <param name="yLabel">What the second is.</param>
    /// <param name="size">Pixels of a picture on the page.</param>
    /// <param name="width">Pixels of the figure.</param>
    /// <param name="height">Pixels of the figure.</param>
    /// <exception cref="ArgumentException">The numbers of points and pictures differ.</exception>
    public static Figure Draw(Tensor map, Dataset set, string? title = null, string xLabel = "first coordinate", string yLabel = "second coordinate", double size = 20, double width = 720, double height = 560)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(set);
        if (map.Rank != 2 || map.Shape[1] < 2 || map.Shape[0] != set.Count)
        {
            throw new ArgumentException($"PictureMap: takes a map [N, 2] with a point for each of the {set.Count} pictures, and got {map.Shape}.", nameof(map));
        }

        byte[] pixels = PicturePixels.Bytes(set.Inputs, out int channels);
        Color[] colors = [.. Enumerable.Range(0, set.Count).Select(i => set.IsClassification ? ClassColor(set.LabelOf(i), set.ClassNames.Count) : Palette.At(0))];
        int area = set.Inputs.Shape[2] * set.Inputs.Shape[3];
        byte[] rgba = new byte[4 * area * set.Count];
        for (int i = 0; i < area * set.Count; i++)
        {
            (rgba[4 * i], rgba[(4 * i) + 1], rgba[(4 * i) + 2], rgba[(4 * i) + 3]) = channels == 1
                ? (colors[i / area].R, colors[i / area].G, colors[i / area].B, pixels[i])
                : (pixels[3 * i], pixels[(3 * i) + 1], pixels[(3 * i) + 2], (byte)255);
        }

        double[][] points = map.Detach().To(DType.Float64).ToJagged<double>();
        PictureSeries pictures = new(Numbers.From(points.Select(p => p[0])), Numbers.From(points.Select(p => p[1])), rgba, set.Inputs.Shape[2], set.Inputs.Shape[3])
        {
            Size = size,
            Thin = true,
            Frames = channels == 1 ? [] : colors,
        };

        // Series without points are the legend.
        IEnumerable<Series> legend = set.ClassNames.Select((name, c) => new ScatterSeries([], []) { Name = name, Color = ClassColor(c, set.ClassNames.Count) });
        return new(new Plot([pictures, .. legend]) { X = new() { Label = xLabel }, Y = new() { Label = yLabel } }) { Title = title, Width = width, Height = height };
    }

    /// <summary>Colours around the circle for classes, bright enough for light and dark pages.</summary>
    private static Color ClassColor(int label, int classes) => Color.FromOklch(label % 2 == 0 ? 0.58 : 0.68, 0.17, (360.0 * label / Math.Max(1, classes)) + 20);
}
