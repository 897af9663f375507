using System.Globalization;
using System.Text.Json;
using NotebookKit.Charts;

namespace NotebookKit.PlotlyNet;

/// <summary>Reads the traces on one pair of axes of a plotly figure as a plot.</summary>
internal sealed class PlotReader
{
    private readonly List<Series> series = [];
    private readonly List<string> categories = [];
    private readonly List<(string Name, Numbers Values)> boxes = [];
    private readonly JsonElement layout;
    private bool violins;

    private PlotReader(JsonElement layout) => this.layout = layout;

    /// <summary>Reads them.</summary>
    /// <param name="traces">The traces, the last on top.</param>
    /// <param name="layout">The layout of the figure.</param>
    /// <param name="xName">The layout's name of the horizontal axis: xaxis, xaxis2, …</param>
    /// <param name="yName">The layout's name of the upright axis.</param>
    public static Plot Read(IReadOnlyList<JsonElement> traces, JsonElement layout, string xName, string yName) => new PlotReader(layout).Plot(traces, xName, yName);

    private Plot Plot(IReadOnlyList<JsonElement> traces, string xName, string yName)
    {
        Axis x = Axis(xName);
        categories.AddRange(x.Categories ?? []);
        foreach (JsonElement trace in traces)
        {
            Add(trace);
        }

        if (boxes.Count > 0)
        {
            if (series.Count > 0)
            {
                throw new NotSupportedException("ToFigure: boxes together with other traces; show the chart itself.");
            }

            series.Add(new BoxSeries([.. boxes.Select(box => box.Values)]) { Violin = violins });
            categories.AddRange(boxes.Select(box => box.Name));
        }

        return new Plot(series) { X = categories.Count > 0 ? x with { Categories = categories } : x, Y = Axis(yName) };
    }

    private void Add(JsonElement trace)
    {
        string? name = trace.Find("showlegend") is { ValueKind: JsonValueKind.False } ? null : trace.Text("name");
        switch (trace.Text("type") ?? "scatter")
        {
            case "scatter" or "scattergl":
                Scatter(trace, name);
                break;
            case "bar" when trace.Text("orientation") != "h":
                Bars(trace, name);
                break;
            case "histogram" when trace.List("x") is { } values:
                series.Add(BarSeries.Histogram(PlotlyData.Needed(values, "x"), (int?)trace.Find("nbinsx")?.GetDouble()) with { Name = name, Color = ColorOf(trace, "marker") });
                break;
            case "box" or "violin" when trace.List("y") is { } values:
                violins |= trace.Text("type") == "violin";
                boxes.Add((trace.Text("name") ?? $"{boxes.Count}", PlotlyData.Needed(values, "y")));
                break;
            case "contour":
                series.Add(GridReader.Contour(trace, name));
                break;
            case ("box" or "violin") and var summary:
                throw new NotSupportedException($"ToFigure: a trace of the kind '{summary}' without its values in y; show the chart itself.");
            case ("bar" or "histogram") and var lying:
                throw new NotSupportedException($"ToFigure: a trace of the kind '{lying}' that lies on its side; show the chart itself.");
            case ("heatmap" or "surface") and var alone:
                throw new NotSupportedException($"ToFigure: a trace of the kind '{alone}' together with others; in a figure it stands alone, so show the chart itself.");
            case var other:
                throw new NotSupportedException($"ToFigure: a figure has no trace of the kind '{other}'; show the chart itself.");
        }
    }

    private void Scatter(JsonElement trace, string? name)
    {
        double[] y = PlotlyData.Needed(trace.List("y") ?? [], "y").ToArray();
        Numbers x = trace.List("x") is { } given ? Places(given) : Numbers.Range(y.Length);
        string mode = trace.Text("mode") ?? (y.Length < 20 ? "lines+markers" : "lines");
        if (mode.Contains("lines", StringComparison.Ordinal))
        {
            JsonElement line = trace.Find("line") ?? default;
            series.Add(new LineSeries(x, y)
            {
                Name = name,
                Color = ColorOf(trace, "line") ?? ColorOf(trace, "marker"),
                Dots = mode.Contains("markers", StringComparison.Ordinal),
                Step = line.Text("shape") == "hv",
                Dash = line.Text("dash") switch { "dash" => 1, "dot" => 2, "dashdot" => 3, _ => 0 },
            });
        }
        else if (mode.Contains("markers", StringComparison.Ordinal))
        {
            series.Add(new ScatterSeries(x, y) { Name = name, Color = ColorOf(trace, "marker") });
        }
        else
        {
            throw new NotSupportedException($"ToFigure: a figure has no scatter of the mode '{mode}'; show the chart itself.");
        }
    }

    // Bars of a figure stand at 0, 1, 2, …: a bar elsewhere is named by its place.
    private void Bars(JsonElement trace, string? name)
    {
        Numbers heights = PlotlyData.Needed(trace.List("y") ?? [], "y");
        IReadOnlyList<object?> places = trace.List("x") ?? [.. Enumerable.Range(0, heights.Count).Select(i => (object?)(double)i)];
        double[] at = PlotlyData.Numbers(places) is { } numbers && numbers.SequenceEqual(Enumerable.Range(0, numbers.Length).Select(i => (double)i))
            ? numbers
            : Places([.. places.Select(place => (object?)Convert.ToString(place, CultureInfo.InvariantCulture))]).ToArray();
        double[] full = Enumerable.Repeat(double.NaN, (int)at.DefaultIfEmpty(-1).Max() + 1).ToArray();
        for (int i = 0; i < at.Length; i++)
        {
            full[(int)at[i]] = heights[i];
        }

        series.Add(new BarSeries(full) { Name = name, Color = ColorOf(trace, "marker") });
    }

    // Texts are places 0, 1, 2, … in the order in which they first occur.
    private Numbers Places(IReadOnlyList<object?> values)
    {
        if (PlotlyData.Numbers(values) is { } numbers)
        {
            return numbers;
        }

        return Numbers.From(values.Select(value =>
        {
            string text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;
            int place = categories.IndexOf(text);
            if (place < 0)
            {
                place = categories.Count;
                categories.Add(text);
            }

            return (double)place;
        }));
    }

    private Axis Axis(string name)
    {
        JsonElement json = layout.Find(name) ?? default;
        bool log = json.Text("type") == "log";
        double[] range = json.List("range") is { Count: 2 } ends ? PlotlyData.Numbers(ends) ?? [] : [];
        IReadOnlyList<object?>? words = json.List("ticktext");
        return new Axis
        {
            Label = json.Title(),
            Log = log,
            Min = range.Length < 2 ? null : log ? Math.Pow(10, range[0]) : range[0],
            Max = range.Length < 2 ? null : log ? Math.Pow(10, range[1]) : range[1],
            Categories = words is null || !AreFirst(json.List("tickvals"), words.Count) ? null : [.. words.Select(word => $"{word}")],
        };
    }

    private static bool AreFirst(IReadOnlyList<object?>? values, int count) =>
        values is not null && values.Count == count && Enumerable.Range(0, count).All(i => values[i] is double place && place == i);

    private static Color? ColorOf(JsonElement trace, string part)
    {
        string? text = trace.Find(part) is { } found ? found.Text("color") : null;
        return text is ['#', ..] && text.Length == 7 && int.TryParse(text.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int rgb)
            ? new Color((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb)
            : null;
    }
}
