using NotebookKit.Charts;
using NotebookKit.Regularization;

namespace NotebookKit.Display;

/// <summary>A cross validation in a notebook: mean and spread, and the score of every turn.</summary>
public sealed class CrossValidationFormatterSource : FormatterSource<CrossValidationResult>
{
    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<CrossValidationResult, string> Write)> Forms =>
    [
        ("text/html", result => Html.Table(result.ToString(), ["turn", "score"], result.Scores.Select((score, i) => (IReadOnlyList<string>)[$"{i + 1}", $"{score:G4}"]))),
        ("text/plain", result => result.ToString()),
    ];
}

/// <summary>A search for an architecture in a notebook: the trials, the best first.</summary>
public sealed class ArchitectureSearchFormatterSource : FormatterSource<ArchitectureSearchResult>
{
    private const int Most = 20;

    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<ArchitectureSearchResult, string> Write)> Forms =>
    [
        ("text/html", Page),
        ("text/plain", result => result.ToString()),
    ];

    private static string Page(ArchitectureSearchResult result) => Html.Table(
        result.ToString(),
        ["hidden layers", "validation error"],
        result.Trials.OrderBy(trial => trial.ValidationError).Take(Most).Select(trial => (IReadOnlyList<string>)[trial.Hidden.Count == 0 ? "none" : string.Join('-', trial.Hidden), $"{trial.ValidationError:G4}"]));
}

/// <summary>The weights that a surgeon took, in turn, with what each was to cost and did cost.</summary>
public sealed class PruningTraceFormatterSource : FormatterSource<PruningTrace>
{
    private const int Most = 50;

    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<PruningTrace, string> Write)> Forms =>
    [
        ("text/html", trace => Html.Table(trace.ToString(), ["weight", "predicted rise", "real rise", "loss after"], trace.Steps.Take(Most).Select(step =>
            (IReadOnlyList<string>)[step.Name, $"{step.PredictedRise:G3}", $"{step.Rise:G3}", $"{step.LossAfter:G4}"]))),
        ("text/plain", trace => trace.ToString()),
    ];
}

/// <summary>The loss against the weights pruned, a line by the surgeon and one by magnitude.</summary>
public sealed class PruningCurveFormatterSource : FormatterSource<PruningCurve>
{
    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<PruningCurve, string> Write)> Forms =>
    [
        ("text/html", curve => Html.Picture(Draw(curve).ToSvg())),
        ("text/plain", curve => curve.ToString()),
    ];

    /// <summary>The picture.</summary>
    public static Figure Draw(PruningCurve curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        return Chart.Lines(
            "Loss against pruned weights",
            new PlotOptions { XLabel = $"weights pruned, of {curve.Weights}", YLabel = "loss" },
            ("optimal brain surgeon", Numbers.From(curve.Surgeon)),
            ("by magnitude", Numbers.From(curve.Magnitude)));
    }
}
