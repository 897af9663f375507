namespace NotebookKit.Charts.Drawing;

/// <summary>Names of the layers: beside the ends of a few lines, which needs no looking up, else in rows above the plot.</summary>
internal static class Legend
{
    private const double FontSize = 12, LineHeight = 16, KeyWidth = 24, Gap = 14;

    public static bool IsDirect(Plot plot, double width) =>
        Named(plot).Any() && Named(plot).Count() <= 6 && width >= 220
        && plot.Series.All(series => series.HasEnd || string.IsNullOrWhiteSpace(series.Name)) && plot.Series.All(series => series.Bar is null) && Named(plot).All(i => HasPlace(plot, plot.Series[i].EndValue));

    public static double DirectWidth(Plot plot, double boxWidth) =>
        Math.Min(Named(plot).Max(i => TextSize.Width(plot.Series[i].Name!, FontSize)), boxWidth * 0.3) + 20;

    /// <summary>Names beside the last points, moved apart where they would overlap.</summary>
    public static void DrawDirect(Plot plot, SvgCanvas canvas, Frame frame, Box box)
    {
        var labels = Named(plot).Select(i => (Index: i, Y: Math.Clamp(frame.Y.At(plot.Series[i].EndValue), frame.Box.Top, frame.Box.Bottom))).OrderBy(label => label.Y).ToArray();
        var places = Spread([.. labels.Select(label => label.Y)], LineHeight, frame.Box.Top + 4, frame.Box.Bottom - 4);
        for (int n = 0; n < labels.Length; n++)
        {
            var series = plot.Series[labels[n].Index];
            double end = frame.Box.Right, x = end + 19;
            // A lead in the line's colour finds the way to a name that had to move.
            canvas.Path(PathData.Line([end + 5, end + 9, end + 15], [labels[n].Y, labels[n].Y, places[n]]), $"class=\"s\" stroke=\"{plot.ColorOf(labels[n].Index).Hex}\"");
            canvas.TextWithin(x, places[n] + 4, series.Name!, box.Right - x, FontSize, "l");
        }
    }

    /// <summary>Rows of keys and names; gives back the height that they take.</summary>
    public static double DrawRows(Plot plot, SvgCanvas canvas, Box box, double top)
    {
        double x = box.Left, y = top + 4;
        foreach (int i in Named(plot))
        {
            string name = plot.Series[i].Name!;
            double width = KeyWidth + Math.Min(TextSize.Width(name, FontSize), box.Width - KeyWidth);
            if (x > box.Left && x + width > box.Right)
            {
                (x, y) = (box.Left, y + LineHeight + 2);
            }

            plot.Series[i].DrawKey(canvas, x, y, plot.ColorOf(i));
            canvas.TextWithin(x + KeyWidth, y + 4, name, box.Width - KeyWidth, FontSize, "l");
            x += width + Gap;
        }

        return Named(plot).Any() ? y - top + LineHeight + 2 : 0;
    }

    /// <summary>Moves ascending places apart until neighbours are a gap apart, staying within limits while there is room.</summary>
    public static double[] Spread(double[] places, double gap, double low, double high)
    {
        var moved = (double[])places.Clone();
        for (int i = 0; i < moved.Length; i++)
        {
            moved[i] = Math.Max(moved[i], i == 0 ? low : moved[i - 1] + gap);
        }

        for (int i = moved.Length - 1; i >= 0; i--)
        {
            moved[i] = Math.Min(moved[i], i == moved.Length - 1 ? high : moved[i + 1] - gap);
        }

        return moved;
    }

    // A logarithmic axis has no place for 0.
    private static bool HasPlace(Plot plot, double end) => double.IsFinite(end) && (!plot.Y.Log || end > 0);

    private static IEnumerable<int> Named(Plot plot) => Enumerable.Range(0, plot.Series.Count).Where(i => !string.IsNullOrWhiteSpace(plot.Series[i].Name));
}
