using NotebookKit.Homework.Sandbox;
using NotebookKit.Host.Protocol;

namespace NotebookKit.Homework.Grading;

/// <summary>A child that is ready for the cells of one submission, with the folder that is its own.</summary>
internal sealed class ReadyChild(CellProcess process, string folder) : IDisposable
{
    public CellProcess Process { get; } = process;

    public void Dispose()
    {
        Process.Dispose();
        for (var i = 0; i < 20 && Directory.Exists(folder); i++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Its processes die a moment later.
                Thread.Sleep(50);
            }
        }
    }
}

/// <summary>Starts the children of one lane of grading: the next one while the last one works, so that nobody waits for a start.</summary>
/// <remarks>A child serves one submission and no other: nothing of one student is ever met by the next.</remarks>
internal sealed class ChildSource(Walls walls, CellServerCommand server, ChildLimits limits, int slot, string warmUp) : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(120);

    // The system counts a user's processes: what a submission leaves behind for a moment must not count against the next one.
    private const int UsersOfLane = 8;

    private Task<ReadyChild>? next;
    private int started;

    /// <summary>A fresh child; the start of the one after it has begun.</summary>
    /// <exception cref="IOException">It does not start here.</exception>
    public async Task<ReadyChild> TakeAsync(CancellationToken cancellation)
    {
        var mine = next ?? Begin(cancellation);
        next = Begin(cancellation);
        try
        {
            return await mine.ConfigureAwait(false);
        }
        catch (IOException)
        {
            // It may have met a bad moment: a machine without memory, say. What fails twice fails.
            return await Begin(cancellation).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            (next is null ? null : await next.ConfigureAwait(false))?.Dispose();
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // It never became a child.
        }
    }

    private Task<ReadyChild> Begin(CancellationToken cancellation)
    {
        var user = (slot * UsersOfLane) + (started++ % UsersOfLane);
        return Task.Run(() => StartAsync(user, cancellation), cancellation);
    }

    private async Task<ReadyChild> StartAsync(int user, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("nbkit-homework-").FullName;
        Walls.Open(folder);
        ReadyChild child = new(CellProcess.Start(walls.Around(server, folder, limits, user), folder), folder);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(StartTime);
            await UntilAsync<ReadyEvent>(child.Process, limit.Token).ConfigureAwait(false);
            child.Process.Send(new ExecuteRequest(0, warmUp));
            await UntilAsync<DoneEvent>(child.Process, limit.Token).ConfigureAwait(false);
            return child;
        }
        catch (Exception exception)
        {
            child.Dispose();
            throw exception is OperationCanceledException && !cancellation.IsCancellationRequested ? new IOException($"the process for a submission was not ready within {StartTime.TotalSeconds:0} s.", exception) : exception;
        }
    }

    private static async Task UntilAsync<TEvent>(CellProcess process, CancellationToken cancellation)
        where TEvent : CellEvent
    {
        ErrorEvent? error = null;
        await foreach (var message in process.Events.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            error = message as ErrorEvent ?? error;
            if (message is TEvent)
            {
                if (error is not null)
                {
                    throw new IOException($"the process for a submission could not be prepared: {error.Name}: {error.Message}");
                }

                return;
            }
        }

        throw new IOException($"the process for a submission ended before it was ready. {process.LastWords}");
    }
}
