using NotebookKit.Files;

namespace NotebookKit.Charts.Drawing;

/// <summary>Draws the cells, names, numbers and colour bar of a heat map.</summary>
internal static class HeatMapDrawing
{
    private const double FontSize = 11, BarWidth = 12, NameGap = 8;

    // More cells than this become one picture: as elements they would make the page heavy, and no number fits in them.
    private const int MostElements = 1024;

    public static void Draw(HeatMap map, SvgCanvas canvas, Box box)
    {
        int rows = map.Values.Rows, columns = map.Values.Columns;
        if (rows == 0 || columns == 0)
        {
            canvas.Rect(box, "class=\"a\" stroke-dasharray=\"4 4\"");
            canvas.Text(box.CenterX, box.CenterY + 4, "no data", "m", Anchor.Middle);
            return;
        }

        var range = ColorRange.Of(map.Values.Span, map.Scale, map.Log, map.Min, map.Max);
        var (area, names) = Layout(map, box);
        if (map.RowAxis is { } rowAxis)
        {
            canvas.TextWithin(box.Left, box.Top + 10, rowAxis, box.Width, 12, "m");
        }

        if (map.Values.Span.Length <= MostElements)
        {
            DrawCells(map, canvas, area, range);
        }
        else
        {
            DrawPicture(map, canvas, area, range);
        }

        DrawNames(map, canvas, area, names, area.Left - box.Left - NameGap);
        if (map.ColumnAxis is { } columnAxis)
        {
            canvas.TextWithin(area.CenterX, area.Bottom + names.Height + 12, columnAxis, box.Right - box.Left, 12, "m", Anchor.Middle);
        }

        if (map.ColorBar)
        {
            DrawBar(canvas, new(area.Right + 14, area.Top, area.Right + 14 + BarWidth, area.Bottom), range);
        }
    }

    /// <summary>The height at which the cells of a map become squares, within reason.</summary>
    public static double NaturalHeight(HeatMap map, double width)
    {
        var (area, names) = Layout(map, new(0, 0, width, 560));
        double square = area.Width * map.Values.Rows / map.Values.Columns;
        return Math.Clamp(square, 48, 440) + Above(map) + Below(map, names);
    }

    private static (Box Area, CategoryAxis Names) Layout(HeatMap map, Box box)
    {
        int rows = map.Values.Rows, columns = map.Values.Columns;
        double labels = Math.Min(Enumerable.Range(0, rows).Max(r => TextSize.Width(map.RowName(r), FontSize)), box.Width * 0.25) + NameGap;
        double left = box.Left + labels, right = box.Right - (map.ColorBar ? BarWidth + 56 : 0);
        // Numbers are left out where they do not fit, names are slanted.
        var axis = new Axis { Categories = map.ColumnLabels };
        var names = CategoryAxis.Layout(axis, new(-0.5, columns - 0.5, false, left, right), box.Height);
        double top = box.Top + Above(map), bottom = box.Bottom - Below(map, names);

        // Cells are squares unless the matrix is too long for it.
        double cellWidth = (right - left) / columns, cellHeight = Math.Max(1, bottom - top) / rows;
        if (Math.Max(cellWidth, cellHeight) < 3.2 * Math.Min(cellWidth, cellHeight))
        {
            cellWidth = cellHeight = Math.Min(cellWidth, cellHeight);
        }

        return (new(left, top, left + (cellWidth * columns), top + (cellHeight * rows)), names);
    }

    private static double Above(HeatMap map) => map.RowAxis is null ? 0 : 20;

    private static double Below(HeatMap map, CategoryAxis names) => names.Height + (map.ColumnAxis is null ? 0 : 16);

    private static bool FitAll(NumberGrid printed, int decimals, double width) =>
        printed.Span.ToArray().All(value => TextSize.Width(NumberText.Fixed(value, decimals), FontSize) <= width);

