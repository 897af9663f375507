using System.Net;
using System.Net.Sockets;

namespace NotebookKit.Host.Jupyter.Zmtp;

/// <summary>A socket that listens at an address and serves any number of peers up to a limit.</summary>
/// <remarks>Whatever a peer does wrong ends its own connection and nothing else.</remarks>
internal abstract class ZmtpSocket(string type, IReadOnlyList<string> peerTypes, IPEndPoint address, ZmtpLimits limits) : IAsyncDisposable
{
    private readonly TcpListener listener = new(address);
    private readonly Lock gate = new();
    private readonly HashSet<ZmtpPeer> connected = [];
    private volatile ZmtpPeer[] peers = [];
    private bool isClosed;

    /// <summary>Where it listens, with the real port.</summary>
    public IPEndPoint Address => (IPEndPoint)listener.LocalEndpoint;

    /// <summary>The peers that have shaken hands.</summary>
    protected IReadOnlyList<ZmtpPeer> Peers => peers;

    /// <summary>The bounds that peers are held to.</summary>
    protected ZmtpLimits Limits => limits;

    /// <summary>Begins to listen.</summary>
    /// <exception cref="SocketException">The port is taken.</exception>
    public void Start()
    {
        listener.Server.ExclusiveAddressUse = true;
        listener.Start();
        _ = AcceptAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        ZmtpPeer[] all;
        lock (gate)
        {
            isClosed = true;
            all = [.. connected];
        }

        listener.Dispose();
        await Task.WhenAll(all.Select(peer => peer.CloseAsync())).ConfigureAwait(false);
    }

    /// <summary>A peer has shaken hands; false refuses it.</summary>
    protected virtual bool Join(ZmtpPeer peer) => true;

    /// <summary>A peer that had joined is gone.</summary>
    protected virtual void Leave(ZmtpPeer peer)
    {
    }

    /// <summary>A peer has sent a message.</summary>
    protected abstract void Receive(ZmtpPeer peer, byte[][] message);

    /// <summary>A peer has sent a command.</summary>
    protected virtual void Receive(ZmtpPeer peer, ZmtpCommand command)
    {
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                var connection = await listener.AcceptSocketAsync().ConfigureAwait(false);
                var peer = new ZmtpPeer(connection, limits);
                bool isWelcome;
                lock (gate)
                {
                    isWelcome = !isClosed && connected.Count < limits.MostPeers && connected.Add(peer);
                }

                if (isWelcome)
                {
                    _ = Task.Run(() => ServeAsync(peer));
                }
                else
                {
                    peer.Dispose();
                }
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (Exception exception) when (exception is SocketException or IOException)
            {
                if (isClosed)
                {
                    return;
                }

                // That peer went away before it was accepted, or the system is out of handles for a moment.
                await Task.Delay(50).ConfigureAwait(false);
            }
        }
    }

    private async Task ServeAsync(ZmtpPeer peer)
    {
        var hasJoined = false;
        try
        {
            await peer.ShakeHandsAsync(type).ConfigureAwait(false);
            if (!peerTypes.Contains(peer.SocketType))
            {
                throw new ZmtpException($"a {peer.SocketType} cannot talk to a {type}");
            }

            hasJoined = Enter(peer);
            if (hasJoined)
            {
                await peer.ReceiveAsync(message => Receive(peer, message), command => Receive(peer, command)).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is ZmtpException or IOException or OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The peer is gone, or broke the rules and is sent away.
        }
        finally
        {
            Exit(peer, hasJoined);
            peer.Dispose();
        }
    }

    private bool Enter(ZmtpPeer peer)
    {
        lock (gate)
        {
            if (!Join(peer))
            {
                return false;
            }

            peers = [.. peers, peer];
            return true;
        }
    }

    private void Exit(ZmtpPeer peer, bool hasJoined)
    {
        lock (gate)
        {
            connected.Remove(peer);
            if (hasJoined)
            {
                peers = [.. peers.Where(other => other != peer)];
                Leave(peer);
            }
        }
    }
}
