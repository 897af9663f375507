using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace NotebookKit.Files;

/// <summary>From the bytes of a safetensors file to numbers; kinds that no tensor holds here are widened.</summary>
internal static class SafeTensorNumbers
{
    private const int ChunkBytes = 1 << 15;

    /// <summary>Fills a part of memory with the next bytes of the file.</summary>
    public delegate void Source(Span<byte> part);

    /// <summary>The numbers of one tensor.</summary>
    public static Array Read(SafeTensorsHeader.Entry entry, long offset, Source source, string file)
    {
        // All formats of numbers here are little-endian, as is every processor that this library is built for.
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("safetensors files are read on little-endian processors only.");
        }

        return entry.Kind switch
        {
            "F32" => Whole<float>(entry.Count, source),
            "F64" => Whole<double>(entry.Count, source),
            "I64" => Whole<long>(entry.Count, source),
            "U8" => Whole<byte>(entry.Count, source),
            "BOOL" => Truths(entry, offset, source, file),
            "F16" => Widened<Half, float>(entry.Count, source, (from, to) => TensorPrimitives.ConvertToSingle(from, to)),
            "BF16" => Widened<ushort, float>(entry.Count, source, Brain),
            "I32" => Widened<int, long>(entry.Count, source, TensorPrimitives.ConvertTruncating),
            "U32" => Widened<uint, long>(entry.Count, source, TensorPrimitives.ConvertTruncating),
            "I16" => Widened<short, long>(entry.Count, source, TensorPrimitives.ConvertTruncating),
            "U16" => Widened<ushort, long>(entry.Count, source, TensorPrimitives.ConvertTruncating),
            "I8" => Widened<sbyte, long>(entry.Count, source, TensorPrimitives.ConvertTruncating),
            _ => Unsigned(entry, offset, source, file),
        };
    }

    private static T[] Whole<T>(int count, Source source)
        where T : unmanaged
    {
        T[] values = new T[count];
        source(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    private static TTo[] Widened<TFrom, TTo>(int count, Source source, Widening<TFrom, TTo> widen)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        TTo[] values = new TTo[count];
        TFrom[] chunk = new TFrom[Math.Min(count, ChunkBytes)];
        for (int done = 0; done < count; done += chunk.Length)
        {
            Span<TFrom> part = chunk.AsSpan(0, Math.Min(chunk.Length, count - done));
            source(MemoryMarshal.AsBytes(part));
            widen(part, values.AsSpan(done, part.Length));
        }

        return values;
    }

    // The upper half of a float: the same exponent, seven bits of fraction.
    private static void Brain(ReadOnlySpan<ushort> from, Span<float> to)
    {
        for (int i = 0; i < from.Length; i++)
        {
            to[i] = BitConverter.UInt32BitsToSingle((uint)from[i] << 16);
        }
    }

    // A bool of another byte than 0 and 1 would be neither equal to true nor to false.
    private static bool[] Truths(SafeTensorsHeader.Entry entry, long offset, Source source, string file)
    {
        bool[] values = Whole<bool>(entry.Count, source);
        int odd = MemoryMarshal.AsBytes(values.AsSpan()).IndexOfAnyExceptInRange((byte)0, (byte)1);
        return odd < 0 ? values : throw SafeTensorsHeader.Damaged(file, offset + odd, $"tensor {SafeTensorsHeader.Shown(entry.Name)} of BOOL holds a byte other than 0 and 1");
    }

    private static long[] Unsigned(SafeTensorsHeader.Entry entry, long offset, Source source, string file)
    {
        long[] values = Whole<long>(entry.Count, source);
        int odd = values.AsSpan().IndexOfAnyExceptInRange(0, long.MaxValue);
        return odd < 0 ? values : throw SafeTensorsHeader.Damaged(file, offset + (8L * odd), $"tensor {SafeTensorsHeader.Shown(entry.Name)} of U64 holds a number above {long.MaxValue}");
    }

    private delegate void Widening<TFrom, TTo>(ReadOnlySpan<TFrom> from, Span<TTo> to);
}
