using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotebookKit.Homework.Conventions;
using NotebookKit.Homework.Grading;
using NotebookKit.Homework.Masters;
using NotebookKit.Host.Documents;
using NotebookKit.Host.Export;
using NotebookKit.Host.Masters;

namespace NotebookKit.Homework.Reports;

/// <summary>What a student gets back: the own notebook with the points, the public checks, and no word of the hidden tests.</summary>
/// <remarks>
/// Locked cells stand there as they were handed out. Of what a tests cell has shown only the results of its public checks are kept; what cells have shown
/// after the first hidden test is left out, since they could show what they learned from it.
/// </remarks>
public static partial class FeedbackPage
{
    /// <summary>The page of a student.</summary>
    /// <param name="release">The release.</param>
    /// <param name="score">The score.</param>
    /// <param name="graded">The executed notebook; null where there is none.</param>
    public static string Render(HomeworkRelease release, SubmissionScore score, NotebookDocument? graded)
    {
        ArgumentNullException.ThrowIfNull(release);
        ArgumentNullException.ThrowIfNull(score);
        var page = NotebookDocument.Empty();
        page.Add(NotebookCell.Markdown(Head(release, score)));
        if (graded is not null)
        {
            Fill(page, release, score, graded);
        }

        return HtmlPage.Render(page, $"{release.Assignment.Name}-{score.Student}.ipynb");
    }

    /// <summary>Writes the page of a student, STUDENT.html, into a folder.</summary>
    public static void Write(HomeworkRelease release, SubmissionScore score, NotebookDocument? graded, string folder)
    {
        ArgumentNullException.ThrowIfNull(score);
        AtomicFile.WriteText(Path.Combine(folder, score.Student + ".html"), Render(release, score, graded));
    }

    private static string Head(HomeworkRelease release, SubmissionScore score)
    {
        var headings = Headings(release);
        StringBuilder text = new();
        text.Append("# ").Append(Plain(release.Assignment.Title)).Append("\n\n").Append(Plain(score.Student)).Append(": **").Append(Number(score.Points)).Append(" of ").Append(Number(score.Of)).Append(" points**");
        text.Append(score.IsWaiting ? ", and a person has still to read " + string.Join(", ", score.Cells.Where(cell => cell.Kind == ScoreKind.Waiting).Select(cell => $"`{cell.Id}` ({Number(cell.Of)})")) : "").Append("\n\n");
        text.Append("| part | points | of | |\n|---|---:|---:|---|\n");
        foreach (var cell in score.Cells)
        {
            var heading = headings.GetValueOrDefault(cell.Id, "");
            text.Append("| ").Append(heading.Length > 0 ? Plain(heading) + ": " : "").Append('`').Append(cell.Id).Append("` | ").Append(Number(cell.Points)).Append(" | ").Append(Number(cell.Of)).Append(" | ").Append(Plain(cell.Message)).Append(" |\n");
        }

        foreach (var note in score.Notes)
        {
            text.Append("\n- ").Append(Plain(note));
        }

        return text.ToString();
    }

    /// <summary>The heading under which each part stands in the assignment, without its points.</summary>
    private static Dictionary<string, string> Headings(HomeworkRelease release)
    {
        Dictionary<string, string> headings = [];
        var heading = "";
        foreach (var (cell, part, _) in HomeworkMaster.Cells(release.Student, "release"))
        {
            if (cell.Kind == CellKind.Markdown && cell.Source.Split('\n').LastOrDefault(line => line.StartsWith("##", StringComparison.Ordinal)) is { } line)
            {
                heading = Points().Replace(line.TrimStart('#'), "").Trim();
            }

            if (part is { IsGraded: true })
            {
                headings[part.Id] = heading;
            }
        }

        return headings;
    }

    [GeneratedRegex(@"\(\d+ points?\)\s*$")]
    private static partial Regex Points();

    private static void Fill(NotebookDocument page, HomeworkRelease release, SubmissionScore score, NotebookDocument graded)
    {
        Dictionary<string, NotebookCell> handedOut = release.Student.Cells.Select(cell => (cell, GradedCell.Of(cell, "release"))).Where(pair => pair.Item2 is not null).ToDictionary(pair => pair.Item2!.Id, pair => pair.cell);
        var hidden = false;
        foreach (var cell in graded.Cells)
        {
            var part = GradedCell.Of(cell, "graded notebook");
            NotebookCell shown = new((JsonObject)cell.Json.DeepClone());
            if (part is { IsLocked: true } && handedOut.TryGetValue(part.Id, out var released))
            {
                hidden |= cell.Source != released.Source;
                shown.Source = released.Source;
            }

            if (shown.Kind == CellKind.Code)
            {
                Keep(shown, part, hidden);
            }

            page.Add(shown);
            if (part is { IsGraded: true } && score.Cells.FirstOrDefault(one => one.Id == part.Id) is { } points)
            {
                page.Add(NotebookCell.Markdown($"> **{Number(points.Points)} of {Number(points.Of)} points**{(points.Message.Length > 0 ? ". " + Plain(points.Message) : "")}"));
            }
        }
    }

    private static void Keep(NotebookCell shown, GradedCell? part, bool hidden)
    {
        HashSet<string> asked = [.. CheckResults.Asked(One(shown))];
        JsonNode[] outputs = [.. shown.Outputs.OfType<JsonNode>()];
        shown.Outputs.Clear();
        foreach (var output in outputs)
        {
            var check = (output["data"] as JsonObject)?[CheckResults.MimeType] as JsonObject;
            var isPublic = check?["name"] is JsonValue name && name.TryGetValue(out string? text) && asked.Contains(text);
            if (part?.Role == CellRole.Tests ? isPublic : !hidden)
            {
                shown.Outputs.Add(output.DeepClone());
            }
        }
    }

    private static NotebookDocument One(NotebookCell cell)
    {
        var document = NotebookDocument.Empty();
        document.Add(new NotebookCell((JsonObject)cell.Json.DeepClone()));
        return document;
    }

    private static string Number(double value) => value.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture);

    // Nothing in a name or a message is markdown or a cell's border.
    private static string Plain(string text)
    {
        StringBuilder plain = new(text.Length);
        foreach (var letter in text.ReplaceLineEndings(" "))
        {
            if (letter is '\\' or '`' or '*' or '_' or '{' or '}' or '[' or ']' or '<' or '>' or '#' or '|' or '$' or '!' or '&')
            {
                plain.Append('\\');
            }

            plain.Append(letter);
        }

        return plain.ToString();
    }
}
