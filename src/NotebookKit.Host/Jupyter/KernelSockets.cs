using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NotebookKit.Host.Jupyter.Messages;
using NotebookKit.Host.Jupyter.Zmtp;

namespace NotebookKit.Host.Jupyter;

/// <summary>Which of the kernel's sockets a request came by.</summary>
internal enum KernelChannel
{
    /// <summary>Requests that may take their time.</summary>
    Shell,

    /// <summary>Interrupt and shutdown.</summary>
    Control,

    /// <summary>Answers of the user.</summary>
    Stdin,
}

/// <summary>A request and the way back to its sender.</summary>
/// <param name="Channel">The socket it came by.</param>
/// <param name="Peer">The sender's name there.</param>
/// <param name="Message">What it asks.</param>
internal sealed record KernelRequest(KernelChannel Channel, string Peer, JupyterMessage Message);

/// <summary>The five sockets of a kernel, speaking messages.</summary>
internal sealed class KernelSockets : IAsyncDisposable
{
    private readonly MessageCodec codec;
    private readonly Dictionary<KernelChannel, RouterSocket> routers = [];
    private readonly PublishSocket publisher;
    private readonly EchoSocket heartbeat;
    private readonly string topic = $"kernel.{Guid.NewGuid()}.";

    /// <param name="connection">Where to listen, and the key.</param>
    /// <param name="received">Gets each good request, on the thread of its sender.</param>
    /// <param name="limits">What peers may do.</param>
    public KernelSockets(ConnectionFile connection, Action<KernelRequest> received, ZmtpLimits? limits = null)
    {
        limits ??= new ZmtpLimits();
        codec = new MessageCodec(connection.Key);
        RouterSocket Router(KernelChannel channel, int port) => routers[channel] = new RouterSocket(
            new IPEndPoint(connection.Address, port),
            limits,
            (peer, frames) =>
            {
                if (codec.Read(frames) is { } message)
                {
                    received(new KernelRequest(channel, peer, message));
                }
            });
        Router(KernelChannel.Shell, connection.Shell);
        Router(KernelChannel.Control, connection.Control);
        Router(KernelChannel.Stdin, connection.Stdin);
        publisher = new PublishSocket(new IPEndPoint(connection.Address, connection.Publish), limits);
        heartbeat = new EchoSocket(new IPEndPoint(connection.Address, connection.Heartbeat), limits);
    }

    private IEnumerable<ZmtpSocket> All => [publisher, heartbeat, .. routers.Values];

    /// <summary>Begins to listen on all five.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">A port is taken.</exception>
    public void Start()
    {
        foreach (var socket in All)
        {
            socket.Start();
        }
    }

    /// <summary>Answers a request.</summary>
    public void Reply(KernelRequest request, JsonObject content) =>
        routers[request.Channel].Send(request.Peer, codec.Write(Answer(request.Message.Type), request.Message, content, request.Message.Envelope));

    /// <summary>Asks the client that sent a request; false when it does not listen for questions.</summary>
    public bool Ask(KernelRequest request, string type, JsonObject content) =>
        routers[KernelChannel.Stdin].Send(request.Peer, codec.Write(type, request.Message, content, request.Message.Envelope));

    /// <summary>Tells all clients.</summary>
    /// <param name="type">What, as <c>stream</c>.</param>
    /// <param name="parent">The request that led to it; null for none.</param>
    /// <param name="content">What it says.</param>
    /// <param name="isExpected">True for what clients wait for.</param>
    public void Publish(string type, JupyterMessage? parent, JsonObject content, bool isExpected = false) =>
        publisher.Publish(codec.Write(type, parent, content, [Encoding.ASCII.GetBytes(topic + type)]), isExpected);

    /// <summary>Tells all clients what the kernel does: <c>starting</c>, <c>busy</c> or <c>idle</c>.</summary>
    public void PublishState(string state, JupyterMessage? parent) =>
        Publish("status", parent, new JsonObject { ["execution_state"] = state }, isExpected: true);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Task.WhenAll(All.Select(socket => socket.DisposeAsync().AsTask())).ConfigureAwait(false);

    private static string Answer(string type) => type.EndsWith("_request", StringComparison.Ordinal) ? type[..^"request".Length] + "reply" : type + "_reply";
}
