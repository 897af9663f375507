namespace NotebookKit.Charts.Drawing;

/// <summary>The floor and the two back walls of a box in space with their grid, and the ticks and names of its three axes.</summary>
internal static class SpaceAxes
{
    private const double FontSize = 11;

    public static void Draw(Surface surface, SvgCanvas canvas, Projection projection, AxisScale x, AxisScale y, AxisScale z)
    {
        // The walls stand on the sides that are farther from the reader, the numbers on the nearer ones.
        double farX = projection.Nearness(1, 0, 0) > projection.Nearness(-1, 0, 0) ? -1 : 1;
        double farY = projection.Nearness(0, 1, 0) > projection.Nearness(0, -1, 0) ? -1 : 1;
        var ticksX = x.TicksFor(5, whole: false);
        var ticksY = y.TicksFor(5, whole: false);
        var ticksZ = z.TicksFor(4, whole: false);
        foreach (double at in ticksX.Select(tick => x.At(tick.Value)))
        {
            Grid(canvas, projection, (at, -farY, -1), (at, farY, -1), (at, farY, 1));
        }

        foreach (double at in ticksY.Select(tick => y.At(tick.Value)))
        {
            Grid(canvas, projection, (-farX, at, -1), (farX, at, -1), (farX, at, 1));
        }

        foreach (double at in ticksZ.Select(tick => z.At(tick.Value)))
        {
            Grid(canvas, projection, (-farX, farY, at), (farX, farY, at), (farX, -farY, at));
        }

        Edge(canvas, projection, (-1, -farY, -1), (1, -farY, -1));
        Edge(canvas, projection, (-farX, -1, -1), (-farX, 1, -1));
        // The upright axis stands at the outermost corner on the left.
        var left = projection.At(farX, -farY, 0).X < projection.At(-farX, farY, 0).X ? (X: farX, Y: -farY) : (X: -farX, Y: farY);
        Edge(canvas, projection, (left.X, left.Y, -1), (left.X, left.Y, 1));

        Floor(canvas, projection, ticksX, tick => (x.At(tick), -farY, -1), surface.XAxis.Label, (0, -farY, -1));
        Floor(canvas, projection, ticksY, tick => (-farX, y.At(tick), -1), surface.YAxis.Label, (-farX, 0, -1));
        foreach (var tick in ticksZ)
        {
            var (px, py) = projection.At(left.X, left.Y, z.At(tick.Value));
            // The lowest number makes room for the one of the floor at the same corner.
            canvas.Text(px - 7, py + (z.At(tick.Value) <= -0.97 ? -2 : 3.5), tick.Label, "k", Anchor.End);
        }

        if (surface.ZAxis.Label is { } label)
        {
            var (px, py) = projection.At(left.X, left.Y, 1);
            canvas.TextWithin(px - 4, py - 10, label, 160, 12, "m", Anchor.Middle);
        }
    }

    private static void Floor(SvgCanvas canvas, Projection projection, List<Tick> ticks, Func<double, (double X, double Y, double Z)> place, string? label, (double X, double Y, double Z) middle)
    {
        // Numbers stand outside the floor, on the side away from its centre.
        var (centerX, centerY) = projection.At(0, 0, -1);
        var (middleX, middleY) = projection.At(middle.X, middle.Y, middle.Z);
        double dx = middleX - centerX, dy = middleY - centerY, length = Math.Max(1e-9, Math.Sqrt((dx * dx) + (dy * dy)));
        (dx, dy) = (dx / length, dy / length);
        var anchor = dx < -0.35 ? Anchor.End : dx > 0.35 ? Anchor.Start : Anchor.Middle;
        double widest = 0;
        foreach (var tick in ticks)
        {
            var at = place(tick.Value);
            var (px, py) = projection.At(at.X, at.Y, at.Z);
            canvas.Line(px, py, px + (4 * dx), py + (4 * dy), "a");
            canvas.Text(px + (7 * dx), py + (12 * dy) + 5, tick.Label, "k", anchor);
            widest = Math.Max(widest, TextSize.Width(tick.Label, FontSize));
        }

        if (label is not null)
        {
            double away = 22 + (widest * Math.Abs(dx));
            canvas.TextWithin(middleX + (away * dx), middleY + (26 * dy) + 6, label, 130, 12, "m", anchor);
        }
    }

    private static void Grid(SvgCanvas canvas, Projection projection, params (double X, double Y, double Z)[] corners)
    {
        var points = corners.Select(c => projection.At(c.X, c.Y, c.Z)).ToArray();
        canvas.Path(PathData.Line([.. points.Select(p => p.X)], [.. points.Select(p => p.Y)]), "class=\"g\"");
    }

    private static void Edge(SvgCanvas canvas, Projection projection, (double X, double Y, double Z) from, (double X, double Y, double Z) to)
    {
        var (a, b) = (projection.At(from.X, from.Y, from.Z), projection.At(to.X, to.Y, to.Z));
        canvas.Line(a.X, a.Y, b.X, b.Y, "a");
    }
}
