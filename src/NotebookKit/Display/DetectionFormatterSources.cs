using NotebookKit.Charts;
using NotebookKit.Detection;

namespace NotebookKit.Display;

/// <summary>Pictures with their objects: how many, and the first ones with boxes and classes.</summary>
public sealed class DetectionSetFormatterSource : FormatterSource<DetectionSet>
{
    private const int Most = 8;

    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<DetectionSet, string> Write)> Forms =>
    [
        ("text/html", set => Html.Heading(set.ToString()) + (set.Count == 0 ? string.Empty : Html.Picture(Draw(set.Take(Most)).ToSvg()))),
        ("text/plain", set => set.ToString()),
    ];

    private static Figure Draw(DetectionSet set) => DetectionPictures.Draw(set.Images, [.. set.Objects.Select(_ => (IReadOnlyList<ScoredBox>)[])], set.ClassNames, set.Objects);
}

/// <summary>Regions of a picture, each in a colour.</summary>
public sealed class RegionMapFormatterSource : FormatterSource<RegionMap>
{
    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<RegionMap, string> Write)> Forms =>
    [
        ("text/html", map => Html.Heading(map.ToString()) + Html.Picture(Draw(map).ToSvg())),
        ("text/plain", map => map.ToString()),
    ];

    /// <summary>The picture: neighbouring numbers take colours far apart.</summary>
    public static Figure Draw(RegionMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        byte[] pixels = new byte[3 * map.Height * map.Width];
        for (int i = 0; i < map.Regions.Length; i++)
        {
            Color color = Palette.At(map.Regions[i]);

            // The palette repeats after eight; each round is a little darker.
            double light = 1 - (0.12 * (map.Regions[i] / Palette.All.Count % 6));
            (pixels[3 * i], pixels[(3 * i) + 1], pixels[(3 * i) + 2]) = ((byte)(color.R * light), (byte)(color.G * light), (byte)(color.B * light));
        }

        return new(new ImageGrid(pixels, map.Height, map.Width, 3) { DisplayWidth = Math.Max(200, Math.Min(map.Width, 500)) });
    }
}
