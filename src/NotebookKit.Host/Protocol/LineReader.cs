using System.Buffers;

namespace NotebookKit.Host.Protocol;

/// <summary>Cuts a stream of bytes into lines of bounded length.</summary>
/// <remarks>A line over the limit is skipped to its end and reported as empty, so a hostile sender cannot fill the memory.</remarks>
internal sealed class LineReader(Stream stream, int longestLine = 64 * 1024 * 1024)
{
    private readonly byte[] chunk = new byte[64 * 1024];
    private readonly ArrayBufferWriter<byte> line = new();
    private int next;
    private int count;

    /// <summary>The next line without its end; empty for one that was too long; null at the end of the stream.</summary>
    public byte[]? Read()
    {
        line.ResetWrittenCount();
        var tooLong = false;
        while (true)
        {
            if (next == count)
            {
                next = 0;
                count = stream.Read(chunk);
                if (count <= 0)
                {
                    // The rest after the last line end is half a message: its sender died while writing.
                    count = 0;
                    return null;
                }
            }

            var rest = chunk.AsSpan(next, count - next);
            var end = rest.IndexOf((byte)'\n');
            var taken = end < 0 ? rest : rest[..end];
            next += taken.Length + (end < 0 ? 0 : 1);
            tooLong |= line.WrittenCount + taken.Length > longestLine;
            if (!tooLong)
            {
                line.Write(taken);
            }

            if (end >= 0)
            {
                return tooLong ? [] : line.WrittenSpan.ToArray();
            }
        }
    }
}
