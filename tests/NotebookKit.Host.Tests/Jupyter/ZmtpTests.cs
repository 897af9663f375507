using System.Net;
using System.Text;
using NotebookKit.Host.Jupyter.Zmtp;

namespace NotebookKit.Host.Tests.Jupyter;

/// <summary>The sockets against a client that was written from the specification alone.</summary>
public sealed class ZmtpTests
{
    private static readonly IPEndPoint AnyPort = new(IPAddress.Loopback, 0);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_heartbeat_comes_back_as_it_was(byte minor)
    {
        await using var socket = Started(new EchoSocket(AnyPort, new ZmtpLimits()));
        using var client = await ZmtpClient.ConnectAsync(socket.Address, "REQ", minor: minor);
        byte[][] beat = [[], Encoding.ASCII.GetBytes("ping"), new byte[300]];
        await client.SendAsync(beat);
        Assert.Equal(beat, await client.ReceiveAsync());
    }

    [Fact]
    public async Task A_ping_is_answered_with_its_context()
    {
        await using var socket = Started(new EchoSocket(AnyPort, new ZmtpLimits()));
        using var client = await ZmtpClient.ConnectAsync(socket.Address, "REQ");
        await client.SendCommandAsync("PING", 0, 10, (byte)'h', (byte)'i');
        Assert.Equal("PONGhi", await client.CommandAsync());
    }

    [Theory]
    [InlineData("DEALER", "NULL")]
    [InlineData("SUB", "PLAIN")]
    [InlineData("SUB", "CURVE")]
    public async Task Another_socket_type_or_mechanism_is_sent_away(string type, string mechanism)
    {
        await using var socket = Started(new PublishSocket(AnyPort, new ZmtpLimits()));
        using var client = await ZmtpClient.RawAsync(socket.Address);
        await client.SendRawAsync([.. ZmtpClient.Greeting(1, mechanism), .. ZmtpClient.Frame(4, [5, .. "READY"u8, .. ZmtpClient.Ready(type)])]);
        await client.ClosedAsync();
    }

    [Fact]
    public async Task Subscriptions_come_as_messages_and_as_commands_and_can_be_cancelled()
    {
        await using var socket = Started(new PublishSocket(AnyPort, new ZmtpLimits()));
        using var old = await ZmtpClient.ConnectAsync(socket.Address, "SUB", minor: 0);
        using var young = await ZmtpClient.ConnectAsync(socket.Address, "SUB");
        await old.SendAsync([1, (byte)'a']);
        await young.SendCommandAsync("SUBSCRIBE", (byte)'b');

        // Commands come in order: once the PONG is back, what went before it has been heard.
        await SyncAsync(old);
        await SyncAsync(young);
        socket.Publish([[(byte)'a'], [1]], isExpected: false);
        socket.Publish([[(byte)'b'], [2]], isExpected: false);
        Assert.Equal([1], (await old.ReceiveAsync())[1]);
        Assert.Equal([2], (await young.ReceiveAsync())[1]);

        await old.SendAsync([0, (byte)'a']);
        await young.SendCommandAsync("CANCEL", (byte)'b');
        await old.SendAsync([1]);
        await young.SendCommandAsync("SUBSCRIBE", (byte)'c');
        await SyncAsync(old);
        await SyncAsync(young);
        socket.Publish([[(byte)'b'], [3]], isExpected: false);
        socket.Publish([[(byte)'c'], [4]], isExpected: false);
        Assert.Equal([3], (await old.ReceiveAsync())[1]);
        Assert.Equal([4], (await young.ReceiveAsync())[1]);
    }

    [Fact]
    public async Task Each_peer_of_a_router_gets_its_own_answers_and_a_name_belongs_to_one()
    {
        RouterSocket? router = null;
        router = new RouterSocket(AnyPort, new ZmtpLimits(), (peer, message) => router!.Send(peer, message));
        await using var socket = Started(router);
        using var one = await ZmtpClient.ConnectAsync(socket.Address, "DEALER", "me");
        using var two = await ZmtpClient.ConnectAsync(socket.Address, "DEALER", "you");
        await one.SendAsync([1]);
        await two.SendAsync([2]);
        Assert.Equal([1], (await one.ReceiveAsync())[0]);
        Assert.Equal([2], (await two.ReceiveAsync())[0]);

        using var thief = await ZmtpClient.ConnectAsync(socket.Address, "DEALER", "me");
        await thief.ClosedAsync();
        await one.SendAsync([3]);
        Assert.Equal([3], (await one.ReceiveAsync())[0]);
        Assert.False(router.Send("nobody", [[1]]));
    }

