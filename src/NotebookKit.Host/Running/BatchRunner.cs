using System.Diagnostics;
using NotebookKit.Host.Documents;
using NotebookKit.Host.Export;

namespace NotebookKit.Host.Running;

/// <summary>Runs notebooks, some at a time, and writes what became of each.</summary>
public sealed class BatchRunner(RunOptions options, IRunProgress progress)
{
    /// <summary>Runs all; the results come in the order of the notebooks.</summary>
    /// <remarks>Cancelling ends the running notebooks and still writes what they have; the others do not start.</remarks>
    public async Task<IReadOnlyList<NotebookResult>> RunAsync(IReadOnlyList<NotebookFile> notebooks, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(notebooks);
        var results = new NotebookResult?[notebooks.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Jobs };
        await Parallel.ForAsync(0, notebooks.Count, parallel, async (i, _) =>
        {
            if (!cancellation.IsCancellationRequested)
            {
                results[i] = await RunOneAsync(notebooks[i], cancellation).ConfigureAwait(false);
                progress.Finished(notebooks[i], results[i]!);
            }
        }).ConfigureAwait(false);
        return [.. results.OfType<NotebookResult>()];
    }

    private async Task<NotebookResult> RunOneAsync(NotebookFile notebook, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            var document = NotebookDocument.Load(notebook.Path);
            var stored = options.Check ? NotebookDocument.Load(notebook.Path) : null;
            ParameterCell.Inject(document, options.Parameters);
            progress.Started(notebook, document.Cells.Count);
            var key = options.Cache?.KeyOf(notebook, options.Parameters);
            var end = new RunEnd(RunStatus.Ok);
            var earlier = key is null ? null : options.Cache!.Find(key);
            if (earlier is null)
            {
                var runner = new NotebookRunner(options, cell => progress.CellStarted(notebook, cell));
                end = await runner.RunAsync(document, Path.GetDirectoryName(notebook.Path)!, cancellation).ConfigureAwait(false);
                if (key is not null && end.Status == RunStatus.Ok)
                {
                    options.Cache!.Keep(key, document);
                }
            }

            document = earlier ?? document;
            if (stored is not null)
            {
                return Checked(notebook, stored, document, end, watch.Elapsed.TotalSeconds) with { IsUnchanged = earlier is not null };
            }

            var target = Path.GetFullPath(notebook.Name, Path.GetFullPath(options.OutputFolder));
            document.Save(target);
            AtomicFile.WriteText(Path.ChangeExtension(target, ".html"), HtmlPage.Render(document, notebook.Path));
            return new NotebookResult(notebook.Name, end.Status, watch.Elapsed.TotalSeconds) { Error = end.Error, Cell = end.Cell, Out = target, IsUnchanged = earlier is not null };
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException or System.ComponentModel.Win32Exception)
        {
            return new NotebookResult(notebook.Name, RunStatus.Unreadable, watch.Elapsed.TotalSeconds) { Error = exception.Message };
        }
    }

    private NotebookResult Checked(NotebookFile notebook, NotebookDocument stored, NotebookDocument fresh, RunEnd end, double seconds)
    {
        if (end.Status != RunStatus.Ok)
        {
            return new NotebookResult(notebook.Name, end.Status, seconds) { Error = end.Error, Cell = end.Cell };
        }

        var found = Checking.OutputCheck.Compare(stored, fresh, options.Tolerance);
        return found.Count == 0
            ? new NotebookResult(notebook.Name, RunStatus.Ok, seconds)
            : new NotebookResult(notebook.Name, RunStatus.Failed, seconds) { Error = found[0].Cell == 0 ? found[0].Message : $"{found.Count} cells show something else than is stored", Differences = found };
    }
}
