using System.Numerics;
using System.Runtime.CompilerServices;

namespace NotebookKit.Kernels.Simd;

/// <summary>ln(1 + x) of vectors of any width, with all its digits also where x is next to 0.</summary>
internal static class Logarithm
{
    /// <summary>ln(1 + x); minus infinity at -1, NaN below.</summary>
    /// <remarks>
    /// With u = 1 + x as it is rounded, ln(1 + x) = ln u + ln(1 + (x - (u - 1)) / u), and the last term, what the rounding
    /// took away, is so small that it is its own logarithm.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector OfOnePlus<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector u = TVector.One + x;
        TVector lost = (x - (u - TVector.One)) / u;

        // At -1 and at infinity the lost part would be 0 / 0 or infinity / infinity, and there is none.
        TVector ordinary = TVector.Min(u, Constant.Of<TVector, T>(1e30) - x);
        return TVector.Log(u) + TVector.WherePositive(ordinary, lost, TVector.Zero);
    }
}
