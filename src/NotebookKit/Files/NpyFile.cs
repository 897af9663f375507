using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace NotebookKit.Files;

/// <summary>Reads and writes NumPy's .npy format, versions 1 to 3.</summary>
/// <remarks>
/// A magic of six bytes, two of version, the length of a header, the header as a Python dictionary
/// (<c>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (2, 3), }</c>), then the numbers. Floats of 16, 32 and 64
/// bits, whole numbers of 8 to 64 bits and booleans are read in either order of bytes and of axes; halves become float,
/// whole numbers but bytes become long. Source: NumPy Enhancement Proposal 1. Nothing is allocated on the word of the
/// header before it is held against the content.
/// </remarks>
public static partial class NpyFile
{
    private const int LongestHeader = 64 * 1024;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads an array from disk.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">The most bytes that are read.</param>
    /// <exception cref="InvalidDataException">It is no .npy file, is cut short or too long, or holds another kind of number; the message has path and offset.</exception>
    public static NpyArray Read(string path, FileLimits? limits = null)
    {
        using FileStream file = File.OpenRead(path);
        return Read(file, path, limits);
    }

    /// <summary>Reads an array from a stream, to its end.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="name">What an error calls it.</param>
    /// <param name="limits">The most bytes that are read.</param>
    /// <exception cref="InvalidDataException">As for a path.</exception>
    public static NpyArray Read(Stream stream, string name = "npy stream", FileLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Read(NamedFile.Content(stream, name, limits ?? FileLimits.Default), name);
    }

    /// <summary>Reads an array.</summary>
    /// <param name="content">All bytes of the file.</param>
    /// <param name="name">What an error calls it.</param>
    /// <exception cref="InvalidDataException">It is no .npy file, is cut short or too long, or holds another kind of number.</exception>
    public static NpyArray Read(ReadOnlySpan<byte> content, string name)
    {
        if (content.Length < 10 || !content.StartsWith(Magic) || content[6] is 0 or > 3)
        {
            throw new InvalidDataException($"{name}, byte 0: not a NumPy array: its first bytes are not those of an .npy file.");
        }

        int prefix = content[6] == 1 ? 10 : 12;
        long headerLength = prefix == 10 ? BinaryPrimitives.ReadUInt16LittleEndian(content[8..])
            : content.Length < 12 ? long.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(content[8..]);
        if (headerLength > Math.Min(LongestHeader, content.Length - prefix))
        {
            throw new InvalidDataException($"{name}, byte 8: the header is said to have {headerLength} bytes, and {content.Length - prefix} follow.");
        }

        string header = Encoding.Latin1.GetString(content.Slice(prefix, (int)headerLength));
        Match match = Header().Match(header);
        if (!match.Success)
        {
            throw new InvalidDataException($"{name}, byte {prefix}: the header is not understood: {header.Trim()}");
        }

        int start = prefix + (int)headerLength;
        int[] sizes = SizesOf(match.Groups["shape"].Value, name);
        Array values = Numbers(content[start..], match.Groups["descr"].Value, sizes, $"{name}, byte {start}");
        return new NpyArray(sizes, match.Groups["fortran"].Value == "True" && sizes.Length > 1 ? LastAxisFastest(values, sizes) : values);
    }

    /// <summary>Writes an array to disk, beside the target first and then moved into place.</summary>
    /// <exception cref="ArgumentException">As for the other overload.</exception>
    public static void Write(string path, NpyArray array) => NamedFile.Write(path, Write(array));

    /// <summary>The bytes of an .npy file that holds an array; halves (Half[]) are written as f2.</summary>
    /// <exception cref="ArgumentException">The values are of no kind that the format has, or do not fill the sizes.</exception>
    public static byte[] Write(NpyArray array)
    {
        ArgumentNullException.ThrowIfNull(array);
        (string descr, byte[] bytes) = array.Values switch
        {
            Half[] values => ("<f2", Bytes(values)),
            float[] values => ("<f4", Bytes(values)),
            double[] values => ("<f8", Bytes(values)),
            long[] values => ("<i8", Bytes(values)),
            byte[] values => ("|u1", values),
            bool[] values => ("|b1", Bytes(values)),
            _ => throw new ArgumentException($"NpyFile: {array.Values.GetType().Name} is not written; use float, double, Half, long, byte or bool.", nameof(array)),
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

    private static Array Numbers(ReadOnlySpan<byte> data, string descr, int[] sizes, string where)
    {
        NumberKind kind = (descr.Length == 3 ? descr[1..] : descr) switch
        {
            "f2" => NumberKind.Float16,
            "f4" => NumberKind.Float32,
            "f8" => NumberKind.Float64,
            "i1" => NumberKind.Int8,
            "i2" => NumberKind.Int16,
            "i4" => NumberKind.Int32,
            "i8" => NumberKind.Int64,
            "u1" => NumberKind.UInt8,
            "u2" => NumberKind.UInt16,
            "u4" => NumberKind.UInt32,
            "u8" => NumberKind.UInt64,
            "b1" => NumberKind.Bool,
            _ => throw new InvalidDataException($"{where}: holds numbers of kind '{descr}'; floats f2 to f8, whole numbers i1 to i8 and u1 to u8, and booleans b1 are read."),
        };
        if (!"<>|=".Contains(descr[0]) || (descr[0] == '|' && StoredNumbers.Size(kind) > 1))
        {
            throw new InvalidDataException($"{where}: the kind of number '{descr}' does not say its order of bytes.");
        }

        long expected = sizes.Aggregate((long)StoredNumbers.Size(kind), (product, part) => product * part);
        return data.Length == expected
            ? NamedFile.Naming(where, data, bytes => StoredNumbers.Read(bytes, kind, bigEndian: descr[0] == '>'))
            : throw new InvalidDataException($"{where}: expected {expected:N0} bytes of numbers for the shape ({string.Join(", ", sizes)}), found {data.Length:N0}.");
    }

    // Fortran's order is that of the array with its axes reversed; each source number finds its place by counting.
    private static Array LastAxisFastest(Array values, int[] sizes)
    {
        int[] places = new int[values.Length];
        int[] index = new int[sizes.Length], steps = new int[sizes.Length];
        for (int axis = sizes.Length - 1, step = 1; axis >= 0; step *= sizes[axis--])
        {
            steps[axis] = step;
        }

        for (int i = 0, place = 0; i < places.Length; i++)
        {
            places[i] = place;
            for (int axis = 0; axis < sizes.Length; axis++)
            {
                place += steps[axis];
                if (++index[axis] < sizes[axis])
                {
                    break;
                }

                place -= steps[axis] * sizes[axis];
                index[axis] = 0;
            }
        }

        Array ordered = (Array)values.Clone();
        switch (values, ordered)
        {
            case (float[] from, float[] to):
                Scatter(from, to, places);
                break;
            case (double[] from, double[] to):
                Scatter(from, to, places);
                break;
            case (long[] from, long[] to):
                Scatter(from, to, places);
                break;
            case (byte[] from, byte[] to):
                Scatter(from, to, places);
                break;
            case (bool[] from, bool[] to):
                Scatter(from, to, places);
                break;
        }

        return ordered;
    }

    private static void Scatter<T>(T[] from, T[] to, int[] places)
    {
        for (int i = 0; i < from.Length; i++)
        {
            to[places[i]] = from[i];
        }
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
