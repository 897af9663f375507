using NotebookKit.Charts;

namespace NotebookKit.Explain;

/// <summary>Importance laid over the picture that it belongs to: the photo in grey, and warm colours where the map is high.</summary>
/// <remarks>
/// Values are divided by a high quantile of their sizes, so that one bright pixel does not hide the rest. Negative values are blue. Where the map is
/// about zero the photo stays as it is.
/// </remarks>
public static class MapOverlay
{
    private const double Quantile = 0.99;

    /// <summary>One map over its picture.</summary>
    /// <param name="photo">[H, W] or [1 or 3, H, W], floats or bytes; floats outside 0 to 1 are stretched to that range.</param>
    /// <param name="map">A map of that size.</param>
    /// <param name="strength">How much colour hides the picture, 0 to 1.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static Figure Over(Tensor photo, ImportanceMap map, double strength = 0.85)
    {
        ArgumentNullException.ThrowIfNull(map);
        byte[] rgb = Mixed(Light(photo, map), map, strength);
        return new Figure(new ImageGrid(rgb, map.Values.Shape[0], map.Values.Shape[1], 3) { DisplayWidth = Math.Clamp(map.Values.Shape[1], 256, 640) }) { Title = map.Method };
    }

    /// <summary>A photo and several maps over it, side by side, with the names of the methods below.</summary>
    /// <param name="photo">As in <see cref="Over"/>.</param>
    /// <param name="maps">Maps of that size.</param>
    /// <param name="title">Stands above.</param>
    /// <param name="strength">How much colour hides the picture, 0 to 1.</param>
    /// <param name="caption">What stands below the photo.</param>
    /// <param name="columns">Pictures in a row; all when null.</param>
    /// <param name="displayWidth">Width of a picture on the page.</param>
    /// <exception cref="ArgumentException">There are no maps, or the sizes differ.</exception>
    public static Figure Row(Tensor photo, IReadOnlyList<ImportanceMap> maps, string? title = null, double strength = 0.85, string caption = "picture", int? columns = null, double? displayWidth = null)
    {
        ArgumentNullException.ThrowIfNull(maps);
        if (maps.Count == 0)
        {
            throw new ArgumentException("MapOverlay: there are no maps.", nameof(maps));
        }

        double[] light = Light(photo, maps[0]);
        byte[] all = [.. light.Select(value => (byte)Math.Round(255 * value)), .. maps.SelectMany(map => Mixed(Light(photo, map), map, strength))];
        return new Figure(new ImageGrid(all, maps[0].Values.Shape[0], maps[0].Values.Shape[1], 3)
        {
            Captions = [caption, .. maps.Select(map => (Caption)map.Method)],
            Columns = columns ?? maps.Count + 1,
            DisplayWidth = displayWidth,
        })
        { Title = title };
    }

    // The photo as H x W x 3 from 0 to 1.
    private static double[] Light(Tensor photo, ImportanceMap map)
    {
        ArgumentNullException.ThrowIfNull(photo);
        Tensor planes = photo.Rank == 4 && photo.Shape[0] == 1 ? photo[0] : photo.Rank == 2 ? photo.Unsqueeze(0) : photo;
        (int height, int width) = (map.Values.Shape[0], map.Values.Shape[1]);
        if (planes.Rank != 3 || planes.Shape[0] is not (1 or 3) || planes.Shape[1] != height || planes.Shape[2] != width)
        {
            throw new ArgumentException($"MapOverlay: a map {map.Values.Shape} needs a picture [1 or 3, {height}, {width}], and got {photo.Shape}.", nameof(photo));
        }

        double[] colors = planes.To(DType.Float64).ToArray<double>();
        (double low, double high) = photo.DType == DType.UInt8 ? (0, 255) : colors.Min() < 0 || colors.Max() > 1 ? (colors.Min(), colors.Max()) : (0, 1);
        int pixels = height * width;
        double[] light = new double[3 * pixels];
        for (int i = 0; i < light.Length; i++)
        {
            light[i] = Math.Clamp((colors[((planes.Shape[0] == 1 ? 0 : i % 3) * pixels) + (i / 3)] - low) / Math.Max(high - low, 1e-12), 0, 1);
        }

        return light;
    }

    private static byte[] Mixed(double[] light, ImportanceMap map, double strength)
    {
        if (strength is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(strength), strength, "MapOverlay: the strength is from 0 to 1.");
        }

        double[] values = map.Values.ToArray<double>(), sizes = [.. values.Select(Math.Abs).Order()];
        double scale = sizes[(int)(Quantile * (sizes.Length - 1))];
        scale = scale > 0 ? scale : Math.Max(sizes[^1], 1e-300);
        byte[] rgb = new byte[light.Length];
        for (int p = 0; p < values.Length; p++)
        {
            double amount = Math.Min(1, Math.Abs(values[p]) / scale), share = strength * Math.Pow(amount, 0.75);
            // A dim grey photo lets every colour be seen, on dark and on light parts.
            double grey = 0.15 + (0.7 * ((0.2126 * light[3 * p]) + (0.7152 * light[(3 * p) + 1]) + (0.0722 * light[(3 * p) + 2])));
            Color color = values[p] < 0 ? Color.FromOklch(0.45 + (0.15 * amount), 0.15, 255) : Color.FromOklch(0.5 + (0.4 * amount), 0.19, 20 + (80 * amount));
            for (int c = 0; c < 3; c++)
            {
                double own = (c == 0 ? color.R : c == 1 ? color.G : color.B) / 255.0;
                rgb[(3 * p) + c] = (byte)Math.Round(255 * (grey + (share * (own - grey))));
            }
        }

        return rgb;
    }
}
