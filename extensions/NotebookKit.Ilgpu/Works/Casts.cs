using ILGPU;

namespace NotebookKit.Ilgpu.Works;

/// <summary>A kind of number as a kernel reads and writes it.</summary>
internal interface IKind<T>
    where T : unmanaged
{
    /// <summary>As a double.</summary>
    static abstract double Read(T value);

    /// <summary>The nearest number of this kind; NaN is 0 where there is no NaN.</summary>
    static abstract T Write(double value);
}

/// <summary>Float32.</summary>
internal readonly struct Float32Kind : IKind<float>
{
    /// <inheritdoc/>
    public static double Read(float value) => value;

    /// <inheritdoc/>
    public static float Write(double value) => (float)value;
}

/// <summary>Float64.</summary>
internal readonly struct Float64Kind : IKind<double>
{
    /// <inheritdoc/>
    public static double Read(double value) => value;

    /// <inheritdoc/>
    public static double Write(double value) => value;
}

/// <summary>Int64.</summary>
internal readonly struct Int64Kind : IKind<long>
{
    /// <inheritdoc/>
    public static double Read(long value) => value;

    /// <inheritdoc/>
    public static long Write(double value) =>
        value >= 9223372036854775807.0 ? long.MaxValue : value <= -9223372036854775808.0 ? long.MinValue : double.IsNaN(value) ? 0 : (long)value;
}

/// <summary>UInt8.</summary>
internal readonly struct UInt8Kind : IKind<byte>
{
    /// <inheritdoc/>
    public static double Read(byte value) => value;

    /// <inheritdoc/>
    public static byte Write(double value) => value >= 255 ? (byte)255 : value > 0 ? (byte)(int)value : (byte)0;
}

/// <summary>Bool, a byte of 0 or 1.</summary>
internal readonly struct BoolKind : IKind<byte>
{
    /// <inheritdoc/>
    public static double Read(byte value) => value;

    /// <inheritdoc/>
    public static byte Write(double value) => value != 0 ? (byte)1 : (byte)0;
}

/// <summary>y = x as another kind of number.</summary>
internal readonly struct CastWork<TFromKind, TFrom, TToKind, TTo>(ArrayView<TFrom> x, ArrayView<TTo> y) : IWork
    where TFromKind : struct, IKind<TFrom>
    where TFrom : unmanaged
    where TToKind : struct, IKind<TTo>
    where TTo : unmanaged
{
    /// <inheritdoc/>
    public void Run(int i) => y[i] = TToKind.Write(TFromKind.Read(x[i]));
}
