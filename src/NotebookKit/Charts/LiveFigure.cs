namespace NotebookKit.Charts;

/// <summary>A figure that changes in place while something runs, and is saved once, as it was at the end.</summary>
/// <remarks>
/// The screen is asked at most once in a while, however often the data change; leaving the <c>using</c> block shows the
/// last state. One thread adds.
/// </remarks>
public sealed class LiveFigure : IDisposable
{
    private readonly TimeProvider clock;
    private readonly TimeSpan pause;
    private Func<Figure>? latest;
    private IShownValue? shown;
    private long lastShown;
    private bool isDisposed;

    internal LiveFigure(double pauseSeconds, TimeProvider? clock = null)
    {
        this.clock = clock ?? TimeProvider.System;
        pause = TimeSpan.FromSeconds(double.IsFinite(pauseSeconds) ? Math.Clamp(pauseSeconds, 0, 3600) : 0.25);
    }

    /// <summary>Replaces the figure, at once or, if the last one is too fresh, later.</summary>
    public void Show(Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        Show(() => figure);
    }

    /// <summary>Replaces the figure by one that is made only if it is really shown.</summary>
    /// <param name="figure">Makes the figure from the data as they are when it is called.</param>
    public void Show(Func<Figure> figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        ObjectDisposedException.ThrowIf(isDisposed, this);
        latest = figure;
        if (shown is null || clock.GetElapsedTime(lastShown) >= pause)
        {
            Flush();
        }
    }

    /// <summary>Shows the last state.</summary>
    public void Dispose()
    {
        if (!isDisposed)
        {
            isDisposed = true;
            Flush();
        }
    }

    private void Flush()
    {
        if (latest is not { } make)
        {
            return;
        }

        latest = null;
        var figure = make();
        if (shown is null)
        {
            shown = Notebook.Display(figure);
        }
        else
        {
            shown.Update(figure);
        }

        lastShown = clock.GetTimestamp();
    }
}
