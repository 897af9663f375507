using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace NotebookKit.Files;

/// <summary>Reads and writes safetensors, the format in which models are passed on: numbers and names, nothing that could be run.</summary>
/// <remarks>
/// Eight bytes with the length of a header (little-endian), the header as JSON, then the numbers of all tensors one after
/// the other: <c>{"weight":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"__metadata__":{"by":"me"}}</c>. Nothing
/// is allocated on the word of the header before it is held against the length of the file. A file that carries its own
/// SHA-256 (see <see cref="ChecksumName"/>) is refused when it has changed. Tensors need not begin at a multiple of their
/// size, as old writers did not see to it; what is written here does. Hugging Face, safetensors 0.3 to 0.8.
/// </remarks>
public static class SafeTensorsFile
{
    /// <summary>The text of the metadata that holds the SHA-256 of the file, taken while its 64 digits were zeros.</summary>
    public const string ChecksumName = "sha256";

    /// <summary>The longest header that is read, as in the format's own library.</summary>
    internal const int LongestHeader = 100_000_000;

    private const int ChunkSize = 1 << 16;

    /// <summary>Reads all tensors of a file.</summary>
    /// <exception cref="InvalidDataException">It is no safetensors file, or a damaged one; the message names the file and the byte.</exception>
    public static SafeTensors Read(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, ChunkSize, FileOptions.SequentialScan);
        return Read(file, path);
    }

    /// <summary>Reads all tensors from memory.</summary>
    /// <param name="content">All bytes of a file.</param>
    /// <param name="name">What an error calls it.</param>
    /// <exception cref="InvalidDataException">As for a file.</exception>
    public static SafeTensors Read(byte[] content, string name)
    {
        using MemoryStream stream = new(content, writable: false);
        return Read(stream, name);
    }

    /// <summary>Writes tensors to a file, beside it first and then moved into place.</summary>
    /// <param name="path">The file; its folder is made if need be.</param>
    /// <param name="tensors">The tensors by name.</param>
    /// <param name="metadata">Texts by name; none when null.</param>
    /// <param name="withChecksum">Whether the file is to carry its SHA-256.</param>
    /// <exception cref="ArgumentException">A tensor's numbers are of no kind that is written or do not fill its sizes, or a name is not to be had.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, SafeTensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null, bool withChecksum = false)
    {
        SafeTensorsWriter writer = new(Entries(tensors), metadata, withChecksum);
        AtomicFile.Write(path, writer.Write);
    }

    /// <summary>The bytes of a file that holds tensors.</summary>
    /// <exception cref="ArgumentException">As for a file.</exception>
    public static byte[] Write(IEnumerable<KeyValuePair<string, SafeTensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null, bool withChecksum = false)
    {
        using MemoryStream stream = new();
        new SafeTensorsWriter(Entries(tensors), metadata, withChecksum).Write(stream);
        return stream.ToArray();
    }

    private static List<SafeTensorsWriter.Entry> Entries(IEnumerable<KeyValuePair<string, SafeTensor>> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return [.. tensors.Select(named =>
        {
            Array values = named.Value.Values;
            return new SafeTensorsWriter.Entry(named.Key, SafeTensorKind.Of(values), named.Value.Sizes, values.LongLength, stream => stream.Write(Bytes(values)));
        })];
    }

    private static SafeTensors Read(Stream stream, string name)
    {
        long length = stream.Length;
        Span<byte> prefix = stackalloc byte[8];
        if (length < 8)
        {
            throw SafeTensorsHeader.Damaged(name, 0, $"{length} bytes are no safetensors file, which begins with the length of its header");
        }

        Fill(stream, prefix, null, name);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > LongestHeader || (long)headerLength > length - 8)
        {
            throw SafeTensorsHeader.Damaged(name, 0, $"the header is said to have {headerLength:N0} bytes, where {Math.Min(LongestHeader, length - 8):N0} can be");
        }

        byte[] json = new byte[(int)headerLength];
        Fill(stream, json, null, name);
        SafeTensorsHeader header = SafeTensorsHeader.Parse(json, length - 8 - json.Length, name);

        // The hash goes over the whole file but with zeros in place of its own digits.
        using IncrementalHash? hash = header.Metadata.TryGetValue(ChecksumName, out string? expected) ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        if (hash is not null)
        {
            hash.AppendData(prefix);
            hash.AppendData(SafeTensorsWriter.WithoutDigits(json, expected!));
        }

        Dictionary<string, SafeTensor> tensors = new(StringComparer.Ordinal);
        foreach (SafeTensorsHeader.Entry entry in header.Tensors)
        {
            long offset = 8 + json.Length + entry.Begin;
            Array values = SafeTensorNumbers.Read(entry, offset, part => Fill(stream, part, hash, name), name);
            tensors.Add(entry.Name, new SafeTensor(entry.Sizes, values) { Kind = entry.Kind, Offset = offset });
        }

        return hash is null || Convert.ToHexStringLower(hash.GetHashAndReset()) == expected
            ? new SafeTensors(tensors, header.Metadata)
            : throw SafeTensorsHeader.Damaged(name, 8, "the SHA-256 that the file carries is not that of its content: it has changed since it was written");
    }

    private static void Fill(Stream stream, Span<byte> part, IncrementalHash? hash, string name)
    {
        long at = stream.Position;
        int done = stream.ReadAtLeast(part, part.Length, throwOnEndOfStream: false);
        if (done < part.Length)
        {
            throw SafeTensorsHeader.Damaged(name, at + done, $"cut short while it was read: {part.Length - done:N0} bytes are missing");
        }

        hash?.AppendData(part);
    }

    private static ReadOnlySpan<byte> Bytes(Array values) => values switch
    {
        float[] numbers => MemoryMarshal.AsBytes<float>(numbers),
        double[] numbers => MemoryMarshal.AsBytes<double>(numbers),
        long[] numbers => MemoryMarshal.AsBytes<long>(numbers),
        bool[] numbers => MemoryMarshal.AsBytes<bool>(numbers),
        Half[] numbers => MemoryMarshal.AsBytes<Half>(numbers),
        _ => (byte[])values,
    };
}
