using System.Buffers.Binary;
using System.Text;

namespace NotebookKit.Host.Jupyter.Zmtp;

/// <summary>A command: a name and what follows it.</summary>
/// <param name="Name">READY, PING, SUBSCRIBE and so on.</param>
/// <param name="Data">The rest.</param>
internal sealed record ZmtpCommand(string Name, byte[] Data)
{
    private const int LongestContext = 16;

    /// <summary>Takes a command frame apart.</summary>
    /// <exception cref="ZmtpException">It has no name.</exception>
    public static ZmtpCommand Parse(byte[] body) =>
        body.Length >= 2 && body[0] >= 1 && body[0] < body.Length
            ? new ZmtpCommand(Encoding.ASCII.GetString(body, 1, body[0]), body[(body[0] + 1)..])
            : throw new ZmtpException("a command without a name");

    /// <summary>Says what kind of socket we are.</summary>
    public static ZmtpCommand Ready(string socketType) =>
        new("READY", [.. Property("Socket-Type", Encoding.ASCII.GetBytes(socketType))]);

    /// <summary>The properties of a READY, by their names in small letters.</summary>
    /// <exception cref="ZmtpException">The list is broken.</exception>
    public IReadOnlyDictionary<string, byte[]> Properties()
    {
        var found = new Dictionary<string, byte[]>(StringComparer.OrdinalIgnoreCase);
        for (var rest = Data.AsSpan(); rest.Length > 0;)
        {
            var name = rest[0];
            if (name == 0 || rest.Length < name + 5)
            {
                throw new ZmtpException("a broken property");
            }

            var length = BinaryPrimitives.ReadUInt32BigEndian(rest[(name + 1)..]);
            if (length > rest.Length - name - 5)
            {
                throw new ZmtpException("a property longer than its command");
            }

            found[Encoding.ASCII.GetString(rest.Slice(1, name))] = rest.Slice(name + 5, (int)length).ToArray();
            rest = rest[(name + 5 + (int)length)..];
        }

        return found;
    }

    /// <summary>The answer to a PING: its context, without the time to live before it.</summary>
    /// <exception cref="ZmtpException">The PING is broken.</exception>
    public ZmtpCommand Pong() =>
        Data.Length is >= 2 and <= LongestContext + 2 ? new ZmtpCommand("PONG", Data[2..]) : throw new ZmtpException("a broken PING");

    /// <summary>The bytes of its frame.</summary>
    public byte[] ToFrame() => ZmtpFrames.OfCommand([(byte)Name.Length, .. Encoding.ASCII.GetBytes(Name), .. Data]);

    private static byte[] Property(string name, byte[] value)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)value.Length);
        return [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. length, .. value];
    }
}
