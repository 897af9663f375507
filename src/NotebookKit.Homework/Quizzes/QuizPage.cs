using System.Net;
using System.Text;
using NotebookKit.Homework.Paper;

namespace NotebookKit.Homework.Quizzes;

/// <summary>Quizzes as a page to print: for students with room for answers and without a word of them, for the teacher with them.</summary>
public static class QuizPage
{
    /// <summary>The student's version.</summary>
    public static string Student(params IReadOnlyList<Quiz> quizzes) => Page(quizzes, hasAnswers: false);

    /// <summary>The teacher's version, with answers, ways and the rows of the map.</summary>
    public static string Teacher(params IReadOnlyList<Quiz> quizzes) => Page(quizzes, hasAnswers: true);

    private static string Page(IReadOnlyList<Quiz> quizzes, bool hasAnswers)
    {
        ArgumentNullException.ThrowIfNull(quizzes);
        if (quizzes.Count == 0)
        {
            throw new ArgumentException("QuizPage: there is no quiz to print.", nameof(quizzes));
        }

        var title = quizzes.Select(quiz => quiz.Id).Distinct().Count() == 1 ? $"Quiz {quizzes[0].Id}: {quizzes[0].Title}" : "Quizzes";
        return PrintedPage.Of(hasAnswers ? $"{title} (answers)" : title, string.Concat(quizzes.Select(quiz => Sheet(quiz, hasAnswers))));
    }

    private static string Sheet(Quiz quiz, bool hasAnswers)
    {
        var html = new StringBuilder("<article class=\"sheet\">\n");
        html.Append($"<header><h1>{Text(quiz.Id)}: {Text(quiz.Title)}</h1><p class=\"who\"><span>Student: <b>{Text(quiz.Student)}</b></span><span>Seed {quiz.Seed}</span><span>{PrintedPage.Points(quiz.Points)}</span></p></header>\n<ol class=\"items\">\n");
        foreach (var item in quiz.Items)
        {
            html.Append($"<li><div class=\"points\">{PrintedPage.Points(item.Points)}</div>{PrintedPage.Markdown(item.Text)}{Options(item)}");
            html.Append(hasAnswers
                ? $"<div class=\"answer\"><p><b>Answer:</b> {Text(item.AnswerText)} <span class=\"soft\">({Text(item.Form)})</span></p>{PrintedPage.Markdown(item.Explanation)}<p class=\"soft\">{Text(string.Join(", ", item.Systems))} · {Text(item.Id)}</p></div>"
                : $"<p class=\"blank\"><span class=\"soft\">{Text(item.Form)}:</span><i></i></p>");
            html.Append("</li>\n");
        }

        return html.Append("</ol>\n</article>\n").ToString();
    }

    private static string Options(QuizItem item) => QuizJson.Options(item) is not { } options ? ""
        : $"<ol class=\"options\" type=\"a\">{string.Concat(options.Select(option => $"<li>{PrintedPage.Line(option)}</li>"))}</ol>";

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
