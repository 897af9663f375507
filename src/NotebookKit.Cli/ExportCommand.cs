using System.CommandLine;
using NotebookKit.Host.Documents;
using NotebookKit.Host.Export;
using NotebookKit.Host.Running;

namespace NotebookKit.Cli;

/// <summary><c>nbkit export</c>: writes notebooks as self-contained pages or as markdown.</summary>
internal static class ExportCommand
{
    private static readonly Argument<string[]> Paths = new("path") { Arity = ArgumentArity.OneOrMore, Description = "Notebooks (.ipynb), or folders of them." };
    private static readonly Option<string> Out = new("--out", "-o") { DefaultValueFactory = _ => "out", Description = "A folder, or for one notebook a file that ends with .html or .md." };
    private static readonly Option<bool> Run = new("--run") { Description = "Runs the notebooks first; without it the pages show the outputs that the files hold." };
    private static readonly Option<bool> Check = new("--check") { Description = "Writes nothing; ends with exit code 1 when a formula or a picture cannot be shown." };
    private static readonly Option<bool> Embed = new("--embed") { Description = "Markdown: puts the pictures into the text instead of a folder beside it." };

    public static Command Create() => new("export", "Writes notebooks in other forms.")
    {
        Create("html", "Writes self-contained pages: formulas, pictures and colours need no network.", ExportFormat.Html),
        Create("md", "Writes markdown, with the pictures in a folder beside it.", ExportFormat.Markdown),
    };

    private static Command Create(string name, string description, ExportFormat format)
    {
        var command = new Command(name, description) { Paths, Out, Run, Check };
        if (format == ExportFormat.Markdown)
        {
            command.Add(Embed);
        }

        command.SetAction((parsed, cancellation) => RunAsync(parsed, format, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, ExportFormat format, CancellationToken cancellation)
    {
        try
        {
            var extension = format == ExportFormat.Html ? ".html" : ".md";
            var target = parsed.GetRequiredValue(Out);
            var isFile = target.EndsWith(extension, StringComparison.OrdinalIgnoreCase);
            var notebooks = NotebookFile.Find(parsed.GetRequiredValue(Paths), target);
            if (notebooks.Count == 0 || (isFile && notebooks.Count > 1))
            {
                throw new ArgumentException(notebooks.Count == 0 ? "there is no .ipynb file in the given folders." : $"{notebooks.Count} notebooks cannot go into one file; name a folder with -o.");
            }

            var warnings = 0;
            var exitCode = ExitCodes.Ok;
            foreach (var notebook in notebooks)
            {
                var document = NotebookDocument.Load(notebook.Path);
                if (parsed.GetValue(Run) && !parsed.GetValue(Check))
                {
                    var result = await RunOneAsync(notebook, cancellation).ConfigureAwait(false);
                    exitCode = Math.Max(exitCode, result.ExitCode);
                    document = result.Document ?? document;
                }

                var file = isFile ? target : Path.Combine(target, Path.ChangeExtension(notebook.Name, extension));
                var found = parsed.GetValue(Check)
                    ? NotebookExport.Check(document, notebook.Path)
                    : NotebookExport.Write(document, notebook.Path, file, format, format == ExportFormat.Markdown && parsed.GetValue(Embed));
                foreach (var warning in found)
                {
                    await Console.Error.WriteLineAsync($"nbkit: {warning with { Notebook = notebook.Name }}").ConfigureAwait(false);
                }

                warnings += found.Count;
                Console.WriteLine(parsed.GetValue(Check) ? $"{notebook.Name}: {(found.Count == 0 ? "ok" : $"{found.Count} found")}" : file);
            }

            return parsed.GetValue(Check) && warnings > 0 ? ExitCodes.Failed : exitCode;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"nbkit: {exception.Message}").ConfigureAwait(false);
            return ExitCodes.Usage;
        }
    }

    private static async Task<(NotebookDocument? Document, int ExitCode)> RunOneAsync(NotebookFile notebook, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("nbkit-export-").FullName;
        try
        {
            var options = new RunOptions { Server = CellServerCommand.Self(), OutputFolder = folder };
            var results = await RunProgress.ShowAsync([notebook], progress => new BatchRunner(options, progress).RunAsync([notebook], cancellation)).ConfigureAwait(false);
            return results is [{ Out: { } executed } result] ? (NotebookDocument.Load(executed), result.ExitCode) : (null, ExitCodes.Usage);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
