using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using NotebookKit.Homework.Conventions;
using NotebookKit.Homework.Rules;
using NotebookKit.Homework.Sandbox;
using NotebookKit.Host.Documents;
using NotebookKit.Host.Protocol;
using NotebookKit.Host.Running;

namespace NotebookKit.Homework.Grading;

/// <summary>Runs the cells of one submission in children behind a wall and scores each by what the grader sees from outside.</summary>
/// <remarks>
/// A cell that fails does not end the run. One that must be killed, or leaves its process without room for those after it, is left out, and the others are
/// run anew in a fresh child: it costs its own points and what builds on it. A time-out is never a pass.
/// </remarks>
internal sealed class SubmissionRun(Assignment assignment, ChildSource children, ChildLimits limits)
{
    private const int MostKills = 3;

    // However busy the machine is: so many times the limit, and it is over.
    private const int MostOfLimit = 5;

    // What the grader itself says of a cell begins so, and holds nothing of a test.
    private const string Stopped = "This cell was stopped: ";

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);
    private readonly HashSet<int> leftOut = [];
    private readonly HashSet<int> unlucky = [];
    private readonly HashSet<int> stopped = [];
    private readonly Dictionary<int, (ScoreKind Kind, string Message)> ends = [];
    private readonly Dictionary<int, double?> results = [];

    /// <summary>Runs and scores.</summary>
    public async Task<IReadOnlyList<CellScore>> RunAsync(GradedNotebook notebook, IReadOnlyList<Finding> findings, CancellationToken cancellation)
    {
        foreach (var found in findings.GroupBy(finding => finding.Cell))
        {
            leftOut.Add(found.Key);
            ends[found.Key] = (ScoreKind.NotRun, $"This cell was not run. {string.Join(" ", found.Take(3).Select(finding => char.ToUpperInvariant(finding.ToString()[0]) + finding.ToString()[1..]))}");
        }

        for (var kills = 0; !await AllAsync(notebook, cancellation).ConfigureAwait(false);)
        {
            if (++kills >= MostKills)
            {
                foreach (var cell in Enumerable.Range(1, notebook.Cells.Count).Where(cell => !ends.ContainsKey(cell)))
                {
                    ends[cell] = (ScoreKind.NotRun, "This cell was not run: cells before it had to be killed too often.");
                    leftOut.Add(cell);
                }

                break;
            }
        }

        return [.. notebook.Cells.Index().Where(pair => pair.Item.Graded is { IsGraded: true }).Select(pair => Score(pair.Item, pair.Index + 1))];
    }

    /// <summary>What whoever reads the score should know: what went wrong in cells that the assignment itself brings, seldom the student's doing, and which of the student's had to be stopped.</summary>
    public IEnumerable<string> Failures(GradedNotebook notebook) => OfOurs(notebook).Concat(
        from end in ends.OrderBy(end => end.Key)
        where !notebook.Cells[end.Key - 1].IsOurs && (end.Value.Kind == ScoreKind.TimedOut || stopped.Contains(end.Key))
        select $"{NameOf(notebook.Cells[end.Key - 1], end.Key)} did not run to its end: {end.Value.Message}");

    private IEnumerable<string> OfOurs(GradedNotebook notebook) =>
        from pair in notebook.Cells.Index()
        where pair.Item.IsOurs && pair.Item.Graded is not { IsGraded: true } && ends.TryGetValue(pair.Index + 1, out var end) && end.Kind != ScoreKind.Tested
        let end = ends[pair.Index + 1]
        select $"{NameOf(pair.Item, pair.Index + 1)}, which belongs to the assignment, did not run ({(end.Kind == ScoreKind.Failed ? end.Message.Split(':')[0] : "it took too long")}); what builds on it could not be judged.";

    private static string NameOf(PlacedCell cell, int number) => cell.Graded is { } part ? $"`{part.Id}`" : $"cell {number}";

    /// <summary>The points that the value of a graded cell stands for: its own number, else all.</summary>
    internal static double PointsOf(double? value, double of) => value is { } points && double.IsFinite(points) ? Math.Clamp(points, 0, of) : of;

    // True when the last cell was reached.
    private async Task<bool> AllAsync(GradedNotebook notebook, CancellationToken cancellation)
    {
        using var child = await children.TakeAsync(cancellation).ConfigureAwait(false);
        using ResourceWatch watch = new(child.Process.Id, limits, child.Process.Kill);
        results.Clear();
        Dictionary<string, List<JsonObject>> displays = new(StringComparer.Ordinal);
        var (count, isTheirs) = (0, false);
        for (var i = 0; i < notebook.Cells.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (number, cell) = (i + 1, notebook.Cells[i].Cell);
            if (cell.Kind != CellKind.Code || cell.IsBlank || leftOut.Contains(number))
            {
                continue;
            }

            cell.ClearRun();
            cell.ExecutionCount = ++count;
            CellOutputs outputs = new(cell, displays, limits.Output);
            var end = await CellAsync(child.Process, cell, outputs, watch, number, cancellation).ConfigureAwait(false);
            isTheirs |= !notebook.Cells[i].IsOurs;
            if (end.IsAlive)
            {
                ends[number] = (end.Kind, end.Message);
                if (!isTheirs || await HasRoomAsync(child.Process, outputs, watch, cancellation).ConfigureAwait(false))
                {
                    continue;
                }

                Stop(number, ScoreKind.Failed, $"{Stopped}{watch.Exceeded ?? "it left no room for the cells after it, by its threads or by its memory"}.");
                return false;
            }

            // A process that ends in a cell of the assignment's own may have met bad luck: that cell has a second chance.
            if (notebook.Cells[i].IsOurs && end.Kind == ScoreKind.Failed && watch.Exceeded is null && unlucky.Add(number))
            {
                return false;
            }

            Stop(number, end.Kind, watch.Exceeded is { } much ? $"{Stopped}{much}." : end.Message);
            return false;
        }

        return true;
    }

    private void Stop(int number, ScoreKind kind, string message)
    {
        leftOut.Add(number);
        stopped.Add(number);
        ends[number] = (kind, message);
    }

    private async Task<bool> HasRoomAsync(CellProcess child, CellOutputs outputs, ResourceWatch watch, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using CancellationTokenSource done = new();
        var clock = EndAsync(limit, watch, assignment.CellTime, done.Token);
        var hasRoom = await ChildRoom.IsLeftAsync(child, outputs.Apply, limit.Token).ConfigureAwait(false);
        outputs.Finish();
        await done.CancelAsync().ConfigureAwait(false);
        await clock.ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return hasRoom;
    }

    private async Task<(bool IsAlive, ScoreKind Kind, string Message)> CellAsync(
        CellProcess child, NotebookCell cell, CellOutputs outputs, ResourceWatch watch, int number, CancellationToken cancellation)
    {
        var left = assignment.Time - watch.Elapsed;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using CancellationTokenSource done = new();
        var clock = EndAsync(limit, watch, left < assignment.CellTime ? left : assignment.CellTime, done.Token);
        ErrorEvent? error = null;
        double? value = null;
        try
        {
            child.Send(new ExecuteRequest(cell.ExecutionCount!.Value, cell.Source));
            await foreach (var message in child.Events.ReadAllAsync(limit.Token).ConfigureAwait(false))
            {
                limit.Token.ThrowIfCancellationRequested();
                if (message is DoneEvent)
                {
                    outputs.Finish();
                    results[number] = value;
                    return error is null ? (true, ScoreKind.Tested, "") : (true, ScoreKind.Failed, $"{error.Name}: {error.Message}");
                }

                error = message as ErrorEvent ?? error;
                value = message is ResultEvent result ? NumberOf(result) : value;
                outputs.Apply(message);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            var stop = await CellStop.StopAsync(child, outputs.Apply).ConfigureAwait(false);
            outputs.Finish();
            return (stop.IsAlive, ScoreKind.TimedOut, left < assignment.CellTime
                ? $"{Stopped}the notebook may take {assignment.Time.TotalSeconds:0} s in all."
                : $"{Stopped}it took longer than {assignment.CellTime.TotalSeconds:0} s.");
        }
        finally
        {
            await done.CancelAsync().ConfigureAwait(false);
            await clock.ConfigureAwait(false);
        }

        outputs.Finish();
        var death = ProcessDeath.Describe(child.ExitCode, child.LastWords);
        return (false, ScoreKind.Failed, $"{death.Name}: {death.Message}");
    }

    // Ends a cell when it has had its time by the clock that stands while others have the processors.
    private static async Task EndAsync(CancellationTokenSource limit, ResourceWatch watch, TimeSpan time, CancellationToken done)
    {
        var start = watch.Elapsed;
        var wall = Stopwatch.StartNew();
        while (watch.Elapsed - start < time && wall.Elapsed < MostOfLimit * time)
        {
            await Task.Delay(Glance, done).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (done.IsCancellationRequested)
            {
                return;
            }
        }

        await limit.CancelAsync().ConfigureAwait(false);
    }

    private static double? NumberOf(ResultEvent result) =>
        result.Data["text/plain"] is { } text && double.TryParse(MultilineText.Join(text).Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private CellScore Score(PlacedCell placed, int number)
    {
        var graded = placed.Graded!;
        if (graded.Role is CellRole.Manual or CellRole.Task)
        {
            return placed.IsUntouched && graded.Role == CellRole.Manual
                ? new CellScore(graded.Id, 0, graded.Points, ScoreKind.Untouched, "This answer is still as it was handed out.")
                : new CellScore(graded.Id, 0, graded.Points, ScoreKind.Waiting, "A person reads this one.");
        }

        var (kind, message) = ends.GetValueOrDefault(number, (ScoreKind.NotRun, "This cell was not run."));
        if (kind != ScoreKind.Tested || !results.TryGetValue(number, out var value))
        {
            // An error's own words may hold a line of a hidden test; its name does not.
            var told = kind == ScoreKind.Failed && graded.Role == CellRole.Tests && !message.StartsWith(Stopped, StringComparison.Ordinal) ? $"The tests ended with {message[..Math.Max(0, message.IndexOf(':', StringComparison.Ordinal))]}." : message;
            return new CellScore(graded.Id, 0, graded.Points, kind == ScoreKind.Tested ? ScoreKind.NotRun : kind, told);
        }

        var points = PointsOf(value, graded.Points);
        var more = points < graded.Points ? "Not everything that is asked for holds yet." : "";
        return new CellScore(graded.Id, points, graded.Points, points > 0 ? ScoreKind.Tested : ScoreKind.Failed, more);
    }
}
