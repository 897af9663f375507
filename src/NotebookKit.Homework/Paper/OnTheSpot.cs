using System.Globalization;
using NotebookKit.Homework.Conventions;
using NotebookKit.Homework.Course;
using NotebookKit.Homework.Grading;
using NotebookKit.Homework.Masters;
using NotebookKit.Homework.Reports;
using NotebookKit.Host.Documents;

namespace NotebookKit.Homework.Paper;

/// <summary>A programming test on the spot with an assignment: each notebook that comes in time is graded at once, and its page written. Lecture S2 L1, "Tests".</summary>
/// <remarks>
/// Everything lies in the folder of <paramref name="options"/>: the scores, so that <c>scores</c> and <c>feedback</c> go on from there, the pages in
/// <c>pages/</c>, and <c>hand-ins.csv</c>, a line for each attempt. Who hands in again is graded again, and the last one in time counts.
/// </remarks>
/// <param name="test">When it begins and ends.</param>
/// <param name="release">The assignment.</param>
/// <param name="options">How to grade.</param>
public sealed class OnTheSpot(TimedTest test, HomeworkRelease release, GradeOptions options)
{
    private const string Journal = "hand-ins.csv";

    /// <summary>Takes a notebook now.</summary>
    /// <param name="student">Who hands it in: letters, digits, '-', '_', '.' and '@'.</param>
    /// <param name="path">The notebook, or an archive with one.</param>
    /// <param name="now">The time by the clock of whoever takes it.</param>
    /// <param name="cancellation">Ends the grading without a score.</param>
    /// <exception cref="HomeworkException">The name is none, the file is missing, or the grader failed; nothing is kept and the student hands in again.</exception>
    public async Task<TimedResult> HandInAsync(string student, string path, DateTimeOffset now, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(student);
        if (student.Length is 0 or > 100 || student.StartsWith('.') || !student.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '@'))
        {
            throw new HomeworkException("hand in", $"the student is called `{student}`; a name here has letters, digits, '-', '_', '.' and '@'.");
        }

        if (!File.Exists(path))
        {
            throw new HomeworkException(path, "there is no such file to hand in.");
        }

        var result = await test.HandInAsync(student, now, path, _ => MarkAsync(student, path, cancellation)).ConfigureAwait(false);
        Directory.CreateDirectory(options.OutputFolder);
        var journal = Path.Combine(options.OutputFolder, Journal);
        var head = File.Exists(journal) ? "" : "student,handed_in,accepted,points,of\n";
        await File.AppendAllTextAsync(
            journal, string.Create(CultureInfo.InvariantCulture, $"{head}{student},{now:O},{(result.IsAccepted ? "yes" : "no")},{result.Points.Earned:0.##},{result.Points.Possible:0.##}\n"), cancellation).ConfigureAwait(false);
        return result;
    }

    private async Task<TimedMark> MarkAsync(string student, string path, CancellationToken cancellation)
    {
        var scores = await new Grader(release, options).GradeAsync([new SubmissionFile(student, path)], cancellation).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        var score = scores.Single();
        if (score.Status == SubmissionStatus.NotGraded)
        {
            throw new HomeworkException(student, $"could not be graded ({string.Join("; ", score.Notes)}); hand it in again.");
        }

        var graded = new ScoreStore(options.OutputFolder).GradedPath(student);
        FeedbackPage.Write(release, score, File.Exists(graded) && score.Status == SubmissionStatus.Graded ? NotebookDocument.Load(graded) : null, Path.Combine(options.OutputFolder, "pages"));

        // What a person has still to read is neither won nor lost on the spot.
        CellScore[] now = [.. score.Cells.Where(cell => cell.Kind != ScoreKind.Waiting)];
        var parts = now.Select(cell => string.Create(CultureInfo.InvariantCulture, $"  {cell.Id}: {cell.Points:0.##} of {cell.Of:0.##}"));
        var later = score.Cells.Where(cell => cell.Kind == ScoreKind.Waiting).Sum(cell => cell.Of);
        return new TimedMark(
            new Points((decimal)now.Sum(cell => cell.Points), (decimal)now.Sum(cell => cell.Of)),
            string.Join('\n', [.. parts, .. later > 0 ? [string.Create(CultureInfo.InvariantCulture, $"  a person has still to read answers for {later:0.##} points")] : Array.Empty<string>(), .. score.Notes]));
    }
}
