using System.Collections.Concurrent;
using NotebookKit.Host.Protocol;
using NotebookKit.Host.Running;

namespace NotebookKit.Host.Jupyter;

/// <summary>The child process that runs a kernel's cells, and its successor when it has died.</summary>
/// <remarks>The kernel's sockets are not in it: whatever a cell does, the kernel lives on and says what is lost.</remarks>
internal sealed class CellSession : IDisposable
{
    private static readonly TimeSpan WarmUpAfter = TimeSpan.FromMilliseconds(500);
    private readonly CellServerCommand command;
    private readonly string folder;
    private readonly Action<CellEvent> between;
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<long, TaskCompletionSource<AssistEvent>> questions = new();
    private Child child;
    private RunningCell? running;
    private long lastQuestion;
    private bool isDisposed;

    /// <param name="command">How to start a child.</param>
    /// <param name="folder">Its working folder.</param>
    /// <param name="between">Receives what comes while no cell runs.</param>
    public CellSession(CellServerCommand command, string folder, Action<CellEvent> between)
    {
        this.command = command;
        this.folder = folder;
        this.between = between;
        child = Start();
    }

    /// <summary>How long a cell may take to end after an interrupt before its process is killed: longer than in a run, since a user's variables are at stake.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Runs one cell.</summary>
    /// <param name="request">The cell.</param>
    /// <param name="output">Receives what it shows.</param>
    /// <param name="interrupt">Asks the cell to stop; where it does not within <see cref="Patience"/>, its process is killed.</param>
    /// <returns>Its error; null when it ran through.</returns>
    public async Task<ErrorEvent?> RunAsync(ExecuteRequest request, Action<CellEvent> output, CancellationToken interrupt)
    {
        var cell = new RunningCell(output);
        Child server;
        lock (gate)
        {
            if (child.IsDead)
            {
                child = Start();
            }

            server = child;
            running = cell;
        }

        try
        {
            await server.Ready.Task.ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            lock (gate)
            {
                running = null;
            }

            return new ErrorEvent("SessionNotReady", exception.Message, [exception.Message]);
        }

        lock (gate)
        {
            server.Process.Send(request);
        }

        await using var stop = interrupt.Register(() => Stop(cell, server)).ConfigureAwait(false);
        return await cell.End.Task.ConfigureAwait(false);
    }

    /// <summary>Answers a cell's question to the user.</summary>
    public void Answer(InputAnswer answer)
    {
        lock (gate)
        {
            child.Process.Send(answer);
        }
    }

    /// <summary>Asks about code that is being written; null when the child does not answer in time or has died.</summary>
    /// <param name="request">The question under a given id.</param>
    /// <param name="patience">How long to wait.</param>
    public async Task<T?> AskAsync<T>(Func<long, AssistRequest> request, TimeSpan patience)
        where T : AssistEvent
    {
        var id = Interlocked.Increment(ref lastQuestion);
        var answer = questions[id] = new TaskCompletionSource<AssistEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            child.Process.Send(request(id));
        }

        await Task.WhenAny(answer.Task, Task.Delay(patience)).ConfigureAwait(false);
        questions.TryRemove(id, out _);
        return answer.Task.IsCompletedSuccessfully ? await answer.Task.ConfigureAwait(false) as T : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            isDisposed = true;
            child.Process.Dispose();
        }
    }

    private void Stop(RunningCell cell, Child server)
    {
        lock (gate)
        {
            // A stop is for this cell, never for what comes after it.
            if (running == cell && !isDisposed)
            {
                server.Process.Send(new StopRequest());
                _ = KillLaterAsync(cell, server);
            }
        }
    }

    private async Task KillLaterAsync(RunningCell cell, Child server)
    {
        await Task.WhenAny(cell.End.Task, Task.Delay(Patience)).ConfigureAwait(false);
        if (!cell.End.Task.IsCompleted)
        {
            cell.IsKilled = true;
            server.Process.Kill();
        }
    }

    private Child Start()
    {
        var started = new Child(CellProcess.Start(command, folder));
        _ = PumpAsync(started);
        return started;
    }

    private async Task PumpAsync(Child server)
    {
        ErrorEvent? error = null;
        await foreach (var message in server.Process.Events.ReadAllAsync().ConfigureAwait(false))
        {
            switch (message)
            {
                case ReadyEvent:
                    server.Ready.TrySetResult();
                    _ = WarmUpAsync(server);
                    break;
                case AssistEvent answer:
                    if (questions.TryRemove(answer.Id, out var question))
                    {
                        question.TrySetResult(answer);
                    }

                    break;
                case ErrorEvent failure:
                    error = failure;
                    break;
                case DoneEvent:
                    Take()?.End.TrySetResult(error);
                    error = null;
                    break;
                default:
                    (running?.Output ?? between)(message);
                    break;
            }
        }

        Bury(server);
    }

    /// <summary>While the user still reads, the compiler gets ready; its answer goes nowhere.</summary>
    private async Task WarmUpAsync(Child server)
    {
        await Task.Delay(WarmUpAfter).ConfigureAwait(false);
        lock (gate)
        {
            if (running is null && !isDisposed && !server.IsDead)
            {
                server.Process.Send(new CompleteRequest(0, "Math.", 5));
            }
        }
    }

    private RunningCell? Take()
    {
        lock (gate)
        {
            var cell = running;
            running = null;
            return cell;
        }
    }

    private void Bury(Child server)
    {
        if (isDisposed)
        {
            return;
        }

        server.IsDead = true;
        var wasReady = server.Ready.Task.IsCompletedSuccessfully;
        server.Ready.TrySetException(new IOException($"the process for the cells ended before it was ready. {server.Process.LastWords}"));
        _ = server.Ready.Task.Exception;
        var death = ProcessDeath.Describe(server.Process.ExitCode, server.Process.LastWords);

        // The next one starts while the user reads what happened; one that could not even start waits for the next cell.
        RunningCell? cell = null;
        lock (gate)
        {
            if (wasReady)
            {
                cell = running;
                running = null;
                child = isDisposed ? child : Start();
            }
        }

        server.Process.Dispose();
        if (cell is null && wasReady)
        {
            between(new StreamEvent("stderr", $"[between two cells: {death.Message}]\n"));
        }

        cell?.End.TrySetResult(cell.IsKilled ? Killed() : death);
    }

    private static ErrorEvent Killed()
    {
        var message = $"the cell was interrupted; {new StoppedCell(false, []).Consequence}";
        return new ErrorEvent(nameof(OperationCanceledException), message, [$"{nameof(OperationCanceledException)}: {message}"]);
    }

    private sealed class Child(CellProcess process)
    {
        public CellProcess Process { get; } = process;

        public TaskCompletionSource Ready { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public volatile bool IsDead;
    }

    private sealed class RunningCell(Action<CellEvent> output)
    {
        public Action<CellEvent> Output { get; } = output;

        public TaskCompletionSource<ErrorEvent?> End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public volatile bool IsKilled;
    }
}
