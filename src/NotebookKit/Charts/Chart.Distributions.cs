namespace NotebookKit.Charts;

public static partial class Chart
{
    /// <summary>Boxes of distributions side by side: <c>Chart.Box(("Adam", losses), ("SGD", others))</c>.</summary>
    public static Figure Box(params (string Name, Numbers Values)[] groups) => Box(null, new PlotOptions(), groups);

    /// <summary>Boxes of distributions with title and options.</summary>
    public static Figure Box(string? title, PlotOptions options, params (string Name, Numbers Values)[] groups) =>
        options.Figure(title, [.. groups.Select(group => group.Name)], new BoxSeries([.. groups.Select(group => group.Values)]));

    /// <summary>Distributions as violins, the density behind a slim box.</summary>
    public static Figure Violin(params (string Name, Numbers Values)[] groups) =>
        new PlotOptions().Figure(null, [.. groups.Select(group => group.Name)], new BoxSeries([.. groups.Select(group => group.Values)]) { Violin = true });

    /// <summary>A mean with a band of one deviation to both sides: <c>Chart.Band(mean, deviation)</c>.</summary>
    public static Figure Band(Numbers mean, Numbers deviation, string? title = null, PlotOptions? options = null) =>
        Band(Numbers.Range(mean.Count), mean, deviation, title, options);

    /// <summary>A mean over x with a band of one deviation to both sides.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Figure Band(Numbers x, Numbers mean, Numbers deviation, string? title = null, PlotOptions? options = null)
    {
        if (deviation.Count != mean.Count)
        {
            throw new ArgumentException($"Chart.Band: {mean.Count} means but {deviation.Count} deviations.", nameof(deviation));
        }

        var band = new BandSeries(x, Numbers.From(mean.Zip(deviation, (m, d) => m - d)), Numbers.From(mean.Zip(deviation, (m, d) => m + d)));
        var color = Palette.At(0);
        return (options ?? new()).Figure(title, null, band with { Color = color }, new LineSeries(x, mean) { Color = color });
    }

    /// <summary>The area between a curve and zero.</summary>
    public static Figure Area(Numbers x, Numbers y, string? title = null, PlotOptions? options = null)
    {
        var color = Palette.At(0);
        return (options ?? new()).Figure(title, null, new BandSeries(x, new double[x.Count], y) { Color = color }, new LineSeries(x, y) { Color = color });
    }

    /// <summary>Points with their errors, y ± error: <c>Chart.ErrorBars(x, y, error)</c>.</summary>
    public static Figure ErrorBars(Numbers x, Numbers y, Numbers error, string? title = null, PlotOptions? options = null) =>
        (options ?? new()).Figure(title, null, new ErrorBarSeries(x, y, error));

    /// <summary>A line of steps, where each value holds until the next: <c>Chart.Step(rates)</c>.</summary>
    public static Figure Step(Numbers y, string? title = null, PlotOptions? options = null) => Step(Numbers.Range(y.Count), y, title, options);

    /// <summary>A line of steps through points.</summary>
    public static Figure Step(Numbers x, Numbers y, string? title = null, PlotOptions? options = null) =>
        (options ?? new()).Figure(title, null, new LineSeries(x, y) { Step = true });

    /// <summary>Dots on stems over 0, 1, 2, …: <c>Chart.Stem(kernel)</c>.</summary>
    public static Figure Stem(Numbers y, string? title = null, PlotOptions? options = null) => Stem(Numbers.Range(y.Count), y, title, options);

    /// <summary>Dots on stems that stand on zero.</summary>
    public static Figure Stem(Numbers x, Numbers y, string? title = null, PlotOptions? options = null) =>
        (options ?? new()).Figure(title, null, new StemSeries(x, y));
}
