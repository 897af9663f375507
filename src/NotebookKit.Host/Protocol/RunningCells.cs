namespace NotebookKit.Host.Protocol;

/// <summary>Lets a request that comes on one thread stop the cells that another one runs or has still to run.</summary>
internal sealed class RunningCells : IDisposable
{
    private readonly Lock gate = new();
    private CancellationTokenSource stop = new();
    private int cells;

    /// <summary>A cell has been asked for.</summary>
    public void Expect()
    {
        lock (gate)
        {
            // A stop is for what was asked for before it, never for what comes after.
            if (cells++ == 0 && stop.IsCancellationRequested)
            {
                stop.Dispose();
                stop = new CancellationTokenSource();
            }
        }
    }

    /// <summary>The next cell begins; the token stops it.</summary>
    public CancellationToken Start()
    {
        lock (gate)
        {
            return stop.Token;
        }
    }

    /// <summary>The cell is over.</summary>
    public void End()
    {
        lock (gate)
        {
            cells--;
        }
    }

    /// <summary>Stops all cells there are.</summary>
    public void Stop()
    {
        CancellationTokenSource source;
        lock (gate)
        {
            if (cells == 0)
            {
                return;
            }

            source = stop;
        }

        source.Cancel();
    }

    public void Dispose() => stop.Dispose();
}
