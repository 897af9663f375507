using System.Text.Json.Nodes;
using NotebookKit.Charts.Drawing;
using NotebookKit.Charts.Plotly;
using NotebookKit.Files;

namespace NotebookKit.Charts;

/// <summary>How a caption is meant; a frame and bold type say so as well as the colour.</summary>
public enum Mark
{
    /// <summary>Nothing special.</summary>
    Plain,

    /// <summary>The answer was right: green.</summary>
    Right,

    /// <summary>The answer was wrong: vermilion, bold and framed.</summary>
    Wrong,
}

/// <summary>A line of text under an image.</summary>
/// <param name="Text">As long as the image is wide; what does not fit is in the tooltip.</param>
/// <param name="Mark">How it is meant.</param>
public readonly record struct Caption(string Text, Mark Mark = Mark.Plain)
{
    /// <summary>A plain caption.</summary>
    public static implicit operator Caption(string text) => new(text);
}

/// <summary>Images of one size in rows and columns, with sharp pixels.</summary>
public sealed record ImageGrid : FigureContent
{
    private const double Gap = 8, FontSize = 11, CaptionHeight = 17;
    private readonly byte[] pixels;

    /// <summary>Images that lie one after the other.</summary>
    /// <param name="pixels">Images × height × width × channels bytes.</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="channels">1 for grey, 3 for RGB, 4 for RGBA, last in memory.</param>
    /// <exception cref="ArgumentException">The bytes are not a whole number of images.</exception>
    public ImageGrid(ReadOnlySpan<byte> pixels, int height, int width, int channels = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        long size = (long)height * width * channels;
        if (channels is not (1 or 3 or 4) || pixels.Length % size != 0)
        {
            throw new ArgumentException(
                $"ImageGrid: {pixels.Length} bytes are not a whole number of {height} x {width} images with {channels} channels (1, 3 or 4).", nameof(pixels));
        }

        (this.pixels, ImageHeight, ImageWidth, Channels, Count) = (pixels.ToArray(), height, width, channels, (int)(pixels.Length / size));
    }

    /// <summary>Rows of each image.</summary>
    public int ImageHeight { get; }

    /// <summary>Pixels in a row of each image.</summary>
    public int ImageWidth { get; }

    /// <summary>1 grey, 3 RGB, 4 RGBA.</summary>
    public int Channels { get; }

    /// <summary>How many images there are.</summary>
    public int Count { get; }

    /// <summary>What stands under each image; images beyond the last caption have none.</summary>
    public IReadOnlyList<Caption> Captions { get; init; } = [];

    /// <summary>Rectangles on each image, where something was found say; images beyond the last list have none.</summary>
    public IReadOnlyList<IReadOnlyList<ImageFrame>> Frames { get; init; } = [];

    /// <summary>Images in a row; null: at most 10.</summary>
    public int? Columns { get; init; }

    /// <summary>The width of an image on the page; null: about 56 pixels for small images, their own size for large ones.</summary>
    public double? DisplayWidth { get; init; }

    internal override string Kind => "Image grid";

    internal double NaturalWidth => Math.Max(200, (Across * (Shown + Gap)) - Gap);

    private int Across => Math.Max(1, Math.Min(Columns ?? 10, Math.Max(1, Count)));

    private double Shown => DisplayWidth ?? Math.Clamp(ImageWidth * Math.Max(1, Math.Floor(56.0 / ImageWidth)), 56, Count == 1 ? 640 : 200);

