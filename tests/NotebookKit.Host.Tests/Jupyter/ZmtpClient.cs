using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NotebookKit.Host.Tests.Jupyter;

/// <summary>The other end of a socket, written by hand from the specification and with none of the host's code.</summary>
internal sealed class ZmtpClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly TcpClient tcp = new() { NoDelay = true };

    private NetworkStream Stream => tcp.GetStream();

    public static async Task<ZmtpClient> RawAsync(IPEndPoint address)
    {
        var client = new ZmtpClient();
        await client.tcp.ConnectAsync(address);
        return client;
    }

    public static async Task<ZmtpClient> ConnectAsync(IPEndPoint address, string type, string identity = "", byte minor = 1)
    {
        var client = await RawAsync(address);
        await client.SendRawAsync(Greeting(minor, "NULL"));
        Assert.Equal((byte)3, (await client.ReadAsync(64))[10]);
        await client.SendCommandAsync("READY", Ready(type, identity));
        Assert.StartsWith("READY", (await client.CommandAsync())[..5]);
        return client;
    }

    public static byte[] Greeting(byte minor, string mechanism)
    {
        var greeting = new byte[64];
        greeting[0] = 0xFF;
        greeting[8] = 1;
        greeting[9] = 0x7F;
        greeting[10] = 3;
        greeting[11] = minor;
        Encoding.ASCII.GetBytes(mechanism, greeting.AsSpan(12));
        return greeting;
    }

    public static byte[] Ready(string type, string identity = "") => [.. Property("Socket-Type", type), .. Property("Identity", identity)];

    public static byte[] Message(params byte[][] parts) => [.. parts.SelectMany((part, i) => Frame(i + 1 < parts.Length ? (byte)1 : (byte)0, part))];

    public static byte[] Frame(byte flags, byte[] body)
    {
        if (body.Length < 256)
        {
            return [flags, (byte)body.Length, .. body];
        }

        var length = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(length, body.Length);
        return [(byte)(flags | 2), .. length, .. body];
    }

    public Task SendAsync(params byte[][] parts) => SendRawAsync(Message(parts));

    public Task SendCommandAsync(string name, params byte[] data) => SendRawAsync(Frame(4, [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. data]));

    public async Task SendRawAsync(byte[] bytes) => await Stream.WriteAsync(bytes);

    /// <summary>The parts of the next message.</summary>
    public async Task<byte[][]> ReceiveAsync()
    {
        var parts = new List<byte[]>();
        while (true)
        {
            var (flags, body) = await FrameAsync();
            Assert.Equal(0, flags & 4);
            parts.Add(body);
            if ((flags & 1) == 0)
            {
                return [.. parts];
            }
        }
    }

    /// <summary>The next command: name and data as text.</summary>
    public async Task<string> CommandAsync()
    {
        var (flags, body) = await FrameAsync();
        Assert.Equal(4, flags & 4);
        return Encoding.Latin1.GetString(body, 1, body.Length - 1);
    }

    /// <summary>Waits until the other end has closed the connection.</summary>
    public async Task ClosedAsync()
    {
        using var time = new CancellationTokenSource(Patience);
        var rest = new byte[4096];
        try
        {
            while (await Stream.ReadAsync(rest, time.Token) > 0)
            {
                // What was sent before the end.
            }
        }
        catch (IOException)
        {
            // Closed with a reset.
        }
    }

    public void Dispose() => tcp.Dispose();

    private static byte[] Property(string name, string value)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, value.Length);
        return [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. length, .. Encoding.ASCII.GetBytes(value)];
    }

    private async Task<(byte Flags, byte[] Body)> FrameAsync()
    {
        var flags = (await ReadAsync(1))[0];
        var length = (flags & 2) == 0 ? (await ReadAsync(1))[0] : BinaryPrimitives.ReadInt64BigEndian(await ReadAsync(8));
        return (flags, await ReadAsync((int)length));
    }

    private async Task<byte[]> ReadAsync(int count)
    {
        using var time = new CancellationTokenSource(Patience);
        var bytes = new byte[count];
        await Stream.ReadExactlyAsync(bytes, time.Token);
        return bytes;
    }
}
