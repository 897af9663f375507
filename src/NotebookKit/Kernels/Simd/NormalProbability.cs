using System.Numerics;
using System.Runtime.CompilerServices;

namespace NotebookKit.Kernels.Simd;

/// <summary>The cumulative normal distribution of vectors of any width, to about 1e-14 of its value.</summary>
/// <remarks>
/// erfc(z) = e^(-z^2) g(t) / (1 + 2 z) for z at or above 0, where t = (z - 3.75) / (z + 3.75) runs from -1 to 1 and g is so
/// smooth that a polynomial follows it all the way (Shepherd and Laframboise 1981). Its coefficients are the Chebyshev
/// series of g up to t^22, computed with 50 digits.
/// </remarks>
internal static class NormalProbability
{
    /// <summary>The chance that a standard normal number lies below x: erfc(-x / sqrt 2) / 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Below<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => Below<TVector, T>(x, out _);

    /// <summary>The same, and the bell e^(-x^2 / 2) that it takes on the way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Below<TVector, T>(TVector x, out TVector bell)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Beyond 50 the tail is 0 in every type, and t would be infinity / infinity.
        TVector size = TVector.Min(TVector.Abs(x), Constant.Of<TVector, T>(50));
        TVector z = size * Constant.Of<TVector, T>(0.7071067811865476);
        TVector t = (z - Constant.Of<TVector, T>(3.75)) / (z + Constant.Of<TVector, T>(3.75));
        TVector g = Smooth<TVector, T>(t);
        TVector half = Constant.Of<TVector, T>(0.5);
        bell = TVector.Exp(-(half * size * size));
        TVector tail = half * bell * g / (TVector.One + z + z);
        return TVector.WherePositive(x, TVector.One - tail, tail);
    }

    // g, from the highest power down. No loop over a table: a GPU kernel holds no spans.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Smooth<TVector, T>(TVector t)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector g = TVector.MultiplyAdd(TVector.Zero, t, Constant.Of<TVector, T>(-2.623107347133476e-09));
        g = TVector.MultiplyAdd(g, t, Constant.Of<TVector, T>(-1.9551358868985616e-09));
        g = TVector.MultiplyAdd(g, t, Constant.Of<TVector, T>(3.197926671666804e-08));
        g = TVector.MultiplyAdd(g, t, Constant.Of<TVector, T>(1.879082322370048e-08));
        g = TVector.MultiplyAdd(g, t, Constant.Of<TVector, T>(-2.4857126248016745e-07));
        g = TVector.MultiplyAdd(g, t, Constant.Of<TVector, T>(-5.084465378687302e-08));
        g = TVector.MultiplyAdd(g, t, Constant.Of<TVector, T>(1.7419821586224816e-06));
        g = TVector.MultiplyAdd(g, t, Constant.Of<TVector, T>(-9.792625707303523e-07));
        g = TVector.MultiplyAdd(g, t, Constant.Of<TVector, T>(-1.1438048033346894e-05));
        g = TVector.MultiplyAdd(g, t, Constant.Of<TVector, T>(2.2387565714911816e-05));
        g = TVector.MultiplyAdd(g, t, Constant.Of<TVector, T>(5.164652974177416e-05));
        g = TVector.MultiplyAdd(g, t, Constant.Of<TVector, T>(-0.00029015535246077655));
        g = TVector.MultiplyAdd(g, t, Constant.Of<TVector, T>(0.000293714378044958));
        g = TVector.MultiplyAdd(g, t, Constant.Of<TVector, T>(0.0017556261651970652));
        g = TVector.MultiplyAdd(g, t, Constant.Of<TVector, T>(-0.009746579683265262));
        g = TVector.MultiplyAdd(g, t, Constant.Of<TVector, T>(0.02836227737211114));
        g = TVector.MultiplyAdd(g, t, Constant.Of<TVector, T>(-0.05869339857664934));
        g = TVector.MultiplyAdd(g, t, Constant.Of<TVector, T>(0.09230432116428125));
        g = TVector.MultiplyAdd(g, t, Constant.Of<TVector, T>(-0.10880393014244462));
        g = TVector.MultiplyAdd(g, t, Constant.Of<TVector, T>(0.08227673848999506));
        g = TVector.MultiplyAdd(g, t, Constant.Of<TVector, T>(0.0035854154854790257));
        g = TVector.MultiplyAdd(g, t, Constant.Of<TVector, T>(-0.14024059858554525));
        g = TVector.MultiplyAdd(g, t, Constant.Of<TVector, T>(1.2375126308378275));
        return g;
    }
}
