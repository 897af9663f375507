using System.Text.Json.Nodes;
using NotebookKit.Charts.Drawing;
using NotebookKit.Charts.Plotly;

namespace NotebookKit.Charts;

/// <summary>Words beside points of a plot.</summary>
public sealed record NoteSeries : Series
{
    /// <summary>One text for each point (x, y).</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public NoteSeries(Numbers x, Numbers y, IReadOnlyList<string> texts)
    {
        SameLength(x, y, "NoteSeries");
        if (texts.Count != x.Count)
        {
            throw new ArgumentException($"NoteSeries: {x.Count} points but {texts.Count} texts.", nameof(texts));
        }

        (X, Y, Texts) = (x, y, [.. texts]);
    }

    /// <summary>Where the points are on the x axis.</summary>
    public Numbers X { get; }

    /// <summary>Where the points are on the y axis.</summary>
    public Numbers Y { get; }

    /// <summary>What stands beside each point.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>Whether a small ring marks each point.</summary>
    public bool Ring { get; init; } = true;

    internal override string Kind => "Notes";

    internal override bool WholeX => AllWhole(X);

    internal override bool TakesColor => false;

    internal override void Measure(Extent extent)
    {
        for (int i = 0; i < X.Count; i++)
        {
            extent.Include(X[i], Y[i]);
        }
    }

    internal override void Draw(SvgCanvas canvas, Frame frame, Color color)
    {
        var placed = new List<Box>();
        for (int i = 0; i < Texts.Count; i++)
        {
            double x = frame.X.At(X[i]), y = frame.Y.At(Y[i]);
            if (!double.IsFinite(x) || !double.IsFinite(y) || x < frame.Box.Left - 5 || x > frame.Box.Right + 5 || y < frame.Box.Top - 5 || y > frame.Box.Bottom + 5)
            {
                continue;
            }

            if (Ring)
            {
                canvas.Path($"M{NumberText.Coordinate(x - 4.5)} {NumberText.Coordinate(y)}a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z", "class=\"r\"");
            }

            var (place, anchor) = Place(x, y, TextSize.Width(Texts[i], 11), frame.Box, placed);
            placed.Add(place);
            canvas.TextWithin(anchor == Anchor.Start ? place.Left : place.Right, place.Bottom - 3, Texts[i], frame.Box.Width, 11, "v o", anchor);
        }
    }

    internal override void DrawKey(SvgCanvas canvas, double x, double y, Color color) => canvas.Text(x + 4, y + 4, "abc", "v");

    internal override void WritePlotly(PlotlyTraces traces, Color color)
    {
        for (int i = 0; i < Texts.Count; i++)
        {
            if (double.IsFinite(X[i]) && double.IsFinite(Y[i]))
            {
                traces.Add("annotations", new JsonObject
                {
                    ["text"] = PlotlyJson.Text(Texts[i]),
                    ["x"] = PlotlyJson.Number(X[i]),
                    ["y"] = PlotlyJson.Number(Y[i]),
                    ["showarrow"] = true,
                    ["ax"] = 16,
                    ["ay"] = -16,
                });
            }
        }
    }

    internal override string Describe(Plot plot) =>
        Texts.Count == 0 ? "no notes" : $"notes {string.Join(", ", Texts.Take(8).Select((text, i) => $"\"{text}\" at {NumberText.Short(X[i])}, {NumberText.Short(Y[i])}"))}{(Texts.Count > 8 ? ", …" : "")}";

    // Right above the point if that is free and inside, else one of the other three corners.
    private static (Box Place, Anchor Anchor) Place(double x, double y, double width, Box frame, List<Box> placed)
    {
        (Box, Anchor) best = default;
        double least = double.PositiveInfinity;
        foreach (var (dx, dy) in (ReadOnlySpan<(int, int)>)[(1, -1), (1, 1), (-1, -1), (-1, 1)])
        {
            double left = dx > 0 ? x + 7 : x - 7 - width, top = dy < 0 ? y - 17 : y + 4;
            var box = new Box(left, top, left + width, top + 14);
            double outside = Math.Max(0, frame.Left - box.Left) + Math.Max(0, box.Right - frame.Right) + Math.Max(0, frame.Top - box.Top) + Math.Max(0, box.Bottom - frame.Bottom);
            double cost = outside + placed.Count(other => other.Left < box.Right && box.Left < other.Right && other.Top < box.Bottom && box.Top < other.Bottom) * 40;
            if (cost < least)
            {
                (best, least) = ((box, dx > 0 ? Anchor.Start : Anchor.End), cost);
            }
        }

        return best;
    }
}
