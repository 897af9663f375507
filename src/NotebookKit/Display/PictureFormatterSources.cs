using NotebookKit.Charts;
using NotebookKit.Data;
using NotebookKit.Files;

namespace NotebookKit.Display;

/// <summary>A decoded picture, shown as it is.</summary>
public sealed class PictureFormatterSource : FormatterSource<Picture>
{
    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<Picture, string> Write)> Forms =>
    [
        ("text/html", image => Html.Picture($"<img style=\"max-width:100%{(Scale(image) > 1 ? ";image-rendering:pixelated" : string.Empty)}\" width=\"{image.Width * Scale(image)}\" height=\"{image.Height * Scale(image)}\" alt=\"{Words(image)}\" src=\"data:image/png;base64,{Convert.ToBase64String(Png.Encode(image.Rgba, image.Width, image.Height, 4))}\">")),
        ("text/plain", Words),
    ];

    // A picture of few pixels is shown in whole multiples: its pixels are what there is to see.
    private static int Scale(Picture image) => Math.Max(1, 96 / Math.Max(1, Math.Max(image.Width, image.Height)));

    private static string Words(Picture image) => $"a picture of {image.Height} by {image.Width} pixels";
}

/// <summary>Grey pictures with labels as plain arrays: the first of them.</summary>
public sealed class ImageArraysFormatterSource : FormatterSource<ImageArrays>
{
    private const int Most = 20;

    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<ImageArrays, string> Write)> Forms =>
    [
        ("text/html", images => Html.Heading(images.ToString()) + (images.Count > 0 ? Html.Picture(Draw(images).ToSvg()) : string.Empty)),
        ("text/plain", images => images.ToString()),
    ];

    private static Figure Draw(ImageArrays images)
    {
        int shown = Math.Min(Most, images.Count);
        return Chart.Images(images.Pixels.AsSpan(0, shown * images.Height * images.Width), images.Height, images.Width, [.. images.Labels.Take(shown).Select(label => (Caption)$"{label}")]);
    }
}

/// <summary>What a figure shows, drawn as the figure would.</summary>
public sealed class FigureContentFormatterSource : FormatterSource<FigureContent>
{
    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<FigureContent, string> Write)> Forms =>
    [
        ("text/html", content => Html.Picture(new Figure(content).ToSvg())),
        ("image/svg+xml", content => new Figure(content).ToSvg()),
        ("text/plain", content => new Figure(content).ToString()),
    ];
}
