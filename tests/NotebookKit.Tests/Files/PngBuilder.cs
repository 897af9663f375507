using System.Buffers.Binary;
using System.IO.Compression;
using NotebookKit.Files;

namespace NotebookKit.Tests.Files;

/// <summary>Writes PNG files of any kind, also broken ones, chunk by chunk and without the library's encoder.</summary>
internal sealed class PngBuilder
{
    private readonly List<byte> file = [137, 80, 78, 71, 13, 10, 26, 10];

    public static byte[] Header(int width, int height, int depth, int color, int interlace = 0)
    {
        var data = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(data, width);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(4), height);
        (data[8], data[9], data[12]) = ((byte)depth, (byte)color, (byte)interlace);
        return data;
    }

    public static byte[] Zlib(params byte[] raw)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(raw);
        }

        return compressed.ToArray();
    }

    public PngBuilder Chunk(string type, params byte[] data)
    {
        var name = System.Text.Encoding.ASCII.GetBytes(type);
        var word = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
        file.AddRange(word);
        file.AddRange(name);
        file.AddRange(data);
        BinaryPrimitives.WriteUInt32BigEndian(word, Crc32.Of(name, data));
        file.AddRange(word);
        return this;
    }

    public byte[] Bytes => [.. file];

    public byte[] End() => Chunk("IEND").Bytes;
}
