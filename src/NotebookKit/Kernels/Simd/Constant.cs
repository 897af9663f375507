using System.Numerics;
using System.Runtime.CompilerServices;

namespace NotebookKit.Kernels.Simd;

/// <summary>The plain numbers in formulas over vectors.</summary>
internal static class Constant
{
    /// <summary>Added to a whole number n it leaves n + 127 in the lowest bits, which moved up are the exponent of 2^n: 1.5 times 2^23, and the bias.</summary>
    public const float SingleExponent = 12582912 + 127;

    /// <summary>The same for doubles: 1.5 times 2^52, and 1023.</summary>
    public const double DoubleExponent = 6755399441055744 + 1023;

    /// <summary><paramref name="value"/> as a float or a double.</summary>
    // T.CreateTruncating and typeof compile on no GPU, and the former's layers of calls use up what the compiler is willing to inline.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe T Of<T>(double value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (sizeof(T) == sizeof(float))
        {
            float single = (float)value;
            return Unsafe.As<float, T>(ref single);
        }

        double copy = value;
        return Unsafe.As<double, T>(ref copy);
    }

    /// <summary>A whole number that fits an int.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe int Whole<T>(T value)
        where T : unmanaged, IFloatingPointIeee754<T> => sizeof(T) == sizeof(float)
            ? (int)Unsafe.As<T, float>(ref value)
            : (int)Unsafe.As<T, double>(ref value);

    /// <summary>All numbers of a vector equal to <paramref name="value"/>, rounded to its type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TVector, T>(double value)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => TVector.Create(Of<T>(value));
}
