using System.Net;

namespace NotebookKit.Host.Jupyter.Zmtp;

/// <summary>A REP socket that sends every request back: the heartbeat by which clients see that the kernel lives.</summary>
internal sealed class EchoSocket(IPEndPoint address, ZmtpLimits limits)
    : ZmtpSocket("REP", ["REQ", "DEALER"], address, limits with { LargestFrame = 64 * 1024, LargestMessage = 64 * 1024 })
{
    /// <inheritdoc/>
    protected override void Receive(ZmtpPeer peer, byte[][] message) => peer.Send(ZmtpFrames.Message(message), isExpected: true);
}
