using System.Net.Sockets;
using System.Text;

namespace NotebookKit.Host.Jupyter.Zmtp;

/// <summary>One connection of a socket: greeting, then frames in both directions.</summary>
internal sealed class ZmtpPeer : IDisposable
{
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(1);
    private readonly NetworkStream stream;
    private readonly BufferedStream incoming;
    private readonly ZmtpLimits limits;
    private readonly ZmtpSendQueue queue;
    private readonly CancellationTokenSource end = new();
    private Task sending = Task.CompletedTask;

    public ZmtpPeer(Socket connection, ZmtpLimits limits)
    {
        connection.NoDelay = true;
        stream = new NetworkStream(connection, ownsSocket: true);
        incoming = new BufferedStream(stream, 16 * 1024);
        this.limits = limits;
        queue = new ZmtpSendQueue(limits);
    }

    /// <summary>The kind of socket at the other end.</summary>
    public string SocketType { get; private set; } = "";

    /// <summary>How the peer wants to be called; empty when it does not care.</summary>
    public byte[] Identity { get; private set; } = [];

    /// <summary>The prefixes that the peer has subscribed to; only its own reading thread changes the list, by replacing it.</summary>
    public IReadOnlyList<byte[]> Subscriptions { get; set; } = [];

    /// <summary>Exchanges greetings.</summary>
    /// <exception cref="ZmtpException">The peer breaks the rules.</exception>
    public async Task ShakeHandsAsync(string ownType)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
        time.CancelAfter(limits.HandshakeTime);
        await stream.WriteAsync(ZmtpGreeting.Create(), time.Token).ConfigureAwait(false);
        var greeting = new byte[ZmtpGreeting.Length];
        await incoming.ReadExactlyAsync(greeting, time.Token).ConfigureAwait(false);
        ZmtpGreeting.Check(greeting);
        await stream.WriteAsync(ZmtpCommand.Ready(ownType).ToFrame(), time.Token).ConfigureAwait(false);
        var frame = await ZmtpFrames.ReadAsync(incoming, 8 * 1024, time.Token).ConfigureAwait(false);
        if (!frame.IsCommand || ZmtpCommand.Parse(frame.Body) is not { Name: "READY" } ready)
        {
            throw new ZmtpException("no READY after the greeting");
        }

        var properties = ready.Properties();
        SocketType = properties.TryGetValue("Socket-Type", out var type) ? Encoding.ASCII.GetString(type) : "";
        Identity = properties.TryGetValue("Identity", out var identity) ? identity : [];
        if (Identity.Length > 255)
        {
            throw new ZmtpException("an identity of more than 255 bytes");
        }

        sending = SendAllAsync();
    }

    /// <summary>Hands out what the peer sends until it leaves or breaks the rules.</summary>
    /// <param name="message">Receives the parts of each message.</param>
    /// <param name="command">Receives each command, save PING, which is answered here.</param>
    public async Task ReceiveAsync(Action<byte[][]> message, Action<ZmtpCommand> command)
    {
        var parts = new List<byte[]>();
        var size = 0L;
        while (true)
        {
            var frame = await ZmtpFrames.ReadAsync(incoming, limits.LargestFrame, end.Token).ConfigureAwait(false);
            if (frame.IsCommand)
            {
                Receive(ZmtpCommand.Parse(frame.Body), command);
                continue;
            }

            parts.Add(frame.Body);
            size += frame.Body.Length;
            if (parts.Count > limits.MostFrames || size > limits.LargestMessage)
            {
                throw new ZmtpException($"a message of more than {limits.MostFrames} frames or {limits.LargestMessage} bytes");
            }

            if (!frame.HasMore)
            {
                message([.. parts]);
                parts.Clear();
                size = 0;
            }
        }
    }

    /// <summary>Queues whole frames for the peer; never waits (see <see cref="ZmtpSendQueue"/>).</summary>
    public void Send(byte[] frames, bool isExpected)
    {
        if (!queue.Add(frames, isExpected))
        {
            end.Cancel();
        }
    }

    /// <summary>Sends what waits, within a second, and ends the connection.</summary>
    public async Task CloseAsync()
    {
        queue.Complete();
        await Task.WhenAny(sending, Task.Delay(Linger)).ConfigureAwait(false);
        await end.CancelAsync().ConfigureAwait(false);
    }

    public void Dispose()
    {
        queue.Complete();
        end.Cancel();
        stream.Dispose();
    }

    private void Receive(ZmtpCommand command, Action<ZmtpCommand> handle)
    {
        if (command.Name == "PING")
        {
            Send(command.Pong().ToFrame(), isExpected: true);
        }
        else if (command.Name == "ERROR")
        {
            throw new ZmtpException("the peer reports an error");
        }
        else
        {
            handle(command);
        }
    }

    private async Task SendAllAsync()
    {
        try
        {
            await queue.SendAsync(stream, end.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The peer is gone or given up; the reading side ends with it.
            await end.CancelAsync().ConfigureAwait(false);
        }
    }
}
