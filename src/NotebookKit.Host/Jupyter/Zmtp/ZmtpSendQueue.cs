using System.Threading.Channels;

namespace NotebookKit.Host.Jupyter.Zmtp;

/// <summary>What waits to be sent to one peer; adding to it never waits.</summary>
/// <remarks>
/// The rule for a peer that reads too slowly: with as much waiting as the limits allow, ordinary messages for it are
/// dropped; those that somebody waits for (replies, states) still go in until twice as much waits. Then the peer is
/// given up: its connection ends, and a client that comes back finds the kernel as it is.
/// </remarks>
internal sealed class ZmtpSendQueue(ZmtpLimits limits)
{
    private readonly Channel<byte[]> waiting = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Lock gate = new();
    private int count;
    private long size;

    /// <summary>Adds bytes.</summary>
    /// <param name="bytes">Whole frames.</param>
    /// <param name="isExpected">True when somebody waits for them.</param>
    /// <returns>False when the peer is to be given up.</returns>
    public bool Add(byte[] bytes, bool isExpected)
    {
        lock (gate)
        {
            var fill = Math.Max((double)count / limits.MostWaiting, (double)size / limits.LargestBacklog);
            if (fill >= 1 && !isExpected)
            {
                return true;
            }

            if (fill >= 2)
            {
                return false;
            }

            count++;
            size += bytes.Length;
            waiting.Writer.TryWrite(bytes);
            return true;
        }
    }

    /// <summary>Nothing more comes: <see cref="SendAsync"/> ends when the rest is sent.</summary>
    public void Complete() => waiting.Writer.TryComplete();

    /// <summary>Sends what comes until <see cref="Complete"/>.</summary>
    public async Task SendAsync(Stream stream, CancellationToken cancellation)
    {
        await foreach (var bytes in waiting.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            await stream.WriteAsync(bytes, cancellation).ConfigureAwait(false);
            lock (gate)
            {
                count--;
                size -= bytes.Length;
            }
        }
    }
}
