using NotebookKit.Homework.Conventions;
using NotebookKit.Host.Documents;
using NotebookKit.Host.Masters;

namespace NotebookKit.Homework.Masters;

/// <summary>An assignment as its author wrote it, and the notebooks that come of it.</summary>
/// <param name="Assignment">What it says about itself.</param>
/// <param name="Student">What students get: no solution, no hidden test, locked and with checksums.</param>
/// <param name="Grader">The student's notebook with the hidden tests: what a submission is graded with.</param>
/// <param name="Solution">The grader's notebook with the solutions: it scores full.</param>
public sealed record HomeworkMaster(Assignment Assignment, NotebookDocument Student, NotebookDocument Grader, NotebookDocument Solution)
{
    // Shorter lines (a brace, a return) say nothing about a test.
    private const int ShortestSecret = 20;

    /// <summary>The wrong answers by the id of the answer's cell: the text of that cell with one, without markers.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<WrongAnswer>> Wrong { get; private init; } = new Dictionary<string, IReadOnlyList<WrongAnswer>>();

    /// <summary>The points there are.</summary>
    public double Points => Cells(Grader, Assignment.Name).Where(cell => cell.Graded is { IsGraded: true }).Sum(cell => cell.Graded!.Points);

    /// <summary>Reads a master.</summary>
    /// <exception cref="HomeworkException">It cannot be released; the message names the cell.</exception>
    /// <exception cref="MasterException">Its solution regions do not fit.</exception>
    /// <exception cref="InvalidDataException">It is no notebook.</exception>
    public static HomeworkMaster Load(string path) => Of(NotebookDocument.Load(path), Path.GetFileName(path));

    /// <inheritdoc cref="Load"/>
    public static HomeworkMaster Of(NotebookDocument master, string file)
    {
        ArgumentNullException.ThrowIfNull(master);
        var assignment = Assignment.Of(master, file);
        var plain = NotebookDocument.Parse(master.ToText());
        Dictionary<string, IReadOnlyList<WrongAnswer>> wrong = [];
        foreach (var (cell, graded, number) in Cells(plain, file))
        {
            var place = $"{file}: cell {number}";
            var (source, answers) = Do(place, () => WrongAnswers.Split(cell.Source));
            cell.Source = source;
            Judge(cell, graded, answers.Count > 0, place);
            if (graded?.Role == CellRole.Answer)
            {
                wrong[graded.Id] = [.. answers.Select(answer => answer with { Source = SolutionRegions.Split(answer.Source).Solution })];
            }
        }

        var released = MasterNotebook.Release(plain, file);
        var student = NotebookDocument.Parse(released.Student.ToText());
        List<string> secrets = [];
        foreach (var cell in student.Cells)
        {
            var (shown, hidden) = Do(file, () => HiddenRegions.Split(cell.Source));
            cell.Source = shown;

            // What the public part of the cell says, too, is no secret.
            secrets.AddRange(hidden.Select(line => line.Trim()).Except(shown.Split('\n').Select(line => line.Trim())));
        }

        RefuseLeaks(student, secrets, file);
        foreach (var document in new[] { student, released.Student, released.Solution })
        {
            Seal(document, file);
        }

        var ids = Cells(student, file).Where(cell => cell.Graded is not null).Select(cell => cell.Graded!.Id).ToArray();
        return ids.GroupBy(id => id).FirstOrDefault(same => same.Count() > 1)?.Key is { } twice
            ? throw new HomeworkException(file, $"two cells have the grade_id `{twice}`; each needs its own.")
            : new HomeworkMaster(assignment, student, released.Student, released.Solution) { Wrong = wrong };
    }

    /// <summary>The cells of a notebook with their part in the assignment and their numbers from 1.</summary>
    internal static IEnumerable<(NotebookCell Cell, GradedCell? Graded, int Number)> Cells(NotebookDocument document, string file) =>
        document.Cells.Select((cell, i) => (cell, GradedCell.Of(cell, $"{file}: cell {i + 1}"), i + 1)).ToArray();

    private static void Judge(NotebookCell cell, GradedCell? graded, bool hasWrong, string place)
    {
        var hasRegion = cell.Source.Contains("// BEGIN SOLUTION", StringComparison.Ordinal);
        if (hasRegion && graded is not { IsAnswer: true })
        {
            throw new HomeworkException(place, "holds a solution, and is not marked as an answer: add the metadata nbgrader with solution true.");
        }

        if (!hasRegion && graded?.Role == CellRole.Answer)
        {
            throw new HomeworkException(place, $"`{graded.Id}` is an answer without a solution: write it between // BEGIN SOLUTION and // END SOLUTION.");
        }

        if (hasWrong && graded?.Role != CellRole.Answer)
        {
            throw new HomeworkException(place, "names wrong answers, and only an answer that tests grade can have them.");
        }
    }

    /// <summary>Locks what is locked, writes the checksums, and takes the runs out.</summary>
    private static void Seal(NotebookDocument document, string file)
    {
        foreach (var (cell, graded, _) in Cells(document, file))
        {
            if (graded is null)
            {
                continue;
            }

            cell.Metadata["deletable"] = false;
            if (graded.IsLocked)
            {
                cell.Metadata["editable"] = false;
            }

            graded.WriteTo(cell);
        }
    }

    private static void RefuseLeaks(NotebookDocument student, IReadOnlyList<string> secrets, string file)
    {
        var text = student.ToText();
        foreach (var line in secrets.Where(line => line.Length >= ShortestSecret))
        {
            var quoted = System.Text.Json.JsonSerializer.Serialize(line, JsonText.Relaxed)[1..^1];
            if (text.Contains(quoted, StringComparison.Ordinal))
            {
                throw new HomeworkException(file, $"the student's notebook gives a hidden line away: `{line}`. Say it in other words there, or hide that place, too.");
            }
        }
    }

    private static T Do<T>(string place, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FormatException exception)
        {
            throw new HomeworkException(place, exception.Message);
        }
    }
}
