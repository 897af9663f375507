namespace NotebookKit.Charts;

/// <summary>The usual figures in one line each; the records behind them allow the rest.</summary>
public static partial class Chart
{
    /// <summary>A line over 0, 1, 2, …: <c>Chart.Line(losses)</c>.</summary>
    public static Figure Line(Numbers y, string? title = null, PlotOptions? options = null) => Line(Numbers.Range(y.Count), y, title, options);

    /// <summary>A line through points: <c>Chart.Line(x, y, title: "Softplus")</c>.</summary>
    public static Figure Line(Numbers x, Numbers y, string? title = null, PlotOptions? options = null) =>
        (options ??= new()).Figure(title, null, new LineSeries(x, y) { Smoothing = options.Smoothing });

    /// <summary>Several lines with names: <c>Chart.Lines(("train", ys), ("test", ys2))</c>.</summary>
    public static Figure Lines(params (string Name, Numbers Y)[] lines) => Lines(null, new PlotOptions(), lines);

    /// <summary>Several lines with names and options: <c>Chart.Lines("Loss", new() { LogY = true }, ("train", ys))</c>.</summary>
    public static Figure Lines(string? title, PlotOptions options, params (string Name, Numbers Y)[] lines) =>
        options.Figure(title, null, [.. lines.Select((line, i) => new LineSeries(line.Y) { Name = line.Name, Smoothing = options.Smoothing, Dash = i / 4 })]);

    /// <summary>Several lines over the same x values: <c>Chart.Lines(steps, "Error", new() { LogX = true, LogY = true }, ("float", a), ("double", b))</c>.</summary>
    public static Figure Lines(Numbers x, string? title, PlotOptions options, params (string Name, Numbers Y)[] lines) =>
        options.Figure(title, null, [.. lines.Select((line, i) => new LineSeries(x, line.Y) { Name = line.Name, Smoothing = options.Smoothing, Dash = i / 4 })]);

    /// <summary>The curve of a function between two ends: <c>Chart.Function(Math.Tanh, -3, 3)</c>.</summary>
    /// <remarks>Sampled at 481 points; where the function is not finite the curve has a gap.</remarks>
    public static Figure Function(Func<double, double> function, double from, double to, string? title = null, PlotOptions? options = null)
    {
        var x = Numbers.From(Enumerable.Range(0, 481).Select(i => from + ((to - from) * i / 480)));
        return Line(x, Numbers.From(x.Select(function)), title, options);
    }

    /// <summary>Points: <c>Chart.Scatter(x, y)</c>.</summary>
    public static Figure Scatter(Numbers x, Numbers y, string? title = null, PlotOptions? options = null) =>
        (options ?? new()).Figure(title, null, new ScatterSeries(x, y));

    /// <summary>Points of several classes, each with a colour and a shape: <c>Chart.Scatter(x, y, labels, ["cat", "dog"])</c>.</summary>
    /// <param name="x">Where the points are on the x axis.</param>
    /// <param name="y">Where the points are on the y axis.</param>
    /// <param name="classes">The class of each point, counted from 0.</param>
    /// <param name="names">Names of the classes; null: their numbers.</param>
    /// <param name="title">Stands above the figure.</param>
    /// <param name="options">Labels, ranges and sizes.</param>
    public static Figure Scatter(Numbers x, Numbers y, int[] classes, IReadOnlyList<string>? names = null, string? title = null, PlotOptions? options = null)
    {
        if (classes.Length != x.Count)
        {
            throw new ArgumentException($"Chart.Scatter: {x.Count} points but {classes.Length} classes.", nameof(classes));
        }

        var groups = classes.Select((c, i) => (Class: c, Index: i)).GroupBy(p => p.Class, p => p.Index).OrderBy(g => g.Key);
        return (options ?? new()).Figure(title, null, [.. groups.Select((group, n) =>
            new ScatterSeries(Numbers.From(group.Select(i => x[i])), Numbers.From(group.Select(i => y[i])))
            {
                Name = names is not null && group.Key >= 0 && group.Key < names.Count ? names[group.Key] : group.Key.ToString(),
                Shape = n,
            })]);
    }

    /// <summary>A bar for each name: <c>Chart.Bars(["cat", "dog"], [0.9, 0.1])</c>.</summary>
    public static Figure Bars(IReadOnlyList<string> names, Numbers heights, string? title = null, PlotOptions? options = null) =>
        (options ?? new()).Figure(title, [.. names], new BarSeries(heights));

    /// <summary>How values are distributed: <c>Chart.Histogram(weights)</c>.</summary>
    /// <param name="values">The values; those that are not finite are left out.</param>
    /// <param name="bins">How many bins; null: chosen from the data.</param>
    /// <param name="title">Stands above the figure.</param>
    /// <param name="options">Labels, ranges and sizes.</param>
    public static Figure Histogram(Numbers values, int? bins = null, string? title = null, PlotOptions? options = null) =>
        (options ?? new() { YLabel = "count" }).Figure(title, null, BarSeries.Histogram(values, bins));
}
