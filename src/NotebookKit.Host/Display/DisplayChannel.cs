using NotebookKit.Host.Protocol;

namespace NotebookKit.Host.Display;

/// <summary>Shows values in the running cell: the screen that the library and <c>display</c> draw on.</summary>
internal sealed class DisplayChannel(Action<CellEvent> send, TimeProvider time) : INotebookScreen
{
    private readonly List<DisplayedValue> waiting = [];

    public TimeProvider Time => time;

    public IShownValue Show(object? value) => Show(value, []);

    public DisplayedValue Show(object? value, string[] mimeTypes)
    {
        var shown = new DisplayedValue(this, Guid.NewGuid().ToString("N"), mimeTypes);
        send(new DisplayEvent(shown.Id, MimeBundle.Of(value, mimeTypes)));
        return shown;
    }

    public void Clear(bool wait) => send(new ClearEvent(wait));

    internal void Send(CellEvent message) => send(message);

    internal void FlushLater(DisplayedValue value)
    {
        lock (waiting)
        {
            waiting.Add(value);
        }
    }

    /// <summary>Sends the last state of every value whose update was held back; called when a cell ends.</summary>
    public void Flush()
    {
        DisplayedValue[] values;
        lock (waiting)
        {
            values = [.. waiting];
            waiting.Clear();
        }

        foreach (var value in values)
        {
            value.SendLatest();
        }
    }
}
