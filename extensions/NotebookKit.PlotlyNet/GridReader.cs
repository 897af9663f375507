using System.Text.Json;
using NotebookKit.Charts;

namespace NotebookKit.PlotlyNet;

/// <summary>Reads traces that hold a matrix: heat maps, contours, surfaces.</summary>
internal static class GridReader
{
    /// <summary>A heat map, which stands alone on its axes.</summary>
    public static HeatMap HeatMap(JsonElement trace, JsonElement layout, string xName, string yName)
    {
        double[][] rows = Rows(trace);
        JsonElement x = layout.Find(xName) ?? default, y = layout.Find(yName) ?? default;
        string[]? names = Names(trace.List("y"));

        // plotly's first row lies at the bottom unless the axis is turned round; a figure's lies at the top.
        if (y.Text("autorange") != "reversed" && !(y.List("range") is { Count: 2 } range && PlotlyData.Numbers(range) is { } ends && ends[0] > ends[1]))
        {
            Array.Reverse(rows);
            Array.Reverse(names ?? []);
        }

        return new HeatMap(Grid(rows))
        {
            RowLabels = names,
            ColumnLabels = Names(trace.List("x")),
            RowAxis = y.Title(),
            ColumnAxis = x.Title(),
            Min = trace.Find("zmin")?.GetDouble(),
            Max = trace.Find("zmax")?.GetDouble(),
            Scale = ScaleOf(trace),
        };
    }

    /// <summary>Contours, which other layers may lie on.</summary>
    public static ContourSeries Contour(JsonElement trace, string? name)
    {
        NumberGrid z = Grid(Rows(trace));
        JsonElement contours = trace.Find("contours") ?? default;
        if (contours.Text("type") == "constraint")
        {
            throw new NotSupportedException("ToFigure: a trace of the kind 'contour' with a constraint; show the chart itself.");
        }

        return new ContourSeries(Places(trace, "x", z.Columns), Places(trace, "y", z.Rows), z)
        {
            Name = name,
            Filled = contours.Text("coloring") is not ("lines" or "none"),
            Labels = contours.Find("showlabels") is { ValueKind: JsonValueKind.True },
            Levels = trace.Find("autocontour") is { ValueKind: JsonValueKind.True } ? null : LevelsOf(contours),
            Scale = ScaleOf(trace),
        };
    }

    /// <summary>A surface, which stands alone in its scene.</summary>
    public static Surface Surface(JsonElement trace, JsonElement scene)
    {
        NumberGrid z = Grid(Rows(trace));
        Surface surface = new(Places(trace, "x", z.Columns), Places(trace, "y", z.Rows), z)
        {
            XAxis = new() { Label = (scene.Find("xaxis") ?? default).Title() },
            YAxis = new() { Label = (scene.Find("yaxis") ?? default).Title() },
            ZAxis = new() { Label = (scene.Find("zaxis") ?? default).Title() },
            Scale = ScaleOf(trace),
        };
        JsonElement eye = (scene.Find("camera") ?? default).Find("eye") ?? default;
        if (eye.Find("x")?.GetDouble() is not { } x || eye.Find("y")?.GetDouble() is not { } y || eye.Find("z")?.GetDouble() is not { } up)
        {
            return surface;
        }

        const double Degrees = 180 / Math.PI;
        return surface with { Azimuth = Math.Round(Degrees * Math.Atan2(y, x), 3), Elevation = Math.Round(Degrees * Math.Atan2(up, Math.Sqrt((x * x) + (y * y))), 3) };
    }

    private static double[][] Rows(JsonElement trace)
    {
        double[][] rows = trace.Rows("z");
        int columns = rows.Length == 0 ? 0 : rows[0].Length;
        if (rows.Any(row => row.Length != columns))
        {
            throw new NotSupportedException($"ToFigure: the rows of a trace of the kind '{trace.Text("type")}' have different lengths; show the chart itself.");
        }

        return trace.Find("transpose") is { ValueKind: JsonValueKind.True } ? [.. Enumerable.Range(0, columns).Select(column => rows.Select(row => row[column]).ToArray())] : rows;
    }

    private static NumberGrid Grid(double[][] rows) => NumberGrid.Of([.. rows.SelectMany(row => row)], rows.Length, rows.Length == 0 ? 0 : rows[0].Length);

    private static Numbers Places(JsonElement trace, string name, int count)
    {
        double[] places = trace.List(name) is { } given ? PlotlyData.Needed(given, name) : [.. Enumerable.Range(0, count).Select(i => (double)i)];
        return places.Length == count
            ? places
            : throw new NotSupportedException($"ToFigure: a trace of the kind '{trace.Text("type")}' has {places.Length} values in {name} for {count} rows or columns; show the chart itself.");
    }

    private static Numbers? LevelsOf(JsonElement contours)
    {
        if (contours.Find("start")?.GetDouble() is not { } start || contours.Find("end")?.GetDouble() is not { } end || contours.Find("size")?.GetDouble() is not { } size || !(size > 0) || end < start)
        {
            return null;
        }

        // Half a thousandth, for the last level is the end up to a rounding; and no more lines than can be seen.
        int steps = (int)Math.Min(1000, ((end - start) / size) + 0.0005);
        return Numbers.From(Enumerable.Range(0, steps + 1).Select(i => start + (i * size)));
    }

    // One of the library's scales where the colours are its own; a figure has no others.
    private static ColorScale ScaleOf(JsonElement trace)
    {
        if (trace.Find("colorscale") is not { ValueKind: JsonValueKind.Array } stops)
        {
            return ColorScale.Sequential;
        }

        JsonElement[][] all = [.. stops.EnumerateArray().Where(stop => stop.ValueKind == JsonValueKind.Array).Select(stop => stop.EnumerateArray().ToArray())];
        return Array.Find(Enum.GetValues<ColorScale>(), scale => Array.TrueForAll(
            all, stop => stop is [{ ValueKind: JsonValueKind.Number } at, { ValueKind: JsonValueKind.String } color] && string.Equals(scale.At(at.GetDouble()).Hex, color.GetString(), StringComparison.OrdinalIgnoreCase)));
    }

    private static string[]? Names(IReadOnlyList<object?>? list) => list is null || PlotlyData.Numbers(list) is not null ? null : [.. list.Select(name => $"{name}")];
}
