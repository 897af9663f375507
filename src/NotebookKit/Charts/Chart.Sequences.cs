namespace NotebookKit.Charts;

/// <content>The same charts for sequences that are made while they are read, such as the results of a query.</content>
public static partial class Chart
{
    /// <summary>A line over 0, 1, 2, …: <c>Chart.Line(history.Updates.Select(u => u.Loss))</c>.</summary>
    public static Figure Line(IEnumerable<double> y, string? title = null, PlotOptions? options = null) => Line(Numbers.From(y), title, options);

    /// <summary>A line through points.</summary>
    public static Figure Line(IEnumerable<double> x, IEnumerable<double> y, string? title = null, PlotOptions? options = null) =>
        Line(Numbers.From(x), Numbers.From(y), title, options);

    /// <summary>Points.</summary>
    public static Figure Scatter(IEnumerable<double> x, IEnumerable<double> y, string? title = null, PlotOptions? options = null) =>
        Scatter(Numbers.From(x), Numbers.From(y), title, options);

    /// <summary>How values are distributed.</summary>
    public static Figure Histogram(IEnumerable<double> values, int? bins = null, string? title = null, PlotOptions? options = null) =>
        Histogram(Numbers.From(values), bins, title, options);

    /// <summary>A bar for each name: <c>Chart.Bars(counts.Select(c => (c.Name, c.Value)))</c>.</summary>
    public static Figure Bars(IEnumerable<(string Name, double Height)> bars, string? title = null, PlotOptions? options = null)
    {
        var all = bars.ToArray();
        return Bars([.. all.Select(bar => bar.Name)], Numbers.From(all.Select(bar => bar.Height)), title, options);
    }
}
