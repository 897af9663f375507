namespace NotebookKit;

/// <summary>The kind of number a tensor holds.</summary>
public enum DType
{
    /// <summary>32-bit float: the default, for weights and activations.</summary>
    Float32,

    /// <summary>64-bit float: for gradient checks and exact numbers.</summary>
    Float64,

    /// <summary>64-bit integer: labels and indices.</summary>
    Int64,

    /// <summary>8-bit integer, 0 to 255: pixels.</summary>
    UInt8,

    /// <summary>True or false: masks.</summary>
    Bool,
}

/// <summary>What the library asks about a <see cref="DType"/>.</summary>
public static class DTypes
{
    /// <summary>Bytes of one element.</summary>
    public static int Size(this DType dtype) => dtype switch
    {
        DType.Float32 => 4,
        DType.Float64 or DType.Int64 => 8,
        _ => 1,
    };

    /// <summary>Whether gradients can flow through it: only through floats.</summary>
    public static bool IsFloat(this DType dtype) => dtype is DType.Float32 or DType.Float64;

    /// <summary>The dtype that stores the C# type <typeparamref name="T"/>.</summary>
    /// <exception cref="NotSupportedException">No tensor stores that type.</exception>
    public static DType Of<T>()
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            return DType.Float32;
        }

        if (typeof(T) == typeof(double))
        {
            return DType.Float64;
        }

        if (typeof(T) == typeof(long))
        {
            return DType.Int64;
        }

        if (typeof(T) == typeof(byte))
        {
            return DType.UInt8;
        }

        return typeof(T) == typeof(bool)
            ? DType.Bool
            : throw new NotSupportedException($"No tensor stores {typeof(T).Name}; use float, double, long, byte or bool.");
    }
}
