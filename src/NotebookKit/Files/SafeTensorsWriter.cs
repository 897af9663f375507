using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NotebookKit.Files;

/// <summary>Lays out a safetensors file and writes it: widest numbers first and then by name, the header filled up to a multiple of eight bytes.</summary>
internal sealed class SafeTensorsWriter
{
    private const int DigitCount = 64;
    private static readonly string Zeros = new('0', DigitCount);
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Entry[] entries;
    private readonly byte[] header;
    private readonly bool withChecksum;

    /// <summary>Lays out a file.</summary>
    /// <exception cref="ArgumentException">A name cannot be written or comes twice, or the numbers do not fill the sizes.</exception>
    public SafeTensorsWriter(IReadOnlyList<Entry> tensors, IReadOnlyDictionary<string, string>? metadata, bool withChecksum)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (Entry entry in tensors)
        {
            if (entry.Name == SafeTensorsHeader.MetadataName || !IsText(entry.Name) || !names.Add(entry.Name))
            {
                throw new ArgumentException($"SafeTensorsFile: \"{SafeTensorsHeader.Shown(entry.Name)}\" cannot name a tensor: names are texts, differ from each other and are not {SafeTensorsHeader.MetadataName}.");
            }

            if (entry.Sizes.Aggregate(1L, (product, size) => checked(product * size)) != entry.Count || entry.Sizes.Any(size => size < 0))
            {
                throw new ArgumentException($"SafeTensorsFile: {entry.Count:N0} numbers do not fill tensor {entry.Name} of shape [{string.Join(", ", entry.Sizes)}].");
            }
        }

        SortedDictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach ((string key, string text) in metadata ?? new Dictionary<string, string>())
        {
            texts[key] = IsText(key) && IsText(text) ? text : throw new ArgumentException($"SafeTensorsFile: \"{SafeTensorsHeader.Shown(key)}\" of the metadata is no text.");
        }

        if (withChecksum)
        {
            texts[SafeTensorsFile.ChecksumName] = Zeros;
        }

        this.withChecksum = withChecksum;
        entries = [.. tensors.OrderBy(entry => Array.IndexOf(SafeTensorKind.WidestFirst, entry.Kind)).ThenBy(entry => entry.Name, StringComparer.Ordinal)];
        header = HeaderOf(entries, metadata is null && !withChecksum ? null : texts);
    }

    /// <summary>Writes the file.</summary>
    public void Write(Stream stream)
    {
        // All formats of numbers here are little-endian, as is every processor that this library is built for.
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("safetensors files are written on little-endian processors only.");
        }

        using HashedStream hashed = new(stream, withChecksum ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null);
        Span<byte> prefix = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, header.Length);
        hashed.Write(prefix);
        hashed.Write(header);
        foreach (Entry entry in entries)
        {
            long begin = stream.Position;
            entry.Write(hashed);
            if (stream.Position - begin != entry.Bytes)
            {
                throw new InvalidOperationException($"SafeTensorsFile: tensor {entry.Name} wrote {stream.Position - begin:N0} bytes instead of {entry.Bytes:N0}.");
            }
        }

        if (hashed.Hash is { } hash)
        {
            long end = stream.Position;
            stream.Position = 8 + PlaceOf(header, Zeros);
            stream.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset())));
            stream.Position = end;
        }
    }

    /// <summary>A header as it was when its checksum was taken.</summary>
    public static byte[] WithoutDigits(byte[] header, string digits)
    {
        byte[] plain = [.. header];
        if (PlaceOf(plain, digits) is >= 0 and int at)
        {
            plain.AsSpan(at, DigitCount).Fill((byte)'0');
        }

        return plain;
    }

    // With the quotes around it the name cannot be part of another text: there they would be escaped.
    private static int PlaceOf(byte[] header, string digits)
    {
        string name = $"\"{SafeTensorsFile.ChecksumName}\":\"";
        int at = digits.Length == DigitCount ? header.AsSpan().IndexOf(Encoding.UTF8.GetBytes(name + digits)) : -1;
        return at < 0 ? -1 : at + name.Length;
    }

    private static byte[] HeaderOf(Entry[] entries, SortedDictionary<string, string>? texts)
    {
        using MemoryStream memory = new();
        using (Utf8JsonWriter json = new(memory, Plain))
        {
            json.WriteStartObject();
            if (texts is not null)
            {
                json.WriteStartObject(SafeTensorsHeader.MetadataName);
                foreach ((string key, string text) in texts)
                {
                    json.WriteString(key, text);
                }

                json.WriteEndObject();
            }

            long begin = 0;
            foreach (Entry entry in entries)
            {
                json.WriteStartObject(entry.Name);
                json.WriteString("dtype", entry.Kind);
                WriteList(json, "shape", entry.Sizes.Select(size => (long)size));
                WriteList(json, "data_offsets", [begin, begin + entry.Bytes]);
                json.WriteEndObject();
                begin += entry.Bytes;
            }

            json.WriteEndObject();
        }

        byte[] header = memory.ToArray();
        int padded = (header.Length + 7) / 8 * 8;
        byte[] full = new byte[padded];
        full.AsSpan(header.Length).Fill((byte)' ');
        header.CopyTo(full, 0);
        return full.Length <= SafeTensorsFile.LongestHeader ? full
            : throw new ArgumentException($"SafeTensorsFile: names and metadata take {full.Length:N0} bytes, more than the {SafeTensorsFile.LongestHeader:N0} that a reader accepts.");
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (long number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    // A lone half of a surrogate pair has no UTF-8 form.
    private static bool IsText(string? text)
    {
        for (int i = 0; i < text?.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[++i])))
            {
                return false;
            }
        }

        return text is not null;
    }

    /// <summary>One tensor to write.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Kind">The kind of its numbers.</param>
    /// <param name="Sizes">The sizes of its axes.</param>
    /// <param name="Count">How many numbers.</param>
    /// <param name="Write">Writes its bytes.</param>
    public sealed record Entry(string Name, string Kind, int[] Sizes, long Count, Action<Stream> Write)
    {
        /// <summary>How many bytes.</summary>
        public long Bytes => checked(Count * SafeTensorKind.SizeOf(Kind));
    }
}
