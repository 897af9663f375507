using System.Numerics;
using System.Runtime.CompilerServices;

namespace NotebookKit.Kernels.Simd;

/// <summary>The plain numbers in formulas over vectors.</summary>
internal static class Constant
{
    /// <summary>All numbers of a vector equal to <paramref name="value"/>, rounded to its type.</summary>
    // Bits instead of T.CreateTruncating, whose layers of generic calls use up what the compiler is willing to inline.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TVector, T>(double value)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => typeof(T) == typeof(float)
            ? TVector.Create(Unsafe.BitCast<float, T>((float)value))
            : TVector.Create(Unsafe.BitCast<double, T>(value));
}
