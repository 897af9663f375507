using NotebookKit.Charts;

namespace NotebookKit.Reward;

/// <summary>A test on the way, without steps by chance.</summary>
/// <param name="Step">After how many steps of learning.</param>
/// <param name="Mean">What an episode earned in the mean.</param>
public readonly record struct RewardTest(int Step, double Mean)
{
    /// <summary>In a line.</summary>
    public override string ToString() => FormattableString.Invariant($"after {Step:N0} steps: {Mean:F1}");
}

/// <summary>How learning by reward went.</summary>
/// <param name="Returns">What each episode earned while it learned.</param>
/// <param name="Tests">The tests on the way; none where there were none.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record RewardHistory(IReadOnlyList<double> Returns, IReadOnlyList<RewardTest> Tests)
{
    /// <summary>The best test.</summary>
    public double Best => Tests.Select(test => test.Mean).DefaultIfEmpty(double.NaN).Max();

    /// <summary>The earnings of episodes, and the tests where there are some.</summary>
    /// <param name="title">Stands above.</param>
    public Figure ToFigure(string title = "What episodes earn") => Chart.Lines(
        [.. Enumerable.Range(1, Returns.Count).Select(number => (double)number)], title, new() { XLabel = "episode", YLabel = "sum of rewards" }, ("while it learns", [.. Returns]));

    /// <summary>How it ended, in a line.</summary>
    public override string ToString() => $"{Returns.Count} episodes{(Tests.Count == 0 ? "" : $", {Tests[^1]}, best {Best:F1}")}";
}
