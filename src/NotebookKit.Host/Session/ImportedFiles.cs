using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NotebookKit.Host.Documents;

namespace NotebookKit.Host.Session;

/// <summary>Reads the files that <c>#load</c> and <c>#!import</c> name, as sources to run.</summary>
internal static class ImportedFiles
{
    private const long Largest = 64L * 1024 * 1024;

    /// <exception cref="CellRefusedException">The file cannot be read, or loads itself.</exception>
    public static IReadOnlyList<CellSource> Read(string command, string what, string folder, CellSource from)
    {
        var path = Path.GetFullPath(what, folder);
        if (!File.Exists(path))
        {
            throw new CellRefusedException($"{command} \"{what}\": there is no such file; paths start at {(from.Folder is null ? "the notebook's folder" : "the folder of " + from.Path)}.");
        }

        if (from.Chain.Contains(path))
        {
            throw new CellRefusedException($"{command} \"{what}\": the file loads itself, by way of {string.Join(" and ", from.Chain.Select(Path.GetFileName))}.");
        }

        CellSource Source(string name, string text) => new(name, text) { IsCodeOnly = true, Chain = [.. from.Chain, path], Folder = Path.GetDirectoryName(path) };
        try
        {
            if (new FileInfo(path).Length > Largest)
            {
                throw new CellRefusedException($"{command} \"{what}\": the file is larger than {Largest >> 20} MB.");
            }

            return (Path.GetExtension(path).ToUpperInvariant(), command) switch
            {
                (".CS" or ".CSX", _) => [Source(what, File.ReadAllText(path))],
                (".DIB", "#!import") => [Source(what, File.ReadAllText(path))],
                (".IPYNB", "#!import") => [.. CodeCells(NotebookDocument.Load(path)).Select(cell => Source($"{what} cell {cell.Number}", cell.Text))],
                (_, "#load") => throw new CellRefusedException($"#load \"{what}\": #load takes .csx and .cs files; #!import also takes notebooks."),
                _ => throw new CellRefusedException($"{command} {what}: this takes .ipynb, .dib, .csx and .cs files."),
            };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new CellRefusedException($"{command} \"{what}\": {exception.Message}", exception);
        }
    }

    /// <summary>True for a file with namespaces: a script cannot hold them, so it becomes an assembly of its own.</summary>
    public static bool IsLibrary(CellSource source) =>
        source.Path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase)
        && source.Text.Contains("namespace", StringComparison.Ordinal)
        && CSharpSyntaxTree.ParseText(source.Text).GetCompilationUnitRoot().Members.OfType<BaseNamespaceDeclarationSyntax>().Any();

    private static IEnumerable<(int Number, string Text)> CodeCells(NotebookDocument document) =>
        document.Cells
            .Where(cell => cell.Kind == CellKind.Code && !cell.IsBlank && !cell.HasTag("skip-execution") && CellLanguage.IsCSharp(CellLanguage.Of(document, cell)))
            .Select((cell, i) => (i + 1, cell.Source));
}
