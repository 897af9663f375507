using NotebookKit.Learners;

namespace NotebookKit.Display;

/// <summary>How a perceptron learned, in a notebook: a row for each example shown, and in the plane the boundary after the first changes.</summary>
public sealed class PerceptronTraceFormatterSource : FormatterSource<PerceptronTrace>
{
    private const int MostRows = 40;
    private static readonly string[] Columns = ["step", "pass", "x", "w before", "u", "y", "d", "rule", "w after"];

    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<PerceptronTrace, string> Write)> Forms => [("text/html", Page), ("text/plain", Words)];

    private static string Page(PerceptronTrace trace) =>
        (trace.Data.Dimension == 2 ? Html.Picture(trace.Draw().ToSvg()) : string.Empty)
        + Html.Table(trace.ToString(), Columns, Shown(trace).Select(Row))
        + (Rest(trace) is { } rest ? Html.Note(rest) : string.Empty);

    private static string Words(PerceptronTrace trace) =>
        $"{trace}\n{Html.PlainTable(Columns, Shown(trace).Select(Row))}{(Rest(trace) is { } rest ? "\n" + rest : string.Empty)}";

    private static IEnumerable<PerceptronStep> Shown(PerceptronTrace trace) => trace.Steps.Take(MostRows);

    private static string? Rest(PerceptronTrace trace) =>
        trace.Steps.Count <= MostRows ? null : $"and {((long)trace.Epochs * trace.Data.Count) - MostRows:N0} more steps";

    private static IReadOnlyList<string> Row(PerceptronStep step) =>
    [
        $"{step.Number}", $"{step.Epoch}", Points.Text(step.Input), Weights(step.Before), Points.Text(step.Sum), $"{step.Output}", $"{step.Target}",
        step.Rule == Correction.Nothing ? "do nothing" : step.Rule.ToString().ToLowerInvariant(), ReferenceEquals(step.Before, step.After) ? string.Empty : Weights(step.After),
    ];

    private static string Weights(ThresholdUnit unit) => Points.Text(unit.Weights) + (unit.Bias == 0 ? string.Empty : $", b {Points.Text(unit.Bias)}");
}
