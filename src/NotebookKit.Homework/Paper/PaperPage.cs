using System.Net;
using System.Text;

namespace NotebookKit.Homework.Paper;

/// <summary>Paper tests as pages to print: the test with room for answers, and the marking scheme apart from it.</summary>
public static class PaperPage
{
    private const int LineMillimetres = 8;

    /// <summary>The test for students, without a word of the answers.</summary>
    public static string Test(PaperTest test)
    {
        ArgumentNullException.ThrowIfNull(test);
        var html = new StringBuilder($"<header><h1>{Text(test.Title)}</h1><p class=\"who\"><span>Name: <i></i></span><span>Number: <i></i></span><span>{PrintedPage.Points(test.Points)}</span></p></header>\n<ol class=\"items\">\n");
        foreach (var question in test.Questions)
        {
            html.Append($"<li><div class=\"points\">{PrintedPage.Points(question.Points)}</div><h2>{Text(question.Title)}</h2>{PrintedPage.Markdown(question.Text)}<div class=\"space\" style=\"height:{question.Lines * LineMillimetres}mm\"></div></li>\n");
        }

        return PrintedPage.Of(test.Title, html.Append("</ol>\n").ToString());
    }

    /// <summary>The marking scheme: what gives how many points, with the answers.</summary>
    public static string Scheme(PaperTest test)
    {
        ArgumentNullException.ThrowIfNull(test);
        var html = new StringBuilder($"<header><h1>Marking scheme: {Text(test.Title)}</h1><p class=\"who\"><span>{PrintedPage.Points(test.Points)}</span></p></header>\n<ol class=\"items\">\n");
        foreach (var question in test.Questions)
        {
            html.Append($"<li><div class=\"points\">{PrintedPage.Points(question.Points)}</div><h2>{Text(question.Title)}</h2>\n<table><thead><tr><th>For</th><th class=\"number\">Points</th></tr></thead><tbody>\n");
            foreach (var line in question.Scheme)
            {
                html.Append($"<tr><td>{PrintedPage.Line(line.For)}</td><td class=\"number\">{line.Points.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture)}</td></tr>\n");
            }

            html.Append($"</tbody></table>{(question.Answer.Length > 0 ? $"<div class=\"answer\">{PrintedPage.Markdown(question.Answer)}</div>" : "")}<p class=\"soft\">{Text(string.Join(", ", question.Systems))} · {Text(question.Id)}</p></li>\n");
        }

        return PrintedPage.Of($"Marking scheme: {test.Title}", html.Append("</ol>\n").ToString());
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
