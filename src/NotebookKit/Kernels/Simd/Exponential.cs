using System.Numerics;
using System.Runtime.CompilerServices;

namespace NotebookKit.Kernels.Simd;

/// <summary>e^x and e^x - 1 of vectors of any width, to within two units of the last place.</summary>
/// <remarks>
/// x = n ln 2 + r with n whole and |r| at most (ln 2) / 2, so e^x = 2^n e^r, and e^r is a short Taylor sum. ln 2 is taken
/// off in two parts, the first of which has so few bits that n times it is exact (Cody and Waite 1980). e^0 is exactly 1.
/// </remarks>
internal static class Exponential
{
    /// <summary>e^x; 0 and infinity where it leaves the range of numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector small = Reduced<TVector, T>(x, out TVector n);
        return TVector.Scale(TVector.One + small, n);
    }

    /// <summary>e^x - 1, exact to the last places also where e^x is next to 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector MinusOne<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector small = Reduced<TVector, T>(x, out TVector n);

        // 2^n small + (2^n - 1), with one half of n taken out until the end, because 2^n may be infinite where the result is not.
        TVector half = TVector.Round(n * Constant.Of<TVector, T>(0.5));
        TVector power = TVector.PowerOfTwo(n - half);
        return TVector.MultiplyAdd(power, small, power - TVector.PowerOfTwo(-half)) * TVector.PowerOfTwo(half);
    }

    /// <summary>The same for x up to 0, where 2^n is never infinite; the same bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector MinusOneBelowZero<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector small = Reduced<TVector, T>(x, out TVector n);
        TVector power = TVector.Scale(TVector.One, n);
        return TVector.MultiplyAdd(power, small, power - TVector.One);
    }

    /// <summary>value 2^n in two steps, because 2^n alone may lie outside the numbers where the product still lies inside.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ScaleInTwoSteps<TVector, T>(TVector value, TVector n)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector half = TVector.Round(n * Constant.Of<TVector, T>(0.5));
        return value * TVector.PowerOfTwo(half) * TVector.PowerOfTwo(n - half);
    }

    // e^r - 1 for the rest r, and the whole number n.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe TVector Reduced<TVector, T>(TVector x, out TVector n)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool single = sizeof(T) == sizeof(float);

        // Beyond these e^x is 0 or infinity anyway; inside, half of n fits the exponent of a number.
        x = TVector.Clamp(x, Constant.Of<TVector, T>(single ? -105 : -750), Constant.Of<TVector, T>(single ? 90 : 712));
        n = TVector.Round(x * Constant.Of<TVector, T>(1.4426950408889634));
        TVector r = TVector.MultiplyAdd(n, Constant.Of<TVector, T>(single ? -0.693359375 : -0.69314718036912382), x);
        r = TVector.MultiplyAdd(n, Constant.Of<TVector, T>(single ? 2.1219444005469057e-4 : -1.9082149292705877e-10), r);
        TVector sum = single ? Short<TVector, T>(r) : Long<TVector, T>(r);
        return TVector.MultiplyAdd(r * r, sum, r);
    }

    // 1/2! + r/3! + r^2/4! + ..., up to the power whose term is below half a unit of the last place of a float.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Short<TVector, T>(TVector r)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector sum = TVector.MultiplyAdd(Constant.Of<TVector, T>(1.0 / 5040), r, Constant.Of<TVector, T>(1.0 / 720));
        sum = TVector.MultiplyAdd(sum, r, Constant.Of<TVector, T>(1.0 / 120));
        sum = TVector.MultiplyAdd(sum, r, Constant.Of<TVector, T>(1.0 / 24));
        sum = TVector.MultiplyAdd(sum, r, Constant.Of<TVector, T>(1.0 / 6));
        return TVector.MultiplyAdd(sum, r, Constant.Of<TVector, T>(1.0 / 2));
    }

    // The same for a double.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Long<TVector, T>(TVector r)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector sum = TVector.MultiplyAdd(Constant.Of<TVector, T>(1.0 / 6227020800), r, Constant.Of<TVector, T>(1.0 / 479001600));
        sum = TVector.MultiplyAdd(sum, r, Constant.Of<TVector, T>(1.0 / 39916800));
        sum = TVector.MultiplyAdd(sum, r, Constant.Of<TVector, T>(1.0 / 3628800));
        sum = TVector.MultiplyAdd(sum, r, Constant.Of<TVector, T>(1.0 / 362880));
        sum = TVector.MultiplyAdd(sum, r, Constant.Of<TVector, T>(1.0 / 40320));
        sum = TVector.MultiplyAdd(sum, r, Constant.Of<TVector, T>(1.0 / 5040));
        sum = TVector.MultiplyAdd(sum, r, Constant.Of<TVector, T>(1.0 / 720));
        sum = TVector.MultiplyAdd(sum, r, Constant.Of<TVector, T>(1.0 / 120));
        sum = TVector.MultiplyAdd(sum, r, Constant.Of<TVector, T>(1.0 / 24));
        sum = TVector.MultiplyAdd(sum, r, Constant.Of<TVector, T>(1.0 / 6));
        return TVector.MultiplyAdd(sum, r, Constant.Of<TVector, T>(1.0 / 2));
    }
}
