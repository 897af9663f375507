using System.Globalization;
using System.Net;
using NotebookKit.Host.Export;

namespace NotebookKit.Homework.Paper;

/// <summary>What all pages to print share: head, style and text. They are light whatever the screen is, and need nothing from elsewhere.</summary>
internal static class PrintedPage
{
    private static readonly string Style = Resource("print.css") + Resource("formula.css");

    public static string Of(string title, string body) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light">
        <title>{WebUtility.HtmlEncode(title)}</title>
        <style>
        {Style}
        </style>
        </head>
        <body>
        <main>
        {body}
        </main>
        </body>
        </html>

        """.ReplaceLineEndings("\n");

    /// <summary>Markdown as HTML, formulas as MathML.</summary>
    public static string Markdown(string text) => text.Length == 0 ? "" : MarkdownText.Render(text, new PageContext("page.html", new PageOptions()));

    /// <summary>Markdown of one line, without its paragraph.</summary>
    public static string Line(string text)
    {
        var html = Markdown(text).Trim();
        return html.StartsWith("<p>", StringComparison.Ordinal) && html.EndsWith("</p>", StringComparison.Ordinal) && html.LastIndexOf("<p>", StringComparison.Ordinal) == 0 ? html[3..^4] : html;
    }

    public static string Points(decimal points) => string.Create(CultureInfo.InvariantCulture, $"{points:0.##} {(points == 1 ? "point" : "points")}");

    /// <summary>The text of a file within the programme.</summary>
    public static string Resource(string name)
    {
        // The formulas' style belongs to the host, which writes the MathML.
        var assembly = (name == "formula.css" ? typeof(PageOptions) : typeof(PrintedPage)).Assembly;
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"PrintedPage: {name} is not in {assembly.GetName().Name}; build it anew."));
        return reader.ReadToEnd();
    }
}