    private static void DrawCells(HeatMap map, SvgCanvas canvas, Box area, ColorRange range)
    {
        var printed = map.Printed ?? map.Values;
        double width = area.Width / map.Values.Columns, height = area.Height / map.Values.Rows, gap = Math.Min(width, height) > 8 ? 0.5 : 0;
        int decimals = NumberText.CommonDecimals(printed.Span);

        // Numbers that would touch their neighbours lose digits; the cell's title keeps them.
        while (decimals > 1 && !FitAll(printed, decimals, width - 8))
        {
            decimals--;
        }

        bool fits = height >= 14 && (map.Words is { } all ? all.All(word => TextSize.Width(word, FontSize) <= width - 4) : FitAll(printed, decimals, width - 4));
        for (int row = 0; row < map.Values.Rows; row++)
        {
            for (int column = 0; column < map.Values.Columns; column++)
            {
                double value = map.Values[row, column];
                if (!double.IsFinite(value))
                {
                    continue;
                }

                var color = range.ColorOf(value);
                string number = map.Words?[(row * map.Values.Columns) + column] ?? NumberText.Fixed(printed[row, column], decimals);
                string detail = map.Printed is null ? NumberText.Short(value, 5) : $"{NumberText.Short(printed[row, column], 5)} ({NumberText.Short(value)})";
                var cell = new Box(area.Left + (column * width), area.Top + (row * height), area.Left + ((column + 1) * width), area.Top + ((row + 1) * height));
                canvas.Rect(cell.Inset(gap, gap, gap, gap), $"fill=\"{color.Hex}\"", $"{map.RowName(row)}, {map.ColumnName(column)}: {detail}");
                // A zero among counts says less than the emptiness that it would fill.
                if (fits && !(map.Printed is not null && printed[row, column] == 0))
                {
                    canvas.Text(cell.CenterX, cell.CenterY + 4, number, "v", Anchor.Middle, fill: InkOn(color));
                }
            }
        }
    }

    private static void DrawPicture(HeatMap map, SvgCanvas canvas, Box area, ColorRange range)
    {
        var rgba = new byte[map.Values.Span.Length * 4];
        for (int i = 0; i < map.Values.Span.Length; i++)
        {
            var color = range.ColorOf(map.Values.Span[i]);
            byte alpha = double.IsFinite(map.Values.Span[i]) ? (byte)255 : (byte)0;
            (rgba[i * 4], rgba[(i * 4) + 1], rgba[(i * 4) + 2], rgba[(i * 4) + 3]) = (color.R, color.G, color.B, alpha);
        }

        canvas.Image(area, Png.Encode(rgba, map.Values.Columns, map.Values.Rows, 4));
    }

    private static void DrawNames(HeatMap map, SvgCanvas canvas, Box area, CategoryAxis names, double labelWidth)
    {
        double width = area.Width / map.Values.Columns, height = area.Height / map.Values.Rows;

        // Where some names are empty the caller has chosen which to show.
        int strideRows = map.RowLabels is { } rows && rows.Any(string.IsNullOrEmpty) ? 1 : Stride(height, 14);
        for (int row = 0; row < map.Values.Rows; row += strideRows)
        {
            canvas.TextWithin(area.Left - NameGap + 2, area.Top + ((row + 0.5) * height) + 4, map.RowName(row), labelWidth + 1, FontSize, "k", Anchor.End);
        }

        if (map.ColumnLabels is not null)
        {
            var scale = new AxisScale(-0.5, map.Values.Columns - 0.5, false, area.Left, area.Right);
            names.Draw(canvas, new(area, scale, scale, new()), area.Bottom);
            return;
        }

        int strideColumns = Stride(width, TextSize.Width(map.ColumnName(map.Values.Columns - 1), FontSize) + 8);
        for (int column = 0; column < map.Values.Columns; column += strideColumns)
        {
            canvas.Text(area.Left + ((column + 0.5) * width), area.Bottom + 15, map.ColumnName(column), "k", Anchor.Middle);
        }
    }

    // Every cell, or every 2nd, 5th, 10th, …: positions a reader can count on from.
    private static int Stride(double cell, double needed) =>
        cell >= needed ? 1 : (int)Math.Max(2, Math.Ceiling(Ticks.NiceStep(needed / cell, 1)));

    internal static void DrawBar(SvgCanvas canvas, Box bar, ColorRange range)
    {
        canvas.Gradient(bar, [.. Enumerable.Range(0, 17).Select(i => range.Scale.At(i / 16.0))]);
        var scale = new AxisScale(range.Min, range.Max, range.Log, bar.Bottom, bar.Top);
        foreach (var tick in scale.TicksFor((int)Math.Clamp(bar.Height / 40, 1, 6), whole: false))
        {
            double y = scale.At(tick.Value);
            canvas.Line(bar.Right, y, bar.Right + 4, y, "a");
            canvas.Text(bar.Right + 7, y + 3.5, tick.Label, "k");
        }
    }

    private static string InkOn(Color cell)
    {
        var dark = new Color(0x16, 0x16, 0x16);
        var light = new Color(255, 255, 255);
        return (cell.Contrast(dark) >= cell.Contrast(light) ? dark : light).Hex;
    }
}
