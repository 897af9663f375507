namespace NotebookKit.Host.Protocol;

/// <summary>How a cell that was to stop has ended.</summary>
/// <param name="IsAlive">True when the session lives on with its variables; false when its process had to be killed.</param>
/// <param name="Frames">Where the code was when it stopped; none after a kill.</param>
internal sealed record StoppedCell(bool IsAlive, IReadOnlyList<string> Frames)
{
    /// <summary>What the stop means for the reader.</summary>
    public string Consequence => IsAlive
        ? "it was stopped, and the variables keep the values they had."
        : "it did not stop by itself, so its process was killed and all variables are lost.";
}

/// <summary>Stops a running cell: kindly first, then by the end of its process.</summary>
internal static class CellStop
{
    /// <summary>How long a cell may take to end by itself; the whole stop stays below two seconds.</summary>
    public static TimeSpan Grace { get; } = TimeSpan.FromSeconds(1.25);

    /// <summary>Stops the cell, and passes on what it still sends, save its last error.</summary>
    /// <param name="child">The process.</param>
    /// <param name="apply">Receives what the cell still sends.</param>
    /// <param name="patience">Another time than <see cref="Grace"/>.</param>
    public static async Task<StoppedCell> StopAsync(CellProcess child, Action<CellEvent> apply, TimeSpan? patience = null)
    {
        child.Send(new StopRequest());
        IReadOnlyList<string> frames = [];
        using var grace = new CancellationTokenSource(patience ?? Grace);
        try
        {
            await foreach (var message in child.Events.ReadAllAsync(grace.Token).ConfigureAwait(false))
            {
                // A flood of output never lets the reader wait, and only a wait would notice the time.
                grace.Token.ThrowIfCancellationRequested();
                switch (message)
                {
                    case DoneEvent:
                        return new StoppedCell(true, frames);
                    case ErrorEvent error:
                        frames = [.. error.Traceback.Skip(1)];
                        break;
                    default:
                        apply(message);
                        break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The grace is over.
        }

        child.Kill();
        await foreach (var message in child.Events.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            apply(message);
        }

        return new StoppedCell(false, []);
    }
}
