using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using NotebookKit.Host.Documents;

namespace NotebookKit.Host.Export;

/// <summary>A notebook as one HTML file that needs nothing else: no network, no script of ours, light and dark.</summary>
public static partial class HtmlPage
{
    private static readonly Lazy<string> Style = new(ReadStyle);

    /// <summary>Renders the notebook.</summary>
    /// <param name="document">The notebook with its outputs.</param>
    /// <param name="path">Its file: the title when there is no heading, and where its pictures lie.</param>
    public static string Render(NotebookDocument document, string path)
    {
        ArgumentNullException.ThrowIfNull(document);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var page = new StringBuilder();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append("<meta name=\"color-scheme\" content=\"light dark\">\n")
            .Append("<title>").Append(WebUtility.HtmlEncode(Title(document, path))).Append("</title>\n")
            .Append("<style>\n").Append(Style.Value).Append("</style>\n</head>\n<body>\n<main>\n");
        foreach (var cell in document.Cells)
        {
            AddCell(page, document, cell, folder);
        }

        return page.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void AddCell(StringBuilder page, NotebookDocument document, NotebookCell cell, string folder)
    {
        if (cell.IsBlank && cell.Outputs.Count == 0)
        {
            return;
        }

        switch (cell.Kind)
        {
            case CellKind.Markdown:
                page.Append("<section class=\"text\">\n").Append(MarkdownText.Render(cell, folder)).Append("</section>\n");
                break;
            case CellKind.Code:
                var source = cell.Source.TrimEnd();
                var isCSharp = CellLanguage.IsCSharp(CellLanguage.Of(document, cell));
                page.Append("<section class=\"code\">\n<div class=\"input\"><span class=\"count\">")
                    .Append(cell.ExecutionCount?.ToString() ?? "&nbsp;")
                    .Append("</span><pre tabindex=\"0\"><code>")
                    .Append(isCSharp ? CSharpColours.Render(source) : WebUtility.HtmlEncode(source))
                    .Append("</code></pre></div>\n");
                HtmlOutputs.Append(page, cell);
                page.Append("</section>\n");
                break;
            case CellKind.Raw:
                page.Append("<section class=\"raw\"><pre>").Append(WebUtility.HtmlEncode(cell.Source)).Append("</pre></section>\n");
                break;
        }
    }

    private static string Title(NotebookDocument document, string path)
    {
        foreach (var cell in document.Cells.Where(cell => cell.Kind == CellKind.Markdown))
        {
            if (Heading().Match(cell.Source) is { Success: true } heading)
            {
                return heading.Groups["text"].Value.Replace("*", "").Replace("`", "").Trim();
            }
        }

        return Path.GetFileNameWithoutExtension(path);
    }

    private static string ReadStyle()
    {
        using var stream = typeof(HtmlPage).Assembly.GetManifestResourceStream("page.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"^#{1,3}\s+(?<text>[^\r\n]+?)\s*#*\s*$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
