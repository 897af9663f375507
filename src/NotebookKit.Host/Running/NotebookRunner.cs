using System.Diagnostics;
using System.Text.Json.Nodes;
using NotebookKit.Host.Documents;
using NotebookKit.Host.Protocol;

namespace NotebookKit.Host.Running;

/// <summary>How the cells of one notebook ended.</summary>
internal sealed record RunEnd(RunStatus Status, string? Error = null, int? Cell = null)
{
    /// <summary>True for an exception, after which the session lives on; a dead process is never what a cell should show.</summary>
    public bool IsForgivable { get; init; }
}

/// <summary>Runs the cells of one notebook in a child process of its own and records what they show.</summary>
internal sealed class NotebookRunner(RunOptions options, Action<int> cellStarted)
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(120);
    private readonly Dictionary<string, List<JsonObject>> displays = new(StringComparer.Ordinal);
    private readonly Stopwatch watch = Stopwatch.StartNew();

    public async Task<RunEnd> RunAsync(NotebookDocument document, string folder, CancellationToken cancellation)
    {
        KernelMetadata.AddIfMissing(document.Metadata);
        KernelName.Write(document);
        foreach (var cell in document.Cells)
        {
            cell.ClearRun();
        }

        using var child = CellProcess.Start(options.Server, folder);
        await WaitUntilReadyAsync(child, cancellation).ConfigureAwait(false);
        var count = 0;
        for (var i = 0; i < document.Cells.Count; i++)
        {
            var cell = document.Cells[i];
            if (cell.Kind != CellKind.Code || cell.IsBlank || cell.HasTag("skip-execution"))
            {
                continue;
            }

            cellStarted(i + 1);
            cell.ExecutionCount = ++count;
            var language = CellLanguage.Of(document, cell);
            var end = CellLanguage.IsCSharp(language)
                ? await RunCellAsync(child, cell, cancellation).ConfigureAwait(false)
                : Refuse(cell, language);
            var isForgiven = end.Status == RunStatus.Failed && end.IsForgivable && cell.HasTag("raises-exception");
            if (end.Status != RunStatus.Ok && !isForgiven)
            {
                // The number that stands beside the cell and in its traceback.
                return end with { Cell = count, Error = $"cell {count}: {end.Error}" };
            }
        }

        return new RunEnd(RunStatus.Ok);
    }

    private static async Task WaitUntilReadyAsync(CellProcess child, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(StartTime);
        try
        {
            await foreach (var message in child.Events.ReadAllAsync(limit.Token).ConfigureAwait(false))
            {
                if (message is ReadyEvent)
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            throw new IOException(cancellation.IsCancellationRequested ? "interrupted before the first cell" : $"the child process was not ready within {StartTime.TotalSeconds} s");
        }

        throw new IOException($"the child process ended before it was ready. {child.LastWords}");
    }

    private static RunEnd Refuse(NotebookCell cell, string language)
    {
        var message = $"this cell is written in {language}; this host runs C#.";
        cell.Outputs.Add((JsonNode)Outputs.Error("UnknownLanguage", message, [message]));
        return new RunEnd(RunStatus.Failed, $"UnknownLanguage: {message}");
    }

    private async Task<RunEnd> RunCellAsync(CellProcess child, NotebookCell cell, CancellationToken cancellation)
    {
        var outputs = new CellOutputs(cell, displays);
        var times = new ExecutionTimes(cell);
        var left = options.Timeout - watch.Elapsed;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(left < options.CellTimeout ? TimeSpan.FromTicks(Math.Max(1, left.Ticks)) : options.CellTimeout);
        RunEnd end;
        try
        {
            child.Send(new ExecuteRequest(cell.ExecutionCount!.Value, cell.Source));
            end = await ReceiveAsync(child, outputs, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // What the child has sent counts, however it ends.
            var stop = await CellStop.StopAsync(child, outputs.Apply).ConfigureAwait(false);
            end = cancellation.IsCancellationRequested ? Interrupted(outputs, stop) : TimedOut(outputs, left < options.CellTimeout, stop);
        }

        outputs.Finish();
        times.End();
        return end;
    }

    private static async Task<RunEnd> ReceiveAsync(CellProcess child, CellOutputs outputs, CancellationToken cancellation)
    {
        RunEnd end = new(RunStatus.Ok);
        await foreach (var message in child.Events.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            // A flood of output never lets the reader wait, and only a wait would notice the time.
            cancellation.ThrowIfCancellationRequested();
            if (message is DoneEvent)
            {
                return end;
            }

            if (message is ErrorEvent error)
            {
                end = new RunEnd(RunStatus.Failed, $"{error.Name}: {error.Message}") { IsForgivable = true };
            }

            outputs.Apply(message);
        }

        var death = ProcessDeath.Describe(child.ExitCode, child.LastWords);
        outputs.Apply(death);
        return new RunEnd(RunStatus.Failed, $"{death.Name}: {death.Message}");
    }

    private RunEnd TimedOut(CellOutputs outputs, bool isTotal, StoppedCell stop)
    {
        var what = isTotal
            ? $"the notebook took longer than {options.Timeout.TotalSeconds} s (--timeout)"
            : $"the cell took longer than {options.CellTimeout.TotalSeconds} s (--cell-timeout)";
        var message = $"{what}; {stop.Consequence}";
        outputs.Apply(new ErrorEvent("TimeoutException", message, [$"TimeoutException: {message}", .. stop.Frames]));
        return new RunEnd(RunStatus.Timeout, $"TimeoutException: {message}");
    }

    private static RunEnd Interrupted(CellOutputs outputs, StoppedCell stop)
    {
        var message = $"the run was interrupted; {stop.Consequence}";
        outputs.Apply(new ErrorEvent("OperationCanceledException", message, [$"OperationCanceledException: {message}", .. stop.Frames]));
        return new RunEnd(RunStatus.Failed, "interrupted");
    }
}
