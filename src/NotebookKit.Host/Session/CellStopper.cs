namespace NotebookKit.Host.Session;

/// <summary>Runs a cell's code, and ends what guards cannot end once the token asks for it.</summary>
internal sealed class CellStopper : IDisposable
{
    // Guards stop most code by then, at a place that the error can name.
    private static readonly TimeSpan BeforeInterrupt = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BetweenInterrupts = TimeSpan.FromMilliseconds(100);

    private readonly CellThreads threads = new();
    private readonly TaskCompletionSource abandoned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationToken cancellation;
    private readonly CancellationTokenRegistration registration;
    private volatile bool isOver;

    public CellStopper(CancellationToken cancellation)
    {
        this.cancellation = cancellation;

        // A thread of its own: the cell may hold all those of the pool.
        registration = cancellation.Register(() => new Thread(Wake) { IsBackground = true, Name = "stop" }.Start());
    }

    /// <summary>The cell's result.</summary>
    /// <exception cref="OperationCanceledException">The cell waited for something that did not come, and was given up.</exception>
    public async Task<object?> RunAsync(Func<Task<object?>> cell)
    {
        var running = threads.Start(cell);
        await Task.WhenAny(running, abandoned.Task).ConfigureAwait(false);
        return running.IsCompleted
            ? await running.ConfigureAwait(false)
            : throw new OperationCanceledException("the cell was stopped while it waited", cancellation);
    }

    public void Dispose()
    {
        isOver = true;
        registration.Dispose();
    }

    private void Wake()
    {
        Thread.Sleep(BeforeInterrupt);
        while (!isOver)
        {
            threads.Interrupt();
            Thread.Sleep(BetweenInterrupts);
            if (!isOver && threads.TryClose())
            {
                abandoned.TrySetResult();
                return;
            }
        }
    }
}
