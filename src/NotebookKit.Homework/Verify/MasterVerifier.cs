using System.Collections.Concurrent;
using NotebookKit.Homework.Conventions;
using NotebookKit.Homework.Grading;
using NotebookKit.Homework.Masters;
using NotebookKit.Host.Documents;

namespace NotebookKit.Homework.Verify;

/// <summary>One thing that was asked of a master.</summary>
/// <param name="What">The question.</param>
/// <param name="Holds">The answer.</param>
/// <param name="Message">What came.</param>
public sealed record Verdict(string What, bool Holds, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{(Holds ? "ok    " : "FAILED")} {What}: {Message}";
}

/// <summary>Proves a master by grading it: untouched it scores 0, solved all, and each answer alone, left out or wrong, loses points.</summary>
/// <remarks>Without the last a test could pass on the library's own code, or on nothing at all: the ways in which other graders have failed.</remarks>
public sealed class MasterVerifier(HomeworkMaster master, GradeOptions options)
{
    private readonly HomeworkRelease release = new(".", master.Assignment, master.Student, master.Grader);

    /// <summary>How many wrong answers of each answer are tried at most: one run each.</summary>
    public int MostWrong { get; init; } = int.MaxValue;

    /// <summary>Asks everything; some questions side by side.</summary>
    /// <param name="told">Told each verdict when it is there.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<IReadOnlyList<Verdict>> VerifyAsync(Action<Verdict>? told = null, CancellationToken cancellation = default)
    {
        var first = Static();
        told?.Invoke(first);
        Grader grader = new(release, options);
        var answers = Answers;
        var stubs = HomeworkMaster.Cells(master.Student, master.Assignment.Name).Where(cell => cell.Graded is not null).ToDictionary(cell => cell.Graded!.Id, cell => cell.Cell.Source);
        List<(string What, Func<ChildSource, Task<Verdict>> Ask)> questions =
        [
            ("untouched", children => UntouchedAsync(grader, children, cancellation)),
            ("solved", children => SolvedAsync(grader, children, cancellation)),
        ];
        foreach (var answer in answers)
        {
            questions.Add(($"{answer} left out", children => LosesAsync(grader, children, answer, "left out", stubs[answer], cancellation)));
            questions.AddRange(master.Wrong[answer].Take(MostWrong).Select(wrong => ($"{answer}: {wrong.Label}", (Func<ChildSource, Task<Verdict>>)(children => LosesAsync(grader, children, answer, wrong.Label, wrong.Source, cancellation)))));
        }

        ConcurrentDictionary<string, Verdict> found = new(StringComparer.Ordinal);
        ConcurrentQueue<(string What, Func<ChildSource, Task<Verdict>> Ask)> left = new(questions);
        await Task.WhenAll(Enumerable.Range(0, Math.Min(options.Jobs, questions.Count)).Select(async lane =>
        {
            await using var children = grader.Children(lane);
            while (left.TryDequeue(out var question))
            {
                var verdict = await question.Ask(children).ConfigureAwait(false);
                found[question.What] = verdict;
                told?.Invoke(verdict);
            }
        })).ConfigureAwait(false);
        return [first, .. questions.Select(question => found[question.What])];
    }

    private string[] Answers => [.. HomeworkMaster.Cells(master.Solution, master.Assignment.Name).Where(cell => cell.Graded?.Role == CellRole.Answer).Select(cell => cell.Graded!.Id)];

    private Verdict Static()
    {
        var answers = Answers;
        string[] without = [.. answers.Where(answer => master.Wrong[answer].Count == 0)];
        var hidden = HomeworkMaster.Cells(master.Grader, "grader").Zip(HomeworkMaster.Cells(master.Student, "student")).Count(pair => pair.First.Cell.Source != pair.Second.Cell.Source);
        var manual = HomeworkMaster.Cells(master.Grader, "grader").Count(cell => cell.Graded?.Role is CellRole.Manual or CellRole.Task);
        string[] missing = [
            .. without.Select(answer => $"`{answer}` names no wrong answer (// WRONG label: code)"),
            .. answers.Length == 0 ? ["there is no answer"] : Array.Empty<string>(),
            .. hidden == 0 ? ["no cell has hidden tests"] : Array.Empty<string>(),
            .. manual == 0 ? ["no answer is for a person to read"] : Array.Empty<string>(),
        ];
        return new Verdict("what it has", missing.Length == 0, missing.Length == 0 ? FormattableString.Invariant($"{answers.Length} answers, {answers.Sum(answer => master.Wrong[answer].Count)} wrong ones, {master.Points:0.##} points") : string.Join("; ", missing));
    }

    private async Task<Verdict> UntouchedAsync(Grader grader, ChildSource children, CancellationToken cancellation)
    {
        var (cells, _, findings) = await grader.GradeAsync(master.Student, children, cancellation).ConfigureAwait(false);
        return new Verdict("untouched it scores 0", cells.Sum(cell => cell.Points) == 0 && findings.Count == 0, findings.Count > 0 ? findings[0].ToString() : Told(cells, cell => cell.Points > 0));
    }

    private async Task<Verdict> SolvedAsync(Grader grader, ChildSource children, CancellationToken cancellation)
    {
        var start = System.Diagnostics.Stopwatch.StartNew();
        var (cells, _, findings) = await grader.GradeAsync(master.Solution, children, cancellation).ConfigureAwait(false);
        var full = cells.All(cell => cell.Kind == ScoreKind.Waiting || cell.Points == cell.Of) && findings.Count == 0;
        return new Verdict("solved it scores all", full, findings.Count > 0 ? $"cell {findings[0].Cell}, {findings[0]}" : FormattableString.Invariant($"{Told(cells, cell => cell.Kind != ScoreKind.Waiting && cell.Points < cell.Of)}, {start.Elapsed.TotalSeconds:0.0} s"));
    }

    private async Task<Verdict> LosesAsync(Grader grader, ChildSource children, string answer, string label, string source, CancellationToken cancellation)
    {
        var document = NotebookDocument.Parse(master.Solution.ToText());
        HomeworkMaster.Cells(document, "solution").Single(cell => cell.Graded?.Id == answer).Cell.Source = source;
        var (cells, notebook, _) = await grader.GradeAsync(document, children, cancellation).ConfigureAwait(false);

        // A slip of the author's pen would lose points, too, and prove nothing.
        var broken = notebook.Cells.First(cell => cell.Graded?.Id == answer).Cell.Outputs.OfType<System.Text.Json.Nodes.JsonObject>().FirstOrDefault(output => output["ename"]?.ToString() == "CompileError");
        if (broken is not null)
        {
            return new Verdict($"{answer}, {label}, loses points", false, $"it does not compile: {broken["evalue"]}");
        }

        var lost = cells.Where(cell => cell.Kind != ScoreKind.Waiting).Sum(cell => cell.Of - cell.Points);
        return new Verdict($"{answer}, {label}, loses points", lost > 0, FormattableString.Invariant($"{lost:0.##} points lost"));
    }

    private static string Told(IReadOnlyList<CellScore> cells, Func<CellScore, bool> isOdd) =>
        FormattableString.Invariant($"{cells.Sum(cell => cell.Points):0.##} of {cells.Sum(cell => cell.Of):0.##}") + (cells.FirstOrDefault(isOdd) is { } odd ? $"; `{odd.Id}` has {odd.Points:0.##} of {odd.Of:0.##}: {odd.Message}" : "");
}
