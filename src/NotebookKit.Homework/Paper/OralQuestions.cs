using System.Net;
using System.Text;

namespace NotebookKit.Homework.Paper;

/// <summary>A question for the oral exam.</summary>
/// <param name="Lecture">The lecture, such as <c>S2 L1</c>.</param>
/// <param name="Systems">The rows of the course's map that it asks about.</param>
/// <param name="Text">The question.</param>
/// <param name="ListenFor">What a good answer holds; for the examiner.</param>
public sealed record OralQuestion(string Lecture, IReadOnlyList<string> Systems, string Text, string ListenFor);

/// <summary>The questions of the oral exam, five to eight for each lecture, in the order of the course. Lecture S2 L1, "Exam and grade".</summary>
public static class OralQuestions
{
    /// <summary>All questions.</summary>
    public static IReadOnlyList<OralQuestion> All { get; } = Read();

    /// <summary>The lectures that have questions, in their order.</summary>
    public static IReadOnlyList<string> Lectures => [.. All.Select(question => question.Lecture).Distinct()];

    /// <summary>The questions of a lecture.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static IReadOnlyList<OralQuestion> Of(string lecture)
    {
        ArgumentNullException.ThrowIfNull(lecture);
        var wanted = lecture.Trim().Replace('-', ' ');
        OralQuestion[] found = [.. All.Where(question => string.Equals(question.Lecture, wanted, StringComparison.OrdinalIgnoreCase))];
        return found.Length > 0 ? found : throw new ArgumentException($"OralQuestions: there are none of `{lecture}`; there are some of {string.Join(", ", Lectures)}.", nameof(lecture));
    }

    /// <summary>A card for one exam: questions of different lectures, drawn from a seed.</summary>
    /// <param name="seed">The seed; another student, another seed.</param>
    /// <param name="count">How many questions, each of a lecture of its own.</param>
    public static IReadOnlyList<OralQuestion> Draw(long seed, int count = 3)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Lectures.Count);
        var draw = new Quizzes.Draw(seed);
        return [.. draw.Order(Lectures.Count).Take(count).Order().Select(i => draw.Of(Of(Lectures[i])))];
    }

    /// <summary>The list as a page to print: the questions alone, or with what to listen for.</summary>
    /// <param name="forExaminer">Whether the answers stand beside them.</param>
    public static string Page(bool forExaminer)
    {
        var html = new StringBuilder($"<header><h1>Oral exam: questions by lecture{(forExaminer ? ", for the examiner" : "")}</h1><p class=\"soft\">{All.Count} questions</p></header>\n");
        foreach (var lecture in Lectures)
        {
            html.Append($"<h2>{lecture}</h2>\n<ol>\n");
            foreach (var question in Of(lecture))
            {
                html.Append($"<li>{Text(question.Text)}{(forExaminer ? $"<p class=\"soft\">Listen for: {Text(question.ListenFor)} ({Text(string.Join(", ", question.Systems))})</p>" : "")}</li>\n");
            }

            html.Append("</ol>\n");
        }

        return PrintedPage.Of("Oral exam", html.ToString());
    }

    private static OralQuestion[] Read()
    {
        var lines = PrintedPage.Resource("oral.tsv").ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Skip(1).Select((line, i) => line.Split('\t') is [var lecture, var systems, var text, var listenFor]
            ? new OralQuestion(lecture, systems.Split(','), text, listenFor)
            : throw new InvalidDataException($"oral.tsv, line {i + 2}: a line has lecture, systems, question and what to listen for, with tabs between; this one is \"{line}\"."))];
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
