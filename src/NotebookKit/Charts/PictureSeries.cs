using System.Text.Json.Nodes;
using NotebookKit.Charts.Drawing;
using NotebookKit.Charts.Plotly;
using NotebookKit.Files;

namespace NotebookKit.Charts;

/// <summary>Small pictures as the points of a plot, each with its middle at its point.</summary>
public sealed record PictureSeries : Series
{
    private const double PlotWidth = 560;
    private readonly byte[] pixels;

    /// <summary>One picture for each point (x, y).</summary>
    /// <param name="x">Where the middles are on the x axis.</param>
    /// <param name="y">Where the middles are on the y axis.</param>
    /// <param name="pixels">Pictures x height x width x 4 bytes: red, green, blue, and how opaque.</param>
    /// <param name="height">Rows of a picture.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public PictureSeries(Numbers x, Numbers y, ReadOnlySpan<byte> pixels, int height, int width)
    {
        SameLength(x, y, "PictureSeries");
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (pixels.Length != (long)x.Count * height * width * 4)
        {
            throw new ArgumentException($"PictureSeries: {x.Count} points need {x.Count} x {height} x {width} x 4 bytes (RGBA), and there are {pixels.Length}.", nameof(pixels));
        }

        (X, Y, this.pixels, PictureHeight, PictureWidth) = (x, y, pixels.ToArray(), height, width);
    }

    /// <summary>Where the middles are on the x axis.</summary>
    public Numbers X { get; }

    /// <summary>Where the middles are on the y axis.</summary>
    public Numbers Y { get; }

    /// <summary>Rows of each picture.</summary>
    public int PictureHeight { get; }

    /// <summary>Pixels in a row of each picture.</summary>
    public int PictureWidth { get; }

    /// <summary>The longer side of a picture on the page, in pixels.</summary>
    public double Size { get; init; } = 24;

    /// <summary>Leaves a picture out where an earlier one lies so near that it would be half hidden.</summary>
    public bool Thin { get; init; }

    /// <summary>The colour of a frame around each picture; pictures beyond the last have none.</summary>
    public IReadOnlyList<Color> Frames { get; init; } = [];

    internal override string Kind => "Picture plot";

    internal override bool WholeX => AllWhole(X);

    internal override bool TakesColor => false;

    private double Scale => Size / Math.Max(PictureHeight, PictureWidth);

    internal override void Measure(Extent extent)
    {
        extent.PadX = true;
        for (int i = 0; i < X.Count; i++)
        {
            extent.Include(X[i], Y[i]);
        }
    }

    internal override void Draw(SvgCanvas canvas, Frame frame, Color color)
    {
        double halfWidth = PictureWidth * Scale / 2, halfHeight = PictureHeight * Scale / 2;
        int area = 4 * PictureHeight * PictureWidth;
        List<(double X, double Y)> drawn = [];
        for (int i = 0; i < X.Count; i++)
        {
            double x = frame.X.At(X[i]), y = frame.Y.At(Y[i]);
            bool isInside = x >= frame.Box.Left - 1 && x <= frame.Box.Right + 1 && y >= frame.Box.Top - 1 && y <= frame.Box.Bottom + 1;
            if (!isInside || (Thin && drawn.Exists(other => Math.Abs(other.X - x) < 1.2 * halfWidth && Math.Abs(other.Y - y) < 1.2 * halfHeight)))
            {
                continue;
            }

            drawn.Add((x, y));
            Box place = new(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight);
            canvas.Image(place, Png.Encode(pixels.AsSpan(i * area, area), PictureWidth, PictureHeight, 4));
            if (i < Frames.Count)
            {
                canvas.Rect(place, $"fill=\"none\" stroke=\"{Frames[i].Hex}\" stroke-width=\"2\"");
            }
        }
    }

    internal override void DrawKey(SvgCanvas canvas, double x, double y, Color color) =>
        canvas.Rect(new(x + 3, y - 6, x + 15, y + 6), $"fill=\"none\" stroke=\"{color.Hex}\" stroke-width=\"1.5\"");

    internal override void WritePlotly(PlotlyTraces traces, Color color)
    {
        int[] seen = [.. Enumerable.Range(0, X.Count).Where(i => double.IsFinite(X[i]) && double.IsFinite(Y[i]))];

        // Without points under the pictures plotly.js would not know how far the axes reach.
        traces.Add("scatter", Name, new JsonObject
        {
            ["mode"] = "markers",
            ["x"] = PlotlyJson.Numbers(seen.Select(i => X[i])),
            ["y"] = PlotlyJson.Numbers(seen.Select(i => Y[i])),
            ["marker"] = new JsonObject { ["color"] = color.Hex, ["size"] = 2 },
        });
        if (seen.Length == 0)
        {
            return;
        }

        double unitX = (seen.Max(i => X[i]) - seen.Min(i => X[i])) / PlotWidth, unitY = (seen.Max(i => Y[i]) - seen.Min(i => Y[i])) / PlotWidth;
        int area = 4 * PictureHeight * PictureWidth;
        foreach (int i in seen)
        {
            traces.Add("images", new JsonObject
            {
                ["source"] = "data:image/png;base64," + Convert.ToBase64String(Png.Encode(pixels.AsSpan(i * area, area), PictureWidth, PictureHeight, 4)),
                ["x"] = PlotlyJson.Number(X[i]),
                ["y"] = PlotlyJson.Number(Y[i]),
                ["sizex"] = PlotlyJson.Number(PictureWidth * Scale * (unitX > 0 ? unitX : 1.0 / PlotWidth)),
                ["sizey"] = PlotlyJson.Number(PictureHeight * Scale * (unitY > 0 ? unitY : 1.0 / PlotWidth)),
                ["xanchor"] = "center",
                ["yanchor"] = "middle",
                ["sizing"] = "stretch",
            });
        }
    }

    internal override string Describe(Plot plot)
    {
        int[] seen = [.. Enumerable.Range(0, X.Count).Where(i => double.IsFinite(X[i]) && double.IsFinite(Y[i]))];
        return seen.Length == 0 ? "no pictures"
            : $"{seen.Length} picture{(seen.Length == 1 ? "" : "s")} of {PictureHeight} by {PictureWidth} pixels as points, {plot.X.Label ?? "x"} {NumberText.Short(seen.Min(i => X[i]))} to {NumberText.Short(seen.Max(i => X[i]))}, "
              + $"{plot.Y.Label ?? "y"} {NumberText.Short(seen.Min(i => Y[i]))} to {NumberText.Short(seen.Max(i => Y[i]))}";
    }
}
