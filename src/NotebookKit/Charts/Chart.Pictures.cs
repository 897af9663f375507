using NotebookKit.Charts.Drawing;

namespace NotebookKit.Charts;

public static partial class Chart
{
    /// <summary>A matrix as coloured cells: <c>Chart.HeatMap(matrix)</c>. The scale is diverging where values are negative.</summary>
    public static Figure HeatMap(NumberGrid matrix, string? title = null, IReadOnlyList<string>? rows = null, IReadOnlyList<string>? columns = null)
    {
        bool signed = matrix.Span.ToArray().Any(value => value < 0);
        return new(new HeatMap(matrix) { RowLabels = rows, ColumnLabels = columns, Scale = signed ? ColorScale.Diverging : ColorScale.Sequential }) { Title = title };
    }

    /// <summary>Counts of true classes (rows) against predicted ones (columns): <c>Chart.Confusion(counts, classNames)</c>.</summary>
    /// <remarks>Coloured by the share of the row on a logarithmic scale, so that the few mistakes glow; the counts are printed.</remarks>
    public static Figure Confusion(NumberGrid counts, IReadOnlyList<string>? classes = null, string? title = null) =>
        new(new HeatMap(counts.RowNormalized())
        {
            Printed = counts,
            Log = true,
            Max = 1,
            RowLabels = classes,
            ColumnLabels = classes,
            RowAxis = "true class",
            ColumnAxis = "predicted class",
        })
        { Title = title };

    /// <summary>Images with bytes 0 to 255: <c>Chart.Images(pixels, 28, 28, captions)</c>.</summary>
    /// <param name="pixels">Images × height × width × channels.</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="captions">What stands under each image; a string is a plain caption.</param>
    /// <param name="title">Stands above the figure.</param>
    /// <param name="columns">Images in a row; null: at most 10.</param>
    /// <param name="channels">1 for grey, 3 for RGB.</param>
    public static Figure Images(
        ReadOnlySpan<byte> pixels, int height, int width, IReadOnlyList<Caption>? captions = null, string? title = null, int? columns = null, int channels = 1) =>
        new(new ImageGrid(pixels, height, width, channels) { Captions = captions ?? [], Columns = columns }) { Title = title };

    /// <summary>Images with values 0 to 1, as networks see them; values outside are clamped.</summary>
    public static Figure Images(
        ReadOnlySpan<float> pixels, int height, int width, IReadOnlyList<Caption>? captions = null, string? title = null, int? columns = null, int channels = 1)
    {
        var bytes = new byte[pixels.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)Math.Round(255 * Math.Clamp(float.IsNaN(pixels[i]) ? 0 : pixels[i], 0, 1));
        }

        return Images(bytes, height, width, captions, title, columns, channels);
    }

    /// <summary>Weights as images: blue where negative, white at zero, orange-red where positive, on one scale for all.</summary>
    /// <param name="weights">Images × height × width.</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="width">Values in a row.</param>
    /// <param name="captions">What stands under each image.</param>
    /// <param name="title">Stands above the figure.</param>
    /// <param name="columns">Images in a row; null: at most 10.</param>
    public static Figure Weights(Numbers weights, int height, int width, IReadOnlyList<Caption>? captions = null, string? title = null, int? columns = null)
    {
        var range = ColorRange.Of(weights.Span, ColorScale.Diverging);
        var rgb = new byte[weights.Count * 3];
        for (int i = 0; i < weights.Count; i++)
        {
            (rgb[3 * i], rgb[(3 * i) + 1], rgb[(3 * i) + 2]) = range.ColorOf(double.IsNaN(weights[i]) ? 0 : weights[i]);
        }

        return Images(rgb, height, width, captions, title, columns, 3);
    }
}
