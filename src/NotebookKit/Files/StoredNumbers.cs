using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace NotebookKit.Files;

/// <summary>The kinds of number that files of arrays hold.</summary>
internal enum NumberKind
{
    Bool,
    UInt8,
    Int8,
    UInt16,
    Int16,
    UInt32,
    Int32,
    UInt64,
    Int64,
    Float16,
    BFloat16,
    Float32,
    Float64,
}

/// <summary>Turns the bytes of any kind of number into one that tensors hold: float, double, long, byte or bool.</summary>
internal static class StoredNumbers
{
    /// <summary>Bytes of one number.</summary>
    public static int Size(NumberKind kind) => kind switch
    {
        NumberKind.Bool or NumberKind.UInt8 or NumberKind.Int8 => 1,
        NumberKind.UInt16 or NumberKind.Int16 or NumberKind.Float16 or NumberKind.BFloat16 => 2,
        NumberKind.UInt32 or NumberKind.Int32 or NumberKind.Float32 => 4,
        _ => 8,
    };

    /// <summary>Bytes of one number as it is held afterwards: halves become floats, whole numbers become long.</summary>
    public static int HeldSize(NumberKind kind) => kind switch
    {
        NumberKind.Bool or NumberKind.UInt8 => 1,
        NumberKind.Float16 or NumberKind.BFloat16 or NumberKind.Float32 => 4,
        _ => 8,
    };

    /// <summary>Reads as many numbers as the bytes hold.</summary>
    /// <exception cref="InvalidDataException">A whole number that 63 bits do not hold.</exception>
    public static Array Read(ReadOnlySpan<byte> data, NumberKind kind, bool bigEndian = false)
    {
        int size = Size(kind);
        if (size > 1 && bigEndian == BitConverter.IsLittleEndian)
        {
            byte[] turned = data.ToArray();
            for (int at = 0; at + size <= turned.Length; at += size)
            {
                turned.AsSpan(at, size).Reverse();
            }

            data = turned;
        }

        return kind switch
        {
            NumberKind.Float32 => As<float>(data).ToArray(),
            NumberKind.Float64 => As<double>(data).ToArray(),
            NumberKind.Int64 => As<long>(data).ToArray(),
            NumberKind.UInt8 => data.ToArray(),
            NumberKind.Bool => Each(data, value => value != 0),
            NumberKind.Float16 => Each(As<Half>(data), value => (float)value),
            NumberKind.BFloat16 => Each(As<ushort>(data), value => BitConverter.Int32BitsToSingle(value << 16)),
            NumberKind.Int8 => Each(As<sbyte>(data), value => (long)value),
            NumberKind.UInt16 => Each(As<ushort>(data), value => (long)value),
            NumberKind.Int16 => Each(As<short>(data), value => (long)value),
            NumberKind.UInt32 => Each(As<uint>(data), value => (long)value),
            NumberKind.Int32 => Each(As<int>(data), value => (long)value),
            _ => Each(As<ulong>(data), value => value <= long.MaxValue
                ? (long)value
                : throw new InvalidDataException($"the whole number {value} is too large for 64 bits with a sign")),
        };
    }

    /// <summary>Whether floats hold a NaN or an infinity; other numbers never do.</summary>
    public static bool HasNotFinite(Array values) => values switch
    {
        float[] { Length: > 0 } floats => !TensorPrimitives.IsFiniteAll<float>(floats),
        double[] { Length: > 0 } doubles => !TensorPrimitives.IsFiniteAll<double>(doubles),
        _ => false,
    };

    private static ReadOnlySpan<T> As<T>(ReadOnlySpan<byte> data)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(data);

    private static TOut[] Each<T, TOut>(ReadOnlySpan<T> values, Func<T, TOut> convert)
    {
        var results = new TOut[values.Length];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = convert(values[i]);
        }

        return results;
    }
}
