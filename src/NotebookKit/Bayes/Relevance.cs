namespace NotebookKit.Bayes;

/// <summary>How strongly the data want each group of weights: a large alpha holds a group at 0, so its input does not matter.</summary>
/// <param name="Names">The groups.</param>
/// <param name="Alpha">alpha of each group.</param>
/// <param name="Beta">The noise precision of each output.</param>
/// <param name="Trace">alpha of each group at the start and after each round.</param>
[Display.TypeFormatterSource(typeof(Display.RelevanceFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record Relevance(IReadOnlyList<string> Names, IReadOnlyList<double> Alpha, IReadOnlyList<double> Beta, IReadOnlyList<IReadOnlyList<double>> Trace)
{
    /// <summary>The groups, the most relevant first: by the deviation of their weights, 1 / sqrt(alpha).</summary>
    public IEnumerable<(string Name, double Alpha, double Deviation)> Ranking =>
        Names.Zip(Alpha, (name, value) => (name, value, 1 / Math.Sqrt(value))).OrderBy(group => group.value);

    /// <summary>alpha of each group in a line.</summary>
    public override string ToString() => string.Join(", ", Names.Zip(Alpha, (name, value) => $"{name} {value:G3}"));
}
