using System.Globalization;
using System.Text;
using System.Text.Json;
using NotebookKit.Homework.Conventions;
using NotebookKit.Homework.Grading;
using NotebookKit.Host.Documents;

namespace NotebookKit.Homework.Reports;

/// <summary>The scores of an assignment, as tables for people and for the course's other tools.</summary>
/// <param name="Scores">A score a student.</param>
public sealed record ScoreBook(IReadOnlyList<SubmissionScore> Scores)
{
    private const int Bars = 10;

    /// <summary>Puts the points that a person gave into the scores: lines <c>student,cell,points,comment</c>.</summary>
    /// <exception cref="HomeworkException">A line names no student, no cell of that kind, or points that cannot be.</exception>
    public ScoreBook With(IReadOnlyList<ManualPoints> manual)
    {
        ArgumentNullException.ThrowIfNull(manual);
        Dictionary<string, SubmissionScore> scores = Scores.ToDictionary(score => score.Student);
        foreach (var given in manual)
        {
            var score = scores.GetValueOrDefault(given.Student) ?? throw new HomeworkException(given.Place, $"there is no submission of `{given.Student}`.");
            var cell = score.Cells.FirstOrDefault(cell => cell.Id == given.Cell) ?? throw new HomeworkException(given.Place, $"`{given.Cell}` is no graded cell; there are {string.Join(", ", score.Cells.Select(cell => cell.Id))}.");
            if (cell.Kind is not (ScoreKind.Waiting or ScoreKind.Untouched or ScoreKind.ByHand) || !(given.Points >= 0 && given.Points <= cell.Of))
            {
                throw new HomeworkException(given.Place, FormattableString.Invariant($"`{given.Cell}` takes {(cell.Kind is ScoreKind.Waiting or ScoreKind.Untouched or ScoreKind.ByHand ? $"0 to {cell.Of:0.##} points" : "no points by hand, its tests give them")}, and this line gives {given.Points:0.##}."));
            }

            scores[given.Student] = score with { Cells = [.. score.Cells.Select(one => one.Id == given.Cell ? one with { Points = given.Points, Kind = ScoreKind.ByHand, Message = given.Comment } : one)] };
        }

        return new ScoreBook([.. Scores.Select(score => scores[score.Student])]);
    }

    /// <summary>A line a student, a column a graded cell.</summary>
    public string ToCsv()
    {
        string[] ids = Ids;
        StringBuilder text = new();
        text.Append("student,points,of,status,waiting,").AppendJoin(',', ids.Select(Field)).Append('\n');
        foreach (var score in Scores)
        {
            string[] fields = [score.Student, Number(score.Points), Number(score.Of), score.Status.ToString(), score.IsWaiting ? "yes" : "no", .. ids.Select(id => score.Cells.FirstOrDefault(cell => cell.Id == id) is { } cell ? Number(cell.Points) : "")];
            text.AppendJoin(',', fields.Select(Field)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Everything that is known, for programs.</summary>
    public string ToJson() => JsonSerializer.Serialize(Scores.Select(score => new { score.Assignment, score.Student, score.Status, score.Points, score.Of, score.IsWaiting, score.Seconds, score.Notes, score.Cells }), JsonText.Indented) + "\n";

    /// <summary>A gradebook that Moodle imports: matched by the user's name, points as a number.</summary>
    public string ToMoodle() => Gradebook("Username", Name);

    /// <summary>A gradebook that Canvas imports: matched by the SIS login, with the line of possible points that it wants.</summary>
    public string ToCanvas()
    {
        StringBuilder text = new();
        text.Append("Student,ID,SIS Login ID,Section,").Append(Field(Name)).Append('\n');
        text.Append("    Points Possible,,,,").Append(Number(Scores.Select(score => score.Of).DefaultIfEmpty(0).Max())).Append('\n');
        foreach (var score in Scores.Where(score => score.Status != SubmissionStatus.NotGraded))
        {
            text.AppendJoin(',', new[] { score.Student, "", score.Student, "", Number(score.Points) }.Select(Field)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>A table with a histogram below.</summary>
    public string ToText()
    {
        StringBuilder text = new();
        var width = Scores.Select(score => score.Student.Length).DefaultIfEmpty(7).Max();
        foreach (var score in Scores)
        {
            text.Append(CultureInfo.InvariantCulture, $"{score.Student.PadRight(width)}  {score.Points,6:0.##} of {score.Of:0.##}{(score.IsWaiting ? "  (a person has still to read)" : "")}{(score.Status == SubmissionStatus.Graded ? "" : $"  {score.Status}: {string.Join(' ', score.Notes)}")}\n");
        }

        double[] shares = [.. Scores.Where(score => score.Of > 0).Select(score => score.Points / score.Of)];
        if (shares.Length == 0)
        {
            return text.ToString();
        }

        text.Append(CultureInfo.InvariantCulture, $"\n{shares.Length} submissions, mean {shares.Average():P1}, middle {shares.Order().ElementAt(shares.Length / 2):P1}\n");
        int[] counts = new int[Bars];
        foreach (var share in shares)
        {
            counts[Math.Clamp((int)(share * Bars), 0, Bars - 1)]++;
        }

        for (var i = 0; i < Bars; i++)
        {
            var bar = new string('#', (int)Math.Round(40.0 * counts[i] / counts.Max()));
            text.Append(CultureInfo.InvariantCulture, $"{i * 10,3} to {(i + 1) * 10,3} %  {counts[i],4}  {bar}\n");
        }

        return text.ToString();
    }

    /// <summary>Writes all of it into a folder.</summary>
    public void Write(string folder)
    {
        AtomicFile.WriteText(Path.Combine(folder, "scores.csv"), ToCsv());
        AtomicFile.WriteText(Path.Combine(folder, "scores.json"), ToJson());
        AtomicFile.WriteText(Path.Combine(folder, "moodle.csv"), ToMoodle());
        AtomicFile.WriteText(Path.Combine(folder, "canvas.csv"), ToCanvas());
    }

    // A name that begins like a formula must not become one in a spreadsheet.
    internal static string Field(string value)
    {
        var safe = value.Length > 0 && value[0] is '=' or '+' or '-' or '@' or '\t' or '\r' && !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? "'" + value : value;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private string Name => Scores is [var first, ..] ? first.Assignment : "homework";

    private string[] Ids => [.. Scores.SelectMany(score => score.Cells).Select(cell => cell.Id).Distinct()];

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private string Gradebook(string user, string column)
    {
        StringBuilder text = new();
        text.Append(user).Append(',').Append(Field(column)).Append('\n');
        foreach (var score in Scores.Where(score => score.Status != SubmissionStatus.NotGraded))
        {
            text.Append(Field(score.Student)).Append(',').Append(Number(score.Points)).Append('\n');
        }

        return text.ToString();
    }
}
