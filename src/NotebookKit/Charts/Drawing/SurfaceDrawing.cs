namespace NotebookKit.Charts.Drawing;

/// <summary>Draws a surface as small quadrangles, the farthest first, before the three back walls of its box.</summary>
internal static class SurfaceDrawing
{
    // So many rows and columns are drawn: more would make the page heavy and the quadrangles smaller than their borders.
    private const int Most = 44;

    public static void Draw(Surface surface, SvgCanvas canvas, Box box)
    {
        if (!surface.HasData)
        {
            canvas.Rect(box, "class=\"a\" stroke-dasharray=\"4 4\"");
            canvas.Text(box.CenterX, box.CenterY + 4, "no data", "m", Anchor.Middle);
            return;
        }

        double[] finite = [.. surface.Z.Span.ToArray().Where(double.IsFinite)];
        var (minZ, maxZ) = AxisScale.Range(surface.ZAxis, finite.Min(), finite.Max(), 0, 5);
        var x = new AxisScale(surface.X.Min(), surface.X.Max(), false, -1, 1);
        var y = new AxisScale(surface.Y.Min(), surface.Y.Max(), false, -1, 1);
        var z = new AxisScale(minZ, maxZ, false, -1, 1);
        var projection = new Projection(surface.Azimuth, surface.Elevation, box.Inset(58, 14, 112, 34));
        SpaceAxes.Draw(surface, canvas, projection, x, y, z);
        var range = ColorRange.Of(surface.Z.Span, surface.Scale);
        DrawQuads(surface, canvas, projection, x, y, z, range);
        HeatMapDrawing.DrawBar(canvas, new(box.Right - 58, box.Top + (box.Height * 0.2), box.Right - 46, box.Bottom - (box.Height * 0.2)), range);
    }

    /// <summary>The rows or columns that are drawn: evenly spread, and those of the lowest and the highest value.</summary>
    public static int[] Chosen(Surface surface, bool rows, int most)
    {
        int count = rows ? surface.Z.Rows : surface.Z.Columns;
        if (count <= most)
        {
            return [.. Enumerable.Range(0, count)];
        }

        var chosen = new SortedSet<int>(Enumerable.Range(0, most - 2).Select(i => (int)((long)i * (count - 1) / (most - 3))));
        int[] cells = [.. Enumerable.Range(0, surface.Z.Span.Length).Where(i => double.IsFinite(surface.Z.Span[i]))];
        foreach (int extreme in (ReadOnlySpan<int>)[cells.MinBy(i => surface.Z.Span[i]), cells.MaxBy(i => surface.Z.Span[i])])
        {
            chosen.Add(rows ? extreme / surface.Z.Columns : extreme % surface.Z.Columns);
        }

        return [.. chosen];
    }

    private static void DrawQuads(Surface surface, SvgCanvas canvas, Projection projection, AxisScale x, AxisScale y, AxisScale z, ColorRange range)
    {
        int[] rows = Chosen(surface, true, Most), columns = Chosen(surface, false, Most);
        var quads = new List<(double Nearness, string Path, Color Color)>();
        for (int i = 0; i + 1 < rows.Length; i++)
        {
            for (int j = 0; j + 1 < columns.Length; j++)
            {
                (int Row, int Column)[] corners = [(rows[i], columns[j]), (rows[i], columns[j + 1]), (rows[i + 1], columns[j + 1]), (rows[i + 1], columns[j])];
                double[] heights = [.. corners.Select(c => surface.Z[c.Row, c.Column])];
                if (!heights.All(double.IsFinite))
                {
                    continue;
                }

                (double X, double Y, double Z)[] places = [.. corners.Select(c => (x.At(surface.X[c.Column]), y.At(surface.Y[c.Row]), Math.Clamp(z.At(surface.Z[c.Row, c.Column]), -1, 1)))];
                var points = places.Select(p => projection.At(p.X, p.Y, p.Z)).Select(p => $"{NumberText.Coordinate(p.X)} {NumberText.Coordinate(p.Y)}");
                // The height of its middle would put a steep cell before its neighbour: only the place on the floor counts.
                double nearness = projection.Nearness(places.Average(p => p.X), places.Average(p => p.Y), 0);
                quads.Add((nearness, $"M{string.Join(' ', points)}z", Lit(range.ColorOf(heights.Average()), places)));
            }
        }

        canvas.Open("g stroke=\"#000\" stroke-opacity=\".28\" stroke-width=\".5\" stroke-linejoin=\"round\"");
        foreach (var quad in quads.OrderBy(quad => quad.Nearness))
        {
            canvas.Path(quad.Path, $"fill=\"{quad.Color.Hex}\"");
        }

        canvas.Close("g");
    }

    // A little darker where the surface is turned away from a light at the upper left: the shape is seen without colours.
    private static Color Lit(Color color, (double X, double Y, double Z)[] p)
    {
        var (ax, ay, az) = (p[2].X - p[0].X, p[2].Y - p[0].Y, p[2].Z - p[0].Z);
        var (bx, by, bz) = (p[3].X - p[1].X, p[3].Y - p[1].Y, p[3].Z - p[1].Z);
        var (nx, ny, nz) = ((ay * bz) - (az * by), (az * bx) - (ax * bz), (ax * by) - (ay * bx));
        double length = Math.Sqrt((nx * nx) + (ny * ny) + (nz * nz));
        double light = length > 0 ? Math.Abs((-0.35 * nx) - (0.45 * ny) + (0.82 * nz)) / length : 1;
        double share = 0.72 + (0.28 * Math.Min(1, light));
        return new((byte)(color.R * share), (byte)(color.G * share), (byte)(color.B * share));
    }
}
