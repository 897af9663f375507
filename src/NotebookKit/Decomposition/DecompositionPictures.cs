using NotebookKit.Charts;

namespace NotebookKit.Decomposition;

/// <summary>The pictures that belong to principal components.</summary>
public static class DecompositionPictures
{
    /// <summary>The scree plot: each component's share of the variance as a bar, and what the first ones have together as a line.</summary>
    /// <param name="result">The components.</param>
    /// <param name="share">A share to mark; none when null.</param>
    /// <param name="most">At most so many bars.</param>
    public static Figure Scree(PcaResult result, double? share = null, int most = 30)
    {
        ArgumentNullException.ThrowIfNull(result);
        int shown = Math.Min(most, result.Shares.Count);
        string[] names = [.. Enumerable.Range(1, shown).Select(k => $"{k}")];
        PlotOptions options = new() { XLabel = "component", YLabel = "share of the variance", YRange = (0, 1.05) };
        Figure scree = Chart.Bars(names, Numbers.From(result.Shares.Take(shown)), "How much each component explains", options)
            .With(new LineSeries(Numbers.Range(shown), Numbers.From(result.Cumulative.Take(shown))) { Name = "together" });
        return share is { } line ? scree.Mark(y: line, text: FormattableString.Invariant($"{line:P0}")) : scree;
    }

    /// <summary>The biplot: the points on the first two components, and an arrow for each of the features that count most there.</summary>
    /// <param name="result">At least two components.</param>
    /// <param name="points">[N, d], those that are drawn.</param>
    /// <param name="names">What stands beside each point; nothing when null.</param>
    /// <param name="features">What stands beside each arrow.</param>
    /// <param name="arrows">How many arrows, the longest first.</param>
    /// <exception cref="ArgumentException">There are fewer than two components, or other numbers of names or features.</exception>
    public static Figure Biplot(PcaResult result, Tensor points, IReadOnlyList<string>? names, IReadOnlyList<string> features, int arrows = 6)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(features);
        if (result.Components.Shape[0] < 2 || features.Count != result.Components.Shape[1])
        {
            throw new ArgumentException($"Biplot: takes two components and a name for each of the {result.Components.Shape[1]} features, and got {result.Components.Shape[0]} and {features.Count}.");
        }

        double[][] scores = result.Transform(points).To(DType.Float64).ToJagged<double>(), components = result.Components.ToJagged<double>();
        double[] x = [.. scores.Select(row => row[0])], y = [.. scores.Select(row => row[1])];
        double[] lengths = [.. Enumerable.Range(0, features.Count).Select(i => Math.Sqrt((components[0][i] * components[0][i]) + (components[1][i] * components[1][i])))];
        int[] longest = [.. Enumerable.Range(0, features.Count).OrderByDescending(i => lengths[i]).Take(arrows)];
        double factor = 0.8 * x.Concat(y).Max(Math.Abs) / lengths[longest[0]];
        PlotOptions options = new() { XLabel = Axis(result, 0), YLabel = Axis(result, 1), Height = 460 };
        Numbers tipX = Numbers.From(longest.Select(i => factor * components[0][i])), tipY = Numbers.From(longest.Select(i => factor * components[1][i]));
        double[] middle = new double[longest.Length];
        Figure figure = Chart.Scatter(x, y, "Points and features on the first two components", options)
            .With(new QuiverSeries(middle, middle, tipX, tipY) { Scale = 1 })
            .With(new NoteSeries(tipX, tipY, [.. longest.Select(i => features[i])]) { Ring = false });
        return names is null ? figure : figure.With(new NoteSeries(x, y, names) { Ring = false });
    }

    private static string Axis(PcaResult result, int k) => FormattableString.Invariant($"PC{k + 1} ({result.Shares[k]:P1})");
}
