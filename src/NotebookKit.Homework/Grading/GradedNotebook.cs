using NotebookKit.Homework.Conventions;
using NotebookKit.Homework.Masters;
using NotebookKit.Host.Documents;

namespace NotebookKit.Homework.Grading;

/// <summary>A cell of the notebook that is graded.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Graded">Its part in the assignment; null for a cell of the student's own.</param>
/// <param name="IsOurs">Whether its text is the release's.</param>
/// <param name="IsUntouched">Whether an answer is still as it was handed out.</param>
public sealed record PlacedCell(NotebookCell Cell, GradedCell? Graded, bool IsOurs, bool IsUntouched);

/// <summary>A submission made whole: the released cells in their order, with the student's answers, and the student's own cells where they stood.</summary>
/// <remarks>
/// Whatever was done to locked cells is undone: they have the release's text, hidden tests included, in the release's order. Of cells with one id the
/// first counts as the answer, the others as the student's own; answers that were deleted are as handed out.
/// </remarks>
public sealed record GradedNotebook(NotebookDocument Document, IReadOnlyList<PlacedCell> Cells, IReadOnlyList<string> Repairs)
{
    /// <summary>Puts a submission into the frame of its release.</summary>
    public static GradedNotebook Of(HomeworkRelease release, NotebookDocument submission)
    {
        ArgumentNullException.ThrowIfNull(release);
        ArgumentNullException.ThrowIfNull(submission);
        List<string> repairs = [];
        var (byId, own) = Sort(release, submission, repairs);
        Dictionary<string, string> handedOut = release.Student.Cells.Select(cell => (cell, GradedCell.Of(cell, "release"))).Where(pair => pair.Item2 is not null).ToDictionary(pair => pair.Item2!.Id, pair => pair.cell.Source);
        var document = NotebookDocument.Parse(release.Grader.ToText());
        while (document.Cells.Count > 0)
        {
            document.RemoveAt(document.Cells.Count - 1);
        }

        List<PlacedCell> placed = [];
        void Put(NotebookCell cell, GradedCell? graded, bool isOurs, bool isUntouched)
        {
            NotebookCell copy = new((System.Text.Json.Nodes.JsonObject)cell.Json.DeepClone());
            copy.ClearRun();
            document.Add(copy);
            placed.Add(new PlacedCell(copy, graded, isOurs, isUntouched));
        }

        foreach (var cell in own.GetValueOrDefault(string.Empty) ?? [])
        {
            Put(cell, null, false, false);
        }

        foreach (var cell in release.Grader.Cells)
        {
            var graded = GradedCell.Of(cell, "release");
            if (graded is null || !graded.IsAnswer)
            {
                Put(cell, graded, true, false);
            }
            else if (byId.TryGetValue(graded.Id, out var answer))
            {
                var isUntouched = Same(answer.Source, handedOut[graded.Id]);
                NotebookCell given = new((System.Text.Json.Nodes.JsonObject)cell.Json.DeepClone()) { Source = answer.Source };
                Put(given, graded, false, isUntouched);
            }
            else
            {
                repairs.Add($"the answer `{graded.Id}` was deleted; it counts as not done.");
                NotebookCell empty = new((System.Text.Json.Nodes.JsonObject)cell.Json.DeepClone()) { Source = handedOut[graded.Id] };
                Put(empty, graded, false, true);
            }

            foreach (var free in own.GetValueOrDefault(KeyOf(cell, graded)) ?? [])
            {
                Put(free, null, false, false);
            }
        }

        return new GradedNotebook(document, placed, repairs);
    }

    // The answers by id, and the student's own cells by the released cell that they follow.
    private static (Dictionary<string, NotebookCell> Answers, Dictionary<string, List<NotebookCell>> Own) Sort(HomeworkRelease release, NotebookDocument submission, List<string> repairs)
    {
        Dictionary<string, GradedCell> known = release.Grader.Cells.Select(cell => GradedCell.Of(cell, "release")).OfType<GradedCell>().ToDictionary(cell => cell.Id);
        Dictionary<string, NotebookCell> plain = release.Grader.Cells.Where(cell => GradedCell.Of(cell, "release") is null).DistinctBy(cell => cell.Id).ToDictionary(cell => cell.Id);
        Dictionary<string, string> shown = release.Student.Cells.Select(cell => (cell, GradedCell.Of(cell, "release"))).Where(pair => pair.Item2 is not null).ToDictionary(pair => pair.Item2!.Id, pair => pair.cell.Source);
        Dictionary<string, NotebookCell> answers = [];
        HashSet<string> seen = [];
        Dictionary<string, List<NotebookCell>> own = [];
        var after = string.Empty;
        foreach (var cell in submission.Cells)
        {
            var id = IdOf(cell);
            if (id is not null && known.TryGetValue(id, out var graded) && seen.Add(id))
            {
                after = id;
                if (graded.IsAnswer)
                {
                    answers[id] = cell;
                }
                else if (!Same(cell.Source, shown[id]))
                {
                    repairs.Add($"the locked cell `{id}` was changed; its own text is used.");
                }
            }
            else if (id is null && plain.TryGetValue(cell.Id, out var released) && Same(cell.Source, released.Source) && seen.Add(" " + cell.Id))
            {
                after = KeyOf(released, null);
            }
            else
            {
                if (id is not null && known.ContainsKey(id))
                {
                    repairs.Add($"a second cell has the id `{id}`; it counts as a cell of your own.");
                }

                (own.TryGetValue(after, out var list) ? list : own[after] = []).Add(cell);
            }
        }

        return (answers, own);
    }

    private static string KeyOf(NotebookCell cell, GradedCell? graded) => graded?.Id ?? " " + cell.Id;

    // What a submission says of itself is only looked at for the id.
    private static string? IdOf(NotebookCell cell) => (cell.Metadata[GradedCell.Key] as System.Text.Json.Nodes.JsonObject)?["grade_id"] is System.Text.Json.Nodes.JsonValue value && value.TryGetValue(out string? id) ? id : null;

    private static bool Same(string one, string other) => one.ReplaceLineEndings("\n").TrimEnd() == other.ReplaceLineEndings("\n").TrimEnd();
}
