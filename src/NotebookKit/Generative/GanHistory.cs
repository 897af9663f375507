using NotebookKit.Charts;

namespace NotebookKit.Generative;

/// <summary>One step of the game.</summary>
/// <param name="Number">From 1.</param>
/// <param name="DiscriminatorLoss">The detective's loss before its step, without a penalty.</param>
/// <param name="GeneratorLoss">The forger's loss before its step.</param>
public readonly record struct GanStep(int Number, double DiscriminatorLoss, double GeneratorLoss)
{
    /// <summary>In a line.</summary>
    public override string ToString() => FormattableString.Invariant($"step {Number:N0}: detective {DiscriminatorLoss:F3}, forger {GeneratorLoss:F3}");
}

/// <summary>How a game of forger and detective went.</summary>
/// <param name="Steps">The losses of every step.</param>
/// <param name="Judged">After which steps a judge looked, and what it found; none where there was no judge.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record GanHistory(IReadOnlyList<GanStep> Steps, IReadOnlyList<(int Step, SampleReport Report)> Judged)
{
    /// <summary>Both losses over the steps.</summary>
    /// <param name="title">Stands above.</param>
    public Figure ToFigure(string title = "The losses of both") => Chart.Lines(
        [.. Steps.Select(step => (double)step.Number)], title, new() { XLabel = "step", YLabel = "loss", Smoothing = 0.9 },
        ("detective", [.. Steps.Select(step => step.DiscriminatorLoss)]), ("forger", [.. Steps.Select(step => step.GeneratorLoss)]));

    /// <summary>How it ended, in a line.</summary>
    public override string ToString() => Steps.Count == 0 ? "no steps" : $"{Steps[^1]}{(Judged.Count == 0 ? "" : $"; the judge: {Judged[^1].Report}")}";
}
