using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace NotebookKit.Files;

/// <summary>An array as NumPy's .npy files hold it: sizes, and the numbers with the last axis fastest.</summary>
/// <param name="Sizes">The sizes of the axes; none for a single number.</param>
/// <param name="Values">float[], double[], long[], byte[] or bool[].</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record NpyArray(int[] Sizes, Array Values)
{
    /// <summary>The sizes and the kind of number, in a line.</summary>
    public override string ToString() => $"array [{string.Join(", ", Sizes)}] of {Values.GetType().GetElementType()!.Name}";
}

/// <summary>Reads and writes NumPy's .npy format, versions 1 to 3.</summary>
/// <remarks>
/// A magic of six bytes, two of version, the length of a header, the header as a Python dictionary
/// (<c>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (2, 3), }</c>), then the numbers. Little-endian f4, f8, i8,
/// i4 (widened to long), u1 and b1 are read. Source: NumPy Enhancement Proposal 1. Nothing is allocated on the word of
/// the header before it is held against the content.
/// </remarks>
public static partial class NpyFile
{
    private const int LongestHeader = 64 * 1024;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads an array.</summary>
    /// <param name="content">All bytes of the file.</param>
    /// <param name="name">What an error calls it.</param>
    /// <exception cref="InvalidDataException">It is no .npy file, is cut short or too long, or holds another kind of number.</exception>
    public static NpyArray Read(ReadOnlySpan<byte> content, string name)
    {
        if (content.Length < 10 || !content.StartsWith(Magic) || content[6] is 0 or > 3)
        {
            throw new InvalidDataException($"{name}: not a NumPy array: its first bytes are not those of an .npy file.");
        }

        int prefix = content[6] == 1 ? 10 : 12;
        long headerLength = prefix == 10 ? BinaryPrimitives.ReadUInt16LittleEndian(content[8..])
            : content.Length < 12 ? long.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(content[8..]);
        if (headerLength > Math.Min(LongestHeader, content.Length - prefix))
        {
            throw new InvalidDataException($"{name}: the header is said to have {headerLength} bytes, and {content.Length - prefix} follow.");
        }

        string header = Encoding.Latin1.GetString(content.Slice(prefix, (int)headerLength));
        Match match = Header().Match(header);
        if (!match.Success)
        {
            throw new InvalidDataException($"{name}: the header is not understood: {header.Trim()}");
        }

        if (match.Groups["fortran"].Value == "True")
        {
            throw new InvalidDataException($"{name}: the array is stored first axis fastest; save it with numpy.ascontiguousarray.");
        }

        int[] sizes = SizesOf(match.Groups["shape"].Value, name);
        return new NpyArray(sizes, Numbers(content[(prefix + (int)headerLength)..], match.Groups["descr"].Value, sizes, name));
    }

    /// <summary>The bytes of an .npy file that holds an array.</summary>
    /// <exception cref="ArgumentException">The values are of no kind that the format has, or do not fill the sizes.</exception>
    public static byte[] Write(NpyArray array)
    {
        ArgumentNullException.ThrowIfNull(array);
        (string descr, byte[] bytes) = array.Values switch
        {
            float[] values => ("<f4", Bytes(values)),
            double[] values => ("<f8", Bytes(values)),
            long[] values => ("<i8", Bytes(values)),
            byte[] values => ("|u1", values),
            bool[] values => ("|b1", Bytes(values)),
            _ => throw new ArgumentException($"NpyFile: {array.Values.GetType().Name} is not written; use float, double, long, byte or bool.", nameof(array)),
        };
        if (array.Sizes.Aggregate(1L, (product, size) => product * size) != array.Values.Length)
        {
            throw new ArgumentException($"NpyFile: {array.Values.Length} values do not fill the shape ({string.Join(", ", array.Sizes)}).", nameof(array));
        }

        string shape = array.Sizes.Length == 1 ? $"({array.Sizes[0]},)" : $"({string.Join(", ", array.Sizes)})";
        string header = $"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}";

        // The numbers begin at a multiple of 64, so that a reader may map the file into memory.
        int padded = ((10 + header.Length + 1 + 63) / 64 * 64) - 10;
        byte[] file = new byte[10 + padded + bytes.Length];
        Magic.CopyTo(file);
        file[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(8), (ushort)padded);
        Encoding.Latin1.GetBytes(header.PadRight(padded - 1) + "\n", file.AsSpan(10));
        bytes.CopyTo(file.AsSpan(10 + padded));
        return file;
    }

    private static int[] SizesOf(string text, string name)
    {
        List<int> sizes = [];
        long count = 1;
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int size) || sizes.Count == 32 || (count *= size) > Array.MaxLength)
            {
                throw new InvalidDataException($"{name}: the shape ({text}) is not one that an array can have.");
            }

            sizes.Add(size);
        }

        return [.. sizes];
    }

    private static Array Numbers(ReadOnlySpan<byte> data, string descr, int[] sizes, string name)
    {
        int size = descr is "<f8" or "<i8" ? 8 : descr is "<f4" or "<i4" ? 4 : descr is "|u1" or "|b1" ? 1
            : throw new InvalidDataException($"{name}: holds numbers of kind '{descr}'; f4, f8, i4, i8, u1 and b1 (little-endian) are read.");
        long expected = sizes.Aggregate((long)size, (product, part) => product * part);
        if (data.Length != expected)
        {
            throw new InvalidDataException($"{name}: expected {expected:N0} bytes of numbers for the shape ({string.Join(", ", sizes)}), found {data.Length:N0}.");
        }

        return descr switch
        {
            "<f4" => As<float>(data),
            "<f8" => As<double>(data),
            "<i8" => As<long>(data),
            "<i4" => Array.ConvertAll(As<int>(data), value => (long)value),
            "|u1" => data.ToArray(),
            _ => Array.ConvertAll(data.ToArray(), value => value != 0),
        };
    }

    // Both sides are little-endian on every processor that .NET 10 runs on but s390x, which reads its bytes in reverse.
    private static T[] As<T>(ReadOnlySpan<byte> data)
        where T : unmanaged
    {
        T[] values = new T[data.Length / Marshal.SizeOf<T>()];
        Span<byte> bytes = MemoryMarshal.AsBytes(values.AsSpan());
        data.CopyTo(bytes);
        Reverse(bytes, Marshal.SizeOf<T>());
        return values;
    }

    private static byte[] Bytes<T>(T[] values)
        where T : unmanaged
    {
        byte[] bytes = MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
        Reverse(bytes, bytes.Length / Math.Max(1, values.Length));
        return bytes;
    }

    private static void Reverse(Span<byte> bytes, int size)
    {
        for (int at = 0; !BitConverter.IsLittleEndian && at + size <= bytes.Length && size > 1; at += size)
        {
            bytes.Slice(at, size).Reverse();
        }
    }

    [GeneratedRegex(@"^\{'descr': '(?<descr>[^']{1,16})', 'fortran_order': (?<fortran>True|False), 'shape': \((?<shape>[0-9, ]*)\), ?\}\s*$")]
    private static partial Regex Header();
}
