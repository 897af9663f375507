using System.Net;

namespace NotebookKit.Host.Jupyter.Zmtp;

/// <summary>Sends each message to all peers that have subscribed to its beginning.</summary>
/// <remarks>
/// A peer hears what is published after its subscription has arrived, as with libzmq: nothing is kept for those to come.
/// ZMTP 3.0 subscribes by messages (01 and the prefix; 00 ends it), 3.1 also by commands.
/// </remarks>
internal sealed class PublishSocket(IPEndPoint address, ZmtpLimits limits) : ZmtpSocket("PUB", ["SUB", "XSUB"], address, limits)
{
    /// <summary>Publishes a message; its first part is what subscriptions are compared with.</summary>
    /// <param name="message">The parts.</param>
    /// <param name="isExpected">True for what a client waits for; see <see cref="ZmtpSendQueue"/>.</param>
    public void Publish(IReadOnlyList<byte[]> message, bool isExpected)
    {
        byte[]? frames = null;
        foreach (var peer in Peers)
        {
            if (peer.Subscriptions.Any(prefix => message[0].AsSpan().StartsWith(prefix)))
            {
                peer.Send(frames ??= ZmtpFrames.Message(message), isExpected);
            }
        }
    }

    /// <inheritdoc/>
    protected override void Receive(ZmtpPeer peer, byte[][] message)
    {
        if (message is [[1, ..]])
        {
            Subscribe(peer, message[0][1..]);
        }
        else if (message is [[0, ..]])
        {
            Cancel(peer, message[0][1..]);
        }
    }

    /// <inheritdoc/>
    protected override void Receive(ZmtpPeer peer, ZmtpCommand command)
    {
        if (command.Name == "SUBSCRIBE")
        {
            Subscribe(peer, command.Data);
        }
        else if (command.Name == "CANCEL")
        {
            Cancel(peer, command.Data);
        }
    }

    private void Subscribe(ZmtpPeer peer, byte[] prefix)
    {
        if (peer.Subscriptions.Count >= Limits.MostSubscriptions || prefix.Length > 1024)
        {
            throw new ZmtpException("too many or too long subscriptions");
        }

        peer.Subscriptions = [.. peer.Subscriptions, prefix];
    }

    private static void Cancel(ZmtpPeer peer, byte[] prefix)
    {
        // Subscribed twice must be cancelled twice.
        var left = peer.Subscriptions.ToList();
        var at = left.FindIndex(other => other.AsSpan().SequenceEqual(prefix));
        if (at >= 0)
        {
            left.RemoveAt(at);
            peer.Subscriptions = left;
        }
    }
}
