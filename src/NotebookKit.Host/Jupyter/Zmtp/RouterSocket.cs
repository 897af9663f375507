using System.Collections.Concurrent;
using System.Net;

namespace NotebookKit.Host.Jupyter.Zmtp;

/// <summary>Receives messages with the name of their sender, and sends messages to a peer by its name.</summary>
/// <param name="address">Where it listens.</param>
/// <param name="limits">What peers may do.</param>
/// <param name="received">Gets the sender's name and the message's parts; called on the sender's own thread.</param>
internal sealed class RouterSocket(IPEndPoint address, ZmtpLimits limits, Action<string, byte[][]> received)
    : ZmtpSocket("ROUTER", ["DEALER", "REQ", "ROUTER"], address, limits)
{
    private readonly ConcurrentDictionary<string, ZmtpPeer> routes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<ZmtpPeer, string> names = new();

    /// <summary>Sends a message; false when there is no peer of the name (any more).</summary>
    public bool Send(string peer, IReadOnlyList<byte[]> message)
    {
        if (!routes.TryGetValue(peer, out var route))
        {
            return false;
        }

        route.Send(ZmtpFrames.Message(message), isExpected: true);
        return true;
    }

    /// <inheritdoc/>
    protected override bool Join(ZmtpPeer peer)
    {
        // A name that is taken is refused, as libzmq does: its owner keeps it, and a client that has just left tries again.
        var name = peer.Identity.Length > 0 ? "named " + Convert.ToHexString(peer.Identity) : "unnamed " + Guid.NewGuid();
        return routes.TryAdd(name, peer) && names.TryAdd(peer, name);
    }

    /// <inheritdoc/>
    protected override void Leave(ZmtpPeer peer)
    {
        if (names.TryRemove(peer, out var name))
        {
            routes.TryRemove(name, out _);
        }
    }

    /// <inheritdoc/>
    protected override void Receive(ZmtpPeer peer, byte[][] message)
    {
        if (names.TryGetValue(peer, out var name))
        {
            received(name, message);
        }
    }
}