    [Theory]
    [InlineData("a giant frame", new byte[] { 2, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData("a frame over the limit", new byte[] { 2, 0, 0, 0, 0, 0, 1, 0, 1 })]
    [InlineData("unknown flags", new byte[] { 8, 0 })]
    [InlineData("a command with more to come", new byte[] { 5, 0 })]
    [InlineData("a command without a name", new byte[] { 4, 1, 0 })]
    [InlineData("a short ping", new byte[] { 4, 6, 4, (byte)'P', (byte)'I', (byte)'N', (byte)'G', 0 })]
    [InlineData("too many frames", new byte[] { 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0 })]
    public async Task What_breaks_the_rules_ends_its_own_connection_only(string kind, byte[] bytes)
    {
        RouterSocket? router = null;
        router = new RouterSocket(AnyPort, new ZmtpLimits { LargestFrame = 65536, MostFrames = 8 }, (peer, message) => router!.Send(peer, message));
        await using var socket = Started(router);
        using var good = await ZmtpClient.ConnectAsync(socket.Address, "DEALER");
        using var bad = await ZmtpClient.ConnectAsync(socket.Address, "DEALER");
        await bad.SendRawAsync(bytes);
        await bad.ClosedAsync();
        await good.SendAsync(Encoding.ASCII.GetBytes(kind));
        Assert.Equal(kind, Encoding.ASCII.GetString((await good.ReceiveAsync())[0]));
    }

    [Fact]
    public async Task One_who_never_greets_is_sent_away_and_too_many_are_not_let_in()
    {
        await using var socket = Started(new EchoSocket(AnyPort, new ZmtpLimits { HandshakeTime = TimeSpan.FromMilliseconds(300), MostPeers = 2 }));
        using var silent = await ZmtpClient.RawAsync(socket.Address);
        await silent.ClosedAsync();
        using var one = await ZmtpClient.ConnectAsync(socket.Address, "REQ");
        using var two = await ZmtpClient.ConnectAsync(socket.Address, "REQ");
        using var three = await ZmtpClient.RawAsync(socket.Address);
        await three.ClosedAsync();
        await one.SendAsync([7]);
        Assert.Equal([7], (await one.ReceiveAsync())[0]);
    }

    [Fact]
    public async Task A_peer_that_does_not_read_blocks_nobody_and_loses_messages_before_it_is_given_up()
    {
        await using var socket = Started(new PublishSocket(AnyPort, new ZmtpLimits { LargestBacklog = 2_000_000 }));
        using var slow = await ZmtpClient.ConnectAsync(socket.Address, "SUB");
        using var quick = await ZmtpClient.ConnectAsync(socket.Address, "SUB");
        await slow.SendCommandAsync("SUBSCRIBE");
        await SyncAsync(slow);
        var piece = new byte[100_000];
        for (var i = 0; i < 1000; i++)
        {
            socket.Publish([piece], isExpected: false);
        }

        // Dropped so far, but still there: what is expected goes in beyond the limit.
        await quick.SendCommandAsync("SUBSCRIBE");
        await SyncAsync(quick);
        socket.Publish([[42]], isExpected: true);
        Assert.Equal([42], (await quick.ReceiveAsync())[0]);
        var heard = 0;
        while (await slow.ReceiveAsync() is [{ Length: > 1 }])
        {
            heard++;
        }

        Assert.InRange(heard, 1, 999);

        // Now it stops reading for good while expected messages pile up.
        for (var i = 0; i < 1000; i++)
        {
            socket.Publish([piece], isExpected: true);
        }

        await slow.ClosedAsync();
    }

    private static T Started<T>(T socket)
        where T : ZmtpSocket
    {
        socket.Start();
        return socket;
    }

    private static async Task SyncAsync(ZmtpClient client)
    {
        await client.SendCommandAsync("PING", 0, 0);
        Assert.Equal("PONG", await client.CommandAsync());
    }
}
