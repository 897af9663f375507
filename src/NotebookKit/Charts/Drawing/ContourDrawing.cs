using System.Text;

namespace NotebookKit.Charts.Drawing;

/// <summary>Draws the bands, lines and labels of a contour plot.</summary>
internal static class ContourDrawing
{
    private const double FontSize = 10.5;

    public static void Draw(ContourSeries series, SvgCanvas canvas, Frame frame, double[] heights)
    {
        double[] xs = frame.Xs(series.X.Span), ys = frame.Ys(series.Y.Span);
        var range = ColorRange.Of(series.Z.Span, series.Scale);
        if (series.Filled)
        {
            // From the lowest up, each region on top of the one below: no seams between the bands.
            double[] floors = [double.MinValue, .. heights];
            for (int i = 0; i < floors.Length; i++)
            {
                double low = i == 0 ? range.Min : floors[i], high = i + 1 < floors.Length ? floors[i + 1] : range.Max;
                canvas.Path(Closed(MarchingSquares.Regions(series.Z, floors[i]), xs, ys), $"fill=\"{range.ColorOf((low + high) / 2).Hex}\" fill-rule=\"evenodd\"");
            }
        }

        var labels = new List<Box>();
        foreach (double height in heights)
        {
            var lines = MarchingSquares.Lines(series.Z, height).Select(line => line.Select(p => At(p, xs, ys)).ToArray()).ToArray();
            string path = string.Concat(lines.Select(line => PathData.Line([.. line.Select(p => p.X)], [.. line.Select(p => p.Y)])));
            canvas.Path(path, series.Filled
                ? "fill=\"none\" stroke=\"#ffffff\" stroke-opacity=\".55\" stroke-width=\"1\""
                : $"class=\"s\" style=\"stroke-width:1.6\" stroke=\"{Visible(range.ColorOf(height)).Hex}\"");
            if (series.Labels && lines.Length > 0)
            {
                Label(canvas, frame.Box, lines.MaxBy(Length)!, NumberText.Short(height).Replace('-', '−'), labels);
            }
        }
    }

    /// <summary>The position in the drawing of a place between rows and columns.</summary>
    private static (double X, double Y) At((double Row, double Column) place, double[] xs, double[] ys) => (Between(xs, place.Column), Between(ys, place.Row));

    private static double Between(double[] places, double at)
    {
        int below = Math.Clamp((int)at, 0, places.Length - 1), above = Math.Min(below + 1, places.Length - 1);
        return places[below] + ((at - below) * (places[above] - places[below]));
    }

    private static string Closed(List<List<(double Row, double Column)>> outlines, double[] xs, double[] ys)
    {
        var path = new StringBuilder();
        foreach (var outline in outlines)
        {
            var points = outline.Select(place => At(place, xs, ys)).ToArray();
            path.Append(PathData.Line([.. points.Select(p => p.X)], [.. points.Select(p => p.Y)])).Append('z');
        }

        return path.ToString();
    }

    // The ends of a scale would vanish on the light or on the dark page.
    private static Color Visible(Color color) =>
        color.Contrast(Palette.LightPaper) < 2 ? Mix(color, new(0, 0, 0), 0.35) : color.Contrast(Palette.DarkPaper) < 2 ? Mix(color, new(255, 255, 255), 0.35) : color;

    private static Color Mix(Color a, Color b, double share) =>
        new((byte)(a.R + ((b.R - a.R) * share)), (byte)(a.G + ((b.G - a.G) * share)), (byte)(a.B + ((b.B - a.B) * share)));

    private static double Length((double X, double Y)[] line) =>
        Enumerable.Range(1, Math.Max(0, line.Length - 1)).Sum(i => Math.Sqrt(Math.Pow(line[i].X - line[i - 1].X, 2) + Math.Pow(line[i].Y - line[i - 1].Y, 2)));

    // Where the line is long and straight enough, and no other label is near.
    private static void Label(SvgCanvas canvas, Box frame, (double X, double Y)[] line, string text, List<Box> labels)
    {
        double width = TextSize.Width(text, FontSize) + 4;
        if (Length(line) < 3 * width)
        {
            return;
        }

        foreach (double share in (ReadOnlySpan<double>)[0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9])
        {
            int middle = (int)(share * (line.Length - 1)), from = middle, to = middle;
            while (from > 0 && Distance(line[from], line[middle]) < width / 2)
            {
                from--;
            }

            while (to < line.Length - 1 && Distance(line[to], line[middle]) < width / 2)
            {
                to++;
            }

            var (x, y) = line[middle];
            var place = new Box(x - (width / 2) - 4, y - 12, x + (width / 2) + 4, y + 12);
            bool inside = x > frame.Left + width && x < frame.Right - width && y > frame.Top + 10 && y < frame.Bottom - 10;
            if (inside && !labels.Any(other => other.Left < place.Right && place.Left < other.Right && other.Top < place.Bottom && place.Top < other.Bottom))
            {
                double turn = Math.Atan2(line[to].Y - line[from].Y, line[to].X - line[from].X) * 180 / Math.PI;
                turn = turn > 90 ? turn - 180 : turn < -90 ? turn + 180 : turn;
                double down = 3.6 * Math.Cos(turn * Math.PI / 180), aside = -3.6 * Math.Sin(turn * Math.PI / 180);
                canvas.Text(x + aside, y + down, text, "v o", Anchor.Middle, turn: turn);
                labels.Add(place);
                return;
            }
        }
    }

    private static double Distance((double X, double Y) a, (double X, double Y) b) => Math.Sqrt(Math.Pow(a.X - b.X, 2) + Math.Pow(a.Y - b.Y, 2));
}
