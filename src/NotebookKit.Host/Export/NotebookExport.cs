using NotebookKit.Host.Documents;

namespace NotebookKit.Host.Export;

/// <summary>The forms that a notebook can be exported to.</summary>
public enum ExportFormat
{
    /// <summary>One self-contained page.</summary>
    Html,

    /// <summary>Markdown.</summary>
    Markdown,
}

/// <summary>Writes notebooks as pages or as markdown.</summary>
public static class NotebookExport
{
    /// <summary>Writes one notebook.</summary>
    /// <param name="document">The notebook.</param>
    /// <param name="path">Where it lies: its pictures are looked for there.</param>
    /// <param name="target">The file to write.</param>
    /// <param name="format">Page or markdown.</param>
    /// <param name="embed">True puts the pictures of a markdown export into the text.</param>
    /// <returns>What could not be shown as it was meant.</returns>
    public static IReadOnlyList<ExportWarning> Write(NotebookDocument document, string path, string target, ExportFormat format, bool embed = false)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (string.Equals(Path.GetFullPath(path), Path.GetFullPath(target), StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"{target}: the export would overwrite the notebook; name another file with -o.");
        }

        if (format == ExportFormat.Html)
        {
            var warnings = new List<ExportWarning>();
            AtomicFile.WriteText(target, HtmlPage.Render(document, path, new PageOptions { Warn = warnings.Add }));
            return warnings;
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(target))!;
        var (text, pictures) = MarkdownExport.Render(document, embed ? null : $"{Path.GetFileNameWithoutExtension(target)}_files");
        foreach (var (name, bytes) in pictures)
        {
            AtomicFile.WriteBytes(Path.Combine(folder, name), bytes);
        }

        AtomicFile.WriteText(target, text);
        return Check(document, path);
    }

    /// <summary>Reads a notebook as an export would and writes nothing.</summary>
    /// <returns>Formulas and pictures that an export could not show.</returns>
    public static IReadOnlyList<ExportWarning> Check(NotebookDocument document, string path)
    {
        var warnings = new List<ExportWarning>();
        _ = HtmlPage.Render(document, path, new PageOptions { Warn = warnings.Add });
        return warnings;
    }
}
