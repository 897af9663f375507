using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ilgpu.Works;

/// <summary>From one kind of float to another inside a kernel, where .NET's generic conversions have no translation.</summary>
internal static class Numbers
{
    /// <summary>A float or double as a double.</summary>
    public static unsafe double Wide<T>(T value)
        where T : unmanaged => sizeof(T) == sizeof(float) ? Unsafe.As<T, float>(ref value) : Unsafe.As<T, double>(ref value);

    /// <summary>A double as a float or double.</summary>
    public static T Narrow<T>(double value)
        where T : unmanaged, IFloatingPointIeee754<T> => Constant.Of<T>(value);

    /// <summary>Whether a number is none.</summary>
    public static bool IsNaN<T>(T value)
        where T : unmanaged, INumberBase<T> => T.IsNaN(value);

    /// <summary>Whether a comes before b when NaN counts as largest.</summary>
    public static bool IsLess<T>(T a, T b)
        where T : unmanaged, INumber<T> => a < b || (IsNaN(b) && !IsNaN(a));
}
