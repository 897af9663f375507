using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotebookKit.Host.Documents;

namespace NotebookKit.Host.Export;

/// <summary>A notebook as one HTML file that needs nothing else: no network, no script of ours, light and dark.</summary>
public static partial class HtmlPage
{
    // The page may run the few lines that an output brings along (a slider), and may ask nobody for anything.
    private const string Policy = "default-src 'none'; img-src data:; media-src data:; font-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    private const string TitleEnd = "</h1>";

    /// <summary>The style sheet of every page.</summary>
    internal static readonly Lazy<string> Style = new(() => Resource("page.css") + Resource("formula.css"));

    /// <summary>Renders the notebook.</summary>
    /// <param name="document">The notebook with its outputs.</param>
    /// <param name="path">Its file: the title when there is no heading, and where its pictures lie.</param>
    /// <param name="options">What the page may be asked for.</param>
    public static string Render(NotebookDocument document, string path, PageOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        var (body, context) = Body(document, path, options ?? new PageOptions());
        return new StringBuilder("<!DOCTYPE html>\n<html lang=\"").Append(WebUtility.HtmlEncode(context.Options.Language)).Append("\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"").Append(Policy).Append("\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append("<meta name=\"color-scheme\" content=\"light dark\">\n")
            .Append("<title>").Append(WebUtility.HtmlEncode(Title(document, path))).Append("</title>\n")
            .Append("<style>\n").Append(Style.Value).Append("</style>\n</head>\n<body>\n<main>\n")
            .Append(body)
            .Append("</main>\n</body>\n</html>\n").ToString();
    }

    /// <summary>What stands between the tags of <c>main</c>, and what was learnt while writing it.</summary>
    internal static (string Html, PageContext Context) Body(NotebookDocument document, string path, PageOptions options)
    {
        var context = new PageContext(path, options);
        var body = new StringBuilder();
        var belowTitle = -1;
        for (var i = 0; i < document.Cells.Count; i++)
        {
            context.Cell = i + 1;
            var start = body.Length;
            var headings = context.Headings.Count;
            AddCell(body, document, document.Cells[i], context);
            if (belowTitle < 0 && context.Headings.Skip(headings).ToArray() is [{ Level: 1 }, ..] here)
            {
                belowTitle = here.Length == 1 ? body.Length : start + body.ToString(start, body.Length - start).IndexOf(TitleEnd, StringComparison.Ordinal) + TitleEnd.Length;
            }
        }

        // Below the title and the words that lead into the notebook; on top where there is no title.
        body.Insert(Math.Max(0, belowTitle), Contents(context));
        return (body.ToString(), context);
    }

    private static void AddCell(StringBuilder page, NotebookDocument document, NotebookCell cell, PageContext context)
    {
        if (cell.IsBlank && cell.Outputs.Count == 0)
        {
            return;
        }

        switch (cell.Kind)
        {
            case CellKind.Markdown:
                context.Attachments = cell.Json["attachments"] as JsonObject;
                var text = MarkdownText.Render(cell.Source, context);
                context.AddWords(text);
                page.Append("<section class=\"text\">\n").Append(text).Append("</section>\n");
                context.Attachments = null;
                break;
            case CellKind.Code:
                var source = cell.Source.TrimEnd();
                context.AddCode(source);
                var isCSharp = CellLanguage.IsCSharp(CellLanguage.Of(document, cell));
                page.Append("<section class=\"code\">\n<div class=\"input\"><span class=\"count\">")
                    .Append(cell.ExecutionCount?.ToString() ?? "&nbsp;")
                    .Append("</span><pre tabindex=\"0\"><code>")
                    .Append(isCSharp ? CSharpColours.Render(source) : WebUtility.HtmlEncode(source))
                    .Append("</code></pre></div>\n");
                HtmlOutputs.Append(page, cell, context);
                page.Append("</section>\n");
                break;
            case CellKind.Raw:
                page.Append("<section class=\"raw\"><pre>").Append(WebUtility.HtmlEncode(cell.Source)).Append("</pre></section>\n");
                break;
        }
    }

    private static string Contents(PageContext context)
    {
        var entries = context.Headings.Where(heading => heading.Level is 2 or 3).ToArray();
        if (entries.Length < context.Options.HeadingsForContents)
        {
            return "";
        }

        var list = new StringBuilder("<nav class=\"contents\" aria-label=\"Contents\"><details open><summary>Contents</summary>\n<ul>\n");
        foreach (var entry in entries)
        {
            list.Append("<li class=\"level-").Append(entry.Level).Append("\"><a href=\"#").Append(WebUtility.HtmlEncode(entry.Id)).Append("\">").Append(entry.Html).Append("</a></li>\n");
        }

        return list.Append("</ul>\n</details></nav>\n").ToString();
    }

    internal static string Title(NotebookDocument document, string path)
    {
        foreach (var cell in document.Cells.Where(cell => cell.Kind == CellKind.Markdown))
        {
            if (Heading().Match(cell.Source) is { Success: true } heading)
            {
                return heading.Groups["text"].Value.Replace("*", "").Replace("`", "").Replace("$", "").Trim();
            }
        }

        return Path.GetFileNameWithoutExtension(path);
    }

    /// <summary>A text that is part of this assembly.</summary>
    internal static string Resource(string name)
    {
        using var stream = typeof(HtmlPage).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"^#{1,3}\s+(?<text>[^\r\n]+?)\s*#*\s*$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
