using NotebookKit.Bayes;
using NotebookKit.Charts;

namespace NotebookKit.Display;

/// <summary>Expectations with their error bars: a band of two deviations where there is one input and one output, words otherwise.</summary>
public sealed class PredictiveFormatterSource : FormatterSource<Predictive>
{
    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<Predictive, string> Write)> Forms =>
    [
        ("text/html", predictive => CanDraw(predictive) ? Html.Picture(Draw(predictive).ToSvg()) : Html.Heading(predictive.ToString())),
        ("text/plain", predictive => predictive.ToString()),
    ];

    /// <summary>The curve, the band of two deviations, inside it that of the model's own doubt, and the examples.</summary>
    /// <exception cref="ArgumentException">There is more than one input or output.</exception>
    public static Figure Draw(Predictive predictive)
    {
        ArgumentNullException.ThrowIfNull(predictive);
        if (!CanDraw(predictive))
        {
            throw new ArgumentException($"Draw: a curve has one input and one output, and these are {predictive.Inputs.Shape} and {predictive.Mean.Shape}.", nameof(predictive));
        }

        double[] x = predictive.Inputs.ToArray<double>();
        int[] order = [.. Enumerable.Range(0, x.Length).OrderBy(i => x[i])];
        double[] mean = predictive.Mean.ToArray<double>();
        double[] whole = predictive.Deviation.ToArray<double>();
        double[] own = predictive.ModelVariance.Sqrt().ToArray<double>();
        Numbers xs = Numbers.From(order.Select(i => x[i]));
        BandSeries Band(double[] deviation, string name) =>
            new(xs, Numbers.From(order.Select(i => mean[i] - (2 * deviation[i]))), Numbers.From(order.Select(i => mean[i] + (2 * deviation[i])))) { Name = name, Color = Palette.At(0) };
        List<Series> series =
        [
            Band(whole, "two deviations"), Band(own, "without the noise"), new LineSeries(xs, Numbers.From(order.Select(i => mean[i]))) { Name = "expected", Color = Palette.At(0) },
        ];
        if (predictive.Data is { } data && data.Inputs.Count == data.Targets.Count)
        {
            series.Add(new ScatterSeries(data.Inputs.ToArray<double>(), data.Targets.ToArray<double>()) { Name = "examples", Color = Palette.At(1) });
        }

        return new Figure(new Plot(series) { X = new Axis { Label = "x" }, Y = new Axis { Label = "z" } }) { Title = "Expected value with error bars" };
    }

    private static bool CanDraw(Predictive predictive) => predictive.Inputs.Count > 1 && predictive.Inputs.Count == predictive.Mean.Count && predictive.Inputs.Rank == 2;
}

/// <summary>The relevance of groups of weights: a bar each on a logarithmic scale, the longest for what matters least.</summary>
public sealed class RelevanceFormatterSource : FormatterSource<Relevance>
{
    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<Relevance, string> Write)> Forms =>
    [
        ("text/html", relevance => Html.Picture(Draw(relevance).ToSvg())),
        ("text/plain", relevance => relevance.ToString()),
    ];

    /// <summary>The picture.</summary>
    public static Figure Draw(Relevance relevance)
    {
        ArgumentNullException.ThrowIfNull(relevance);
        return Chart.Bars(
            relevance.Names, Numbers.From(relevance.Alpha.Select(Math.Log10)), "How tightly each group of weights is held at 0", new PlotOptions { YLabel = "log10 of alpha" });
    }
}