    internal override void Draw(SvgCanvas canvas, Box box)
    {
        if (Count == 0)
        {
            canvas.Text(box.CenterX, box.CenterY, "no data", "m", Anchor.Middle);
            return;
        }

        double width = Math.Min(Shown, (box.Width + Gap) / Across - Gap), height = width * ImageHeight / ImageWidth;
        int size = ImageHeight * ImageWidth * Channels;
        for (int i = 0; i < Count; i++)
        {
            double left = box.Left + (i % Across * (width + Gap)), top = box.Top + (i / Across * RowHeight(height));
            var place = new Box(left, top, left + width, top + height);
            canvas.Image(place, Png.Encode(pixels.AsSpan(i * size, size), ImageWidth, ImageHeight, Channels), i < Captions.Count ? Captions[i].Text : null);
            if (i < Frames.Count)
            {
                canvas.OpenClipped(place);
                foreach (ImageFrame frame in Frames[i])
                {
                    frame.Draw(canvas, place, width / ImageWidth);
                }

                canvas.Close("g");
            }

            if (i >= Captions.Count)
            {
                continue;
            }

            var (text, mark) = Captions[i];
            if (mark == Mark.Wrong)
            {
                canvas.Rect(place.Inset(-1, -1, -1, -1), $"fill=\"none\" stroke=\"{Palette.Wrong.Hex}\" stroke-width=\"2\"");
            }

            string? fill = mark switch { Mark.Right => Palette.Right.Hex, Mark.Wrong => Palette.Wrong.Hex, _ => null };
            canvas.TextWithin(place.CenterX, place.Bottom + 13, text, width + Gap - 2, FontSize, mark == Mark.Wrong ? "v b" : "v", Anchor.Middle, fill);
        }
    }

    internal override void WritePlotly(PlotlyFigure figure, Box part)
    {
        int rows = (Count + Across - 1) / Across, size = ImageHeight * ImageWidth * Channels;
        double row = ImageHeight + (0.3 * ImageHeight);
        var y = PlotlyFigure.Hidden(Math.Max(1, rows) * row, 0);
        y["scaleanchor"] = "x";
        var traces = figure.AddAxes(PlotlyFigure.Hidden(0, Across * 1.1 * ImageWidth), y, part);
        for (int i = 0; i < Count; i++)
        {
            double left = i % Across * 1.1 * ImageWidth, top = i / Across * row;
            traces.Add("images", new JsonObject
            {
                ["source"] = "data:image/png;base64," + Convert.ToBase64String(Png.Encode(pixels.AsSpan(i * size, size), ImageWidth, ImageHeight, Channels)),
                ["x"] = PlotlyJson.Number(left),
                ["y"] = PlotlyJson.Number(top),
                ["sizex"] = ImageWidth,
                ["sizey"] = ImageHeight,
                ["sizing"] = "stretch",
            });
            foreach (ImageFrame frame in i < Frames.Count ? Frames[i] : [])
            {
                frame.WritePlotly(traces, left, top);
            }

            if (i < Captions.Count)
            {
                traces.Add("annotations", new JsonObject
                {
                    ["text"] = PlotlyJson.Text(Captions[i].Text),
                    ["x"] = PlotlyJson.Number(left + (ImageWidth / 2.0)),
                    ["y"] = PlotlyJson.Number(top + ImageHeight),
                    ["yanchor"] = "top",
                    ["showarrow"] = false,
                });
            }
        }
    }

    internal override double NaturalHeight(double width)
    {
        double shown = Math.Min(Shown, (width + Gap) / Across - Gap);
        return Math.Max(40, Math.Ceiling((double)Count / Across) * RowHeight(shown * ImageHeight / ImageWidth) - Gap);
    }

    internal override IEnumerable<string> Describe()
    {
        yield return Count == 0 ? "no images" : $"{Count} image{(Count == 1 ? "" : "s")} of {ImageHeight} by {ImageWidth} pixels";
        int wrong = Captions.Count(caption => caption.Mark == Mark.Wrong);
        if (wrong > 0)
        {
            yield return $"{wrong} marked as wrong";
        }

        ImageFrame[] frames = [.. Frames.Take(Count).SelectMany(list => list)];
        if (frames.Length > 0)
        {
            yield return $"{frames.Length} frame{(frames.Length == 1 ? "" : "s")}: {string.Join(", ", frames.Take(20).Select(frame => frame.ToString()))}{(frames.Length > 20 ? ", …" : "")}";
        }

        if (Captions.Count > 0)
        {
            yield return $"captions {string.Join(", ", Captions.Take(20).Select(caption => caption.Text))}{(Captions.Count > 20 ? ", …" : "")}";
        }
    }

    private double RowHeight(double imageHeight) => imageHeight + Gap + (Captions.Count > 0 ? CaptionHeight - 2 : 0);
}
