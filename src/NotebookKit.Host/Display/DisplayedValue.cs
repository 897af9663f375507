using NotebookKit.Host.Protocol;

namespace NotebookKit.Host.Display;

/// <summary>A value on the page; <see cref="Update"/> replaces it in place.</summary>
/// <remarks>
/// At most ten updates a second are formatted and sent, on the thread that asks, because the value may change as soon as
/// that thread goes on; what was held back last is sent when the cell ends.
/// </remarks>
public sealed class DisplayedValue : IShownValue
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);
    private readonly DisplayChannel channel;
    private readonly string[] mimeTypes;
    private readonly Lock gate = new();
    private object? latest;
    private bool isHeldBack;
    private long lastSent;

    internal DisplayedValue(DisplayChannel channel, string id, string[] mimeTypes)
    {
        this.channel = channel;
        this.mimeTypes = mimeTypes;
        Id = id;
        lastSent = channel.Time.GetTimestamp();
    }

    internal string Id { get; }

    /// <summary>Replaces what is shown; safe to call often and from any thread.</summary>
    /// <param name="value">The new value, or the old one after a change.</param>
    public void Update(object? value)
    {
        lock (gate)
        {
            latest = value;
            if (channel.Time.GetElapsedTime(lastSent) >= Pace)
            {
                SendNow();
            }
            else if (!isHeldBack)
            {
                isHeldBack = true;
                channel.FlushLater(this);
            }
        }
    }

    internal void SendLatest()
    {
        lock (gate)
        {
            if (isHeldBack)
            {
                SendNow();
                isHeldBack = false;
            }
        }
    }

    private void SendNow()
    {
        channel.Send(new UpdateEvent(Id, MimeBundle.Of(latest, mimeTypes)));
        lastSent = channel.Time.GetTimestamp();
    }
}
