namespace NotebookKit.Charts.Drawing;

/// <summary>Draws axes, grid, layers and legend of a plot.</summary>
internal static class PlotDrawing
{
    private const double TickSize = 11, LabelSize = 12, BarRoom = 74;

    public static void Draw(Plot plot, SvgCanvas canvas, Box box)
    {
        var extent = new Extent(plot.X.Log, plot.Y.Log);
        foreach (var series in plot.Series)
        {
            series.Measure(extent);
        }

        if (extent.IsEmpty)
        {
            canvas.Rect(box, "class=\"a\" stroke-dasharray=\"4 4\"");
            canvas.Text(box.CenterX, box.CenterY + 4, "no data", "m", Anchor.Middle);
            return;
        }

        bool direct = Legend.IsDirect(plot, box.Width);
        double top = box.Top + (plot.Y.Label is null ? 6 : 22);
        top += direct ? 0 : Legend.DrawRows(plot, canvas, box, plot.Y.Label is null ? box.Top + 6 : box.Top + 26);
        if (plot.Y.Label is { } label)
        {
            canvas.TextWithin(box.Left, box.Top + 10, label, box.Width, LabelSize, "m");
        }

        int stepsY = (int)Math.Clamp(box.Height / 52, 2, 8);
        var (minY, maxY) = AxisScale.Range(plot.Y, extent.MinY, extent.MaxY, extent.TightY ? 0 : extent.FromZeroY || plot.Y.Log || extent.PadX ? 0.02 : 0, extent.TightY || (extent.FromZeroY && !plot.Y.Log) ? 0 : stepsY);
        (minY, maxY) = extent.FromZeroY && !plot.Y.Log ? OnZero(plot.Y, extent, stepsY) : (minY, maxY);
        var (minX, maxX) = AxisScale.Range(plot.X, extent.MinX, extent.MaxX, extent.PadX && !extent.TightY ? 0.03 : 0, 0);
        var ticksY = new AxisScale(minY, maxY, plot.Y.Log, 0, 1).TicksFor(stepsY, whole: false);
        double left = box.Left + ticksY.Select(t => TextSize.Width(t.Label, TickSize)).DefaultIfEmpty().Max() + 8;
        var bar = plot.Series.Select(series => series.Bar).FirstOrDefault(range => range is not null);
        double right = box.Right - (direct ? Legend.DirectWidth(plot, box.Width) : bar is null ? 6 : BarRoom);
        var axisX = new AxisScale(minX, maxX, plot.X.Log, left, right);
        var names = CategoryAxis.Layout(plot.X, axisX, box.Height);
        double bottom = box.Bottom - names.Height - (plot.X.Label is null ? 2 : 20);
        var frame = new Frame(new(left, top, right, Math.Max(top + 20, bottom)), axisX, new(minY, maxY, plot.Y.Log, Math.Max(top + 20, bottom), top), plot.X);

        DrawGrid(canvas, frame, ticksY);
        canvas.OpenClipped(frame.Box.Inset(-5, -5, -5, -5));
        for (int i = 0; i < plot.Series.Count; i++)
        {
            plot.Series[i].Draw(canvas, frame, plot.ColorOf(i));
        }

        canvas.Close("g");
        DrawAxisX(plot, canvas, frame, names);
        if (plot.X.Label is { } labelX)
        {
            canvas.TextWithin((left + right) / 2, box.Bottom - 3, labelX, right - left, LabelSize, "m", Anchor.Middle);
        }

        if (bar is { } colors)
        {
            HeatMapDrawing.DrawBar(canvas, new(right + 16, frame.Box.Top, right + 28, frame.Box.Bottom), colors);
        }

        if (direct)
        {
            Legend.DrawDirect(plot, canvas, frame, box);
        }
    }

    // Bars end exactly on zero; only the side that they reach out to gets air and a round end.
    private static (double Min, double Max) OnZero(Axis axis, Extent extent, int steps)
    {
        var (min, max) = AxisScale.Range(axis, Math.Min(0, extent.MinY), Math.Max(0, extent.MaxY), 0, steps);
        return extent is { MinY: 0, MaxY: 0 } && axis.Min is null ? (0, Math.Max(1, max)) : (min, max);
    }

    private static void DrawGrid(SvgCanvas canvas, Frame frame, List<Tick> ticks)
    {
        foreach (var tick in ticks)
        {
            double y = Math.Round(frame.Y.At(tick.Value)) + 0.5;
            canvas.Line(frame.Box.Left, y, frame.Box.Right, y, tick.Label == "0" ? "a" : "g");
            canvas.Text(frame.Box.Left - 7, y + 3.5, tick.Label, "k", Anchor.End);
        }
    }

    private static void DrawAxisX(Plot plot, SvgCanvas canvas, Frame frame, CategoryAxis names)
    {
        double base0 = Math.Round(frame.Box.Bottom) + 0.5;
        canvas.Line(frame.Box.Left, base0, frame.Box.Right, base0, "a");
        if (plot.X.Categories is not null)
        {
            names.Draw(canvas, frame, base0);
            return;
        }

        bool whole = plot.Series.All(series => series.WholeX);
        foreach (var tick in Fitting(frame.X, whole))
        {
            double x = Math.Round(frame.X.At(tick.Value)) + 0.5;
            canvas.Line(x, base0, x, base0 + 4, "a");
            canvas.Text(x, base0 + 16, tick.Label, "k", Anchor.Middle);
        }
    }

    /// <summary>As many ticks as there is room for their labels.</summary>
    private static List<Tick> Fitting(AxisScale scale, bool whole)
    {
        for (int steps = (int)Math.Clamp((scale.To - scale.From) / 62, 1, 10); ; steps--)
        {
            var ticks = scale.TicksFor(steps, whole);
            double needed = ticks.Sum(t => TextSize.Width(t.Label, TickSize) + 12);
            if (steps <= 1 || needed <= scale.To - scale.From)
            {
                return ticks;
            }
        }
    }
}
