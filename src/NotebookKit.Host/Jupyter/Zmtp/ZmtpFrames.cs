using System.Buffers.Binary;

namespace NotebookKit.Host.Jupyter.Zmtp;

/// <summary>A frame: a part of a message, or a command.</summary>
/// <param name="IsCommand">True for a command.</param>
/// <param name="HasMore">True when another part of the message follows.</param>
/// <param name="Body">What is in it.</param>
internal readonly record struct ZmtpFrame(bool IsCommand, bool HasMore, byte[] Body);

/// <summary>Frames as bytes: flags, length in one byte or eight, body.</summary>
internal static class ZmtpFrames
{
    private const byte More = 1;
    private const byte Long = 2;
    private const byte Command = 4;
    private const int Piece = 64 * 1024;

    /// <summary>The bytes of a message of several parts.</summary>
    public static byte[] Message(IReadOnlyList<byte[]> parts)
    {
        var bytes = new byte[parts.Sum(part => part.Length + (part.Length > byte.MaxValue ? 9 : 2))];
        var at = 0;
        for (var i = 0; i < parts.Count; i++)
        {
            at += Write(bytes.AsSpan(at), i + 1 < parts.Count ? More : (byte)0, parts[i]);
        }

        return bytes;
    }

    /// <summary>The bytes of a command.</summary>
    public static byte[] OfCommand(byte[] body)
    {
        var bytes = new byte[body.Length + (body.Length > byte.MaxValue ? 9 : 2)];
        Write(bytes, Command, body);
        return bytes;
    }

    /// <summary>Reads the next frame.</summary>
    /// <exception cref="ZmtpException">It breaks the rules, or is longer than allowed.</exception>
    /// <exception cref="EndOfStreamException">The peer is gone.</exception>
    public static async ValueTask<ZmtpFrame> ReadAsync(Stream stream, int largest, CancellationToken cancellation)
    {
        var head = new byte[9];
        await stream.ReadExactlyAsync(head.AsMemory(0, 2), cancellation).ConfigureAwait(false);
        var flags = head[0];
        var isCommand = (flags & Command) != 0;
        if (flags > (More | Long | Command) || (isCommand && (flags & More) != 0))
        {
            throw new ZmtpException($"flags {flags:x2}");
        }

        ulong length = head[1];
        if ((flags & Long) != 0)
        {
            await stream.ReadExactlyAsync(head.AsMemory(2, 7), cancellation).ConfigureAwait(false);
            length = BinaryPrimitives.ReadUInt64BigEndian(head.AsSpan(1));
        }

        return length <= (ulong)largest
            ? new ZmtpFrame(isCommand, (flags & More) != 0, await ReadBodyAsync(stream, (int)length, cancellation).ConfigureAwait(false))
            : throw new ZmtpException($"a frame of {length} bytes");
    }

    /// <summary>Memory grows with what arrives, never with what is announced.</summary>
    private static async ValueTask<byte[]> ReadBodyAsync(Stream stream, int length, CancellationToken cancellation)
    {
        var body = new byte[Math.Min(length, Piece)];
        for (var read = 0; ; Array.Resize(ref body, (int)Math.Min(length, body.Length * 2L)))
        {
            await stream.ReadExactlyAsync(body.AsMemory(read), cancellation).ConfigureAwait(false);
            read = body.Length;
            if (read == length)
            {
                return body;
            }
        }
    }

    private static int Write(Span<byte> target, byte flags, byte[] body)
    {
        var isLong = body.Length > byte.MaxValue;
        target[0] = (byte)(flags | (isLong ? Long : 0));
        if (isLong)
        {
            BinaryPrimitives.WriteUInt64BigEndian(target[1..], (ulong)body.Length);
        }
        else
        {
            target[1] = (byte)body.Length;
        }

        var head = isLong ? 9 : 2;
        body.CopyTo(target[head..]);
        return head + body.Length;
    }
}
