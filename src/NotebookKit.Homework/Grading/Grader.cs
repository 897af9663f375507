using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using NotebookKit.Homework.Masters;
using NotebookKit.Homework.Rules;
using NotebookKit.Homework.Sandbox;
using NotebookKit.Host.Documents;

namespace NotebookKit.Homework.Grading;

/// <summary>Grades submissions, some side by side; what one of them does costs itself points and nothing else.</summary>
public sealed class Grader(HomeworkRelease release, GradeOptions options)
{
    private readonly ChildLimits limits = new() { Megabytes = release.Assignment.Megabytes, Cpu = 4 * release.Assignment.Time };
    private readonly ScoreStore store = new(options.OutputFolder);
    private readonly string releaseText = release.Grader.ToText() + release.Student.ToText() + options.Seed.ToString(CultureInfo.InvariantCulture);

    /// <summary>Grades all that have no score yet; the scores come in the order of the submissions.</summary>
    /// <remarks>Cancelling ends the running ones without a score; what is done stays done.</remarks>
    public async Task<IReadOnlyList<SubmissionScore>> GradeAsync(IReadOnlyList<SubmissionFile> submissions, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(submissions);
        ConcurrentDictionary<string, SubmissionScore> scores = new(StringComparer.Ordinal);
        ConcurrentQueue<SubmissionFile> left = new();
        foreach (var submission in submissions)
        {
            var fingerprint = ScoreStore.FingerprintOf(releaseText, submission.Path);
            if (store.Find(submission.Student) is { } earlier && earlier.Fingerprint == fingerprint && earlier.Status != SubmissionStatus.NotGraded)
            {
                scores[submission.Student] = earlier;
            }
            else
            {
                left.Enqueue(submission);
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Math.Max(1, Math.Min(options.Jobs, left.Count))).Select(async lane =>
        {
            await using ChildSource children = new(options.Walls, options.Server, limits, lane, WarmUp);
            while (!cancellation.IsCancellationRequested && left.TryDequeue(out var submission))
            {
                var score = await OneAsync(submission, children, cancellation).ConfigureAwait(false);
                if (score is not null)
                {
                    scores[submission.Student] = score;
                    options.Graded?.Invoke(score);
                }
            }
        })).ConfigureAwait(false);
        return [.. submissions.Select(submission => scores.GetValueOrDefault(submission.Student)).OfType<SubmissionScore>()];
    }

    /// <summary>Grades a notebook that lies in no folder: a master's own solution, say.</summary>
    public async Task<(IReadOnlyList<CellScore> Cells, GradedNotebook Notebook, IReadOnlyList<Finding> Findings)> GradeAsync(NotebookDocument submission, CancellationToken cancellation = default)
    {
        await using ChildSource children = new(options.Walls, options.Server, limits, 0, WarmUp);
        return await GradeAsync(submission, children, cancellation).ConfigureAwait(false);
    }

    /// <summary>The same with children that are there already.</summary>
    internal async Task<(IReadOnlyList<CellScore> Cells, GradedNotebook Notebook, IReadOnlyList<Finding> Findings)> GradeAsync(NotebookDocument submission, ChildSource children, CancellationToken cancellation)
    {
        var notebook = GradedNotebook.Of(release, submission);
        JudgedCell[] code = [.. notebook.Cells.Index().Where(pair => pair.Item.Cell.Kind == CellKind.Code).Select(pair => new JudgedCell(pair.Index + 1, pair.Item.Cell.Source, pair.Item.IsOurs))];
        var findings = options.HasRules ? SubmissionRules.Judge(code, release.Assignment.Answers) : [];
        SubmissionRun run = new(release.Assignment, children, limits);
        var cells = await run.RunAsync(notebook, findings, cancellation).ConfigureAwait(false);
        return (cells, notebook with { Repairs = [.. notebook.Repairs, .. run.Failures(notebook)] }, findings);
    }

    /// <summary>Children for grading outside of a folder.</summary>
    internal ChildSource Children(int lane) => new(options.Walls, options.Server, limits, lane, WarmUp);

    // What every submission begins with anyway is compiled before it comes.
    private string WarmUp => string.Create(CultureInfo.InvariantCulture, $"NotebookKit.Checks.CheckBook.Session.SeedShift = {options.Seed};");

    private async Task<SubmissionScore?> OneAsync(SubmissionFile submission, ChildSource children, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        SubmissionScore score = new(release.Assignment.Name, submission.Student, SubmissionStatus.Graded, []);
        try
        {
            score = score with { Fingerprint = ScoreStore.FingerprintOf(releaseText, submission.Path) };
            var document = submission.Read();
            var (cells, notebook, findings) = await GradeAsync(document, children, cancellation).ConfigureAwait(false);
            score = score with { Cells = cells, Notes = [.. notebook.Repairs, .. findings.Select(finding => Told(notebook, finding))], Seconds = Math.Round(watch.Elapsed.TotalSeconds, 2) };
            store.Keep(score, notebook.Document);
            return score;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return null;
        }
        catch (InvalidDataException exception)
        {
            score = score with { Status = SubmissionStatus.Unreadable, Cells = Nothing(), Notes = [exception.Message] };
        }
#pragma warning disable CA1031 // One submission, whatever it is, must not end the run of the others.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            score = score with { Status = SubmissionStatus.NotGraded, Cells = Nothing(), Notes = [$"{exception.GetType().Name}: {exception.Message}"] };
        }

        store.Keep(score, null);
        return score;
    }

    private static string Told(GradedNotebook notebook, Finding finding) =>
        $"{(notebook.Cells[finding.Cell - 1].Graded is { } graded ? $"`{graded.Id}`" : $"cell {finding.Cell}")} was not run: {finding}";

    private CellScore[] Nothing() => [.. HomeworkMaster.Cells(release.Grader, release.Assignment.Name)
        .Where(cell => cell.Graded is { IsGraded: true })
        .Select(cell => new CellScore(cell.Graded!.Id, 0, cell.Graded.Points, ScoreKind.NotRun, "The notebook could not be graded."))];
}
