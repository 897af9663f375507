using NotebookKit.Charts;

namespace NotebookKit.Generative;

/// <summary>One step of learning to translate both ways.</summary>
/// <param name="Number">From 1.</param>
/// <param name="DiscriminatorLoss">Both detectives' losses, summed.</param>
/// <param name="GeneratorLoss">What both translators lose to the detectives, summed.</param>
/// <param name="CycleLoss">Mean |there and back - start| of both circles, summed, without its weight.</param>
public readonly record struct CycleStep(int Number, double DiscriminatorLoss, double GeneratorLoss, double CycleLoss)
{
    /// <summary>In a line.</summary>
    public override string ToString() => FormattableString.Invariant($"step {Number:N0}: detectives {DiscriminatorLoss:F3}, translators {GeneratorLoss:F3}, circle {CycleLoss:F4}");
}

/// <summary>How learning to translate went.</summary>
/// <param name="Steps">The losses of every step.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record CycleHistory(IReadOnlyList<CycleStep> Steps)
{
    /// <summary>The three losses over the steps.</summary>
    /// <param name="title">Stands above.</param>
    public Figure ToFigure(string title = "Detectives, translators and the circle") => Chart.Lines(
        [.. Steps.Select(step => (double)step.Number)], title, new() { XLabel = "step", YLabel = "loss", Smoothing = 0.9 },
        ("detectives", [.. Steps.Select(step => step.DiscriminatorLoss)]),
        ("translators", [.. Steps.Select(step => step.GeneratorLoss)]),
        ("circle", [.. Steps.Select(step => step.CycleLoss)]));

    /// <summary>How it ended, in a line.</summary>
    public override string ToString() => Steps.Count == 0 ? "no steps" : $"{Steps[^1]}";
}
