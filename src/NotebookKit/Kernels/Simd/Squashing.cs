using System.Numerics;
using System.Runtime.CompilerServices;

namespace NotebookKit.Kernels.Simd;

/// <summary>The two S-shaped functions, of vectors of any width.</summary>
internal static class Squashing
{
    /// <summary>1 / (1 + e^-x), from e^-|x|, so that it neither overflows nor loses the small tail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigmoid<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector small = TVector.Exp(-TVector.Abs(x));
        return TVector.WherePositive(x, TVector.One, small) / (TVector.One + small);
    }

    /// <summary>tanh x = -t / (t + 2) with t = e^(-2|x|) - 1, which keeps its digits near 0, where e^x - e^-x would cancel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector two = TVector.One + TVector.One;
        TVector t = Exponential.MinusOneBelowZero<TVector, T>(-(two * TVector.Abs(x)));
        TVector size = -t / (t + two);
        return TVector.WherePositive(x, size, -size);
    }
}
