using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>Winograd's transforms of F(4, 4): four results of a filter of four places in a row by seven products instead of 16.</summary>
/// <remarks>
/// Polynomials of degree 3, the results' and the filter's, are multiplied by their values at the seven points 0, +-1/2, +-1, +-2. The image's
/// numbers are read through N(x) / (x - p), N(x) = x (x^2 - 1/4)(x^2 - 1)(x^2 - 4), which is 0 at all points but p; what it is at p the filter
/// is divided by. The points need no roots, and x to 1 / x exchanges them: measured over 42 sums of normal numbers the result errs by 6e-7 of its
/// typical size, a plain sum by 2e-7. Source: Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, 2016.
/// </remarks>
internal static unsafe class WinogradRowPasses
{
    /// <summary>Seven numbers of the image (B^T).</summary>
    public readonly struct Image : IWinogradPass
    {
        /// <inheritdoc/>
        public static int From => 7;

        /// <inheritdoc/>
        public static int To => 7;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Run<TVector, T>(T* from, nint step, T* to, nint toStep)
            where TVector : struct, ISimd<TVector, T>
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            TVector d0 = TVector.Load(from), d1 = TVector.Load(from + step), d2 = TVector.Load(from + (2 * step)), d3 = TVector.Load(from + (3 * step));
            TVector d4 = TVector.Load(from + (4 * step)), d5 = TVector.Load(from + (5 * step)), d6 = TVector.Load(from + (6 * step));
            TVector.Store(TVector.MultiplyAdd(Constant.Of<TVector, T>(5.25), d4 - d2, d0 - d6), to);
            TVector half = Constant.Of<TVector, T>(0.5), two = Constant.Of<TVector, T>(2), middle = Constant.Of<TVector, T>(-2.5) * d3;
            TVector even = TVector.MultiplyAdd(Constant.Of<TVector, T>(4), d2, TVector.MultiplyAdd(Constant.Of<TVector, T>(-5), d4, d6));
            TVector odd = TVector.MultiplyAdd(half, d5, TVector.MultiplyAdd(two, d1, middle));
            TVector.Store(even + odd, to + toStep);
            TVector.Store(even - odd, to + (2 * toStep));
            TVector centre = Constant.Of<TVector, T>(-4.25);
            even = TVector.MultiplyAdd(centre, d4, d2 + d6);
            odd = TVector.MultiplyAdd(centre, d3, d1 + d5);
            TVector.Store(even + odd, to + (3 * toStep));
            TVector.Store(even - odd, to + (4 * toStep));
            even = TVector.MultiplyAdd(Constant.Of<TVector, T>(0.25), d2, TVector.MultiplyAdd(Constant.Of<TVector, T>(-1.25), d4, d6));
            odd = TVector.MultiplyAdd(two, d5, TVector.MultiplyAdd(half, d1, middle));
            TVector.Store(even + odd, to + (5 * toStep));
            TVector.Store(even - odd, to + (6 * toStep));
        }
    }

    /// <summary>Four weights of a filter, by their polynomial's value at each point, over N(x) / (x - p) there (G).</summary>
    public readonly struct Filter : IWinogradPass
    {
        /// <inheritdoc/>
        public static int From => 4;

        /// <inheritdoc/>
        public static int To => 7;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Run<TVector, T>(T* from, nint step, T* to, nint toStep)
            where TVector : struct, ISimd<TVector, T>
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            TVector w0 = TVector.Load(from), w1 = TVector.Load(from + step), w2 = TVector.Load(from + (2 * step)), w3 = TVector.Load(from + (3 * step));
            TVector.Store(w0, to);
            TVector even = TVector.MultiplyAdd(Constant.Of<TVector, T>(8.0 / 45), w2, Constant.Of<TVector, T>(32.0 / 45) * w0);
            TVector odd = TVector.MultiplyAdd(Constant.Of<TVector, T>(4.0 / 45), w3, Constant.Of<TVector, T>(16.0 / 45) * w1);
            TVector.Store(even + odd, to + toStep);
            TVector.Store(even - odd, to + (2 * toStep));
            TVector share = Constant.Of<TVector, T>(-2.0 / 9);
            even = share * (w0 + w2);
            odd = share * (w1 + w3);
            TVector.Store(even + odd, to + (3 * toStep));
            TVector.Store(even - odd, to + (4 * toStep));
            even = TVector.MultiplyAdd(Constant.Of<TVector, T>(4.0 / 90), w2, Constant.Of<TVector, T>(1.0 / 90) * w0);
            odd = TVector.MultiplyAdd(Constant.Of<TVector, T>(8.0 / 90), w3, Constant.Of<TVector, T>(2.0 / 90) * w1);
            TVector.Store(even + odd, to + (5 * toStep));
            TVector.Store(even - odd, to + (6 * toStep));
        }
    }

    /// <summary>The products at the seven points back to four results (A^T): result k is the sum of p^k times the product at p.</summary>
    public readonly struct Result : IWinogradPass
    {
        /// <inheritdoc/>
        public static int From => 7;

        /// <inheritdoc/>
        public static int To => 4;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Run<TVector, T>(T* from, nint step, T* to, nint toStep)
            where TVector : struct, ISimd<TVector, T>
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            TVector plus = TVector.Load(from + step), minus = TVector.Load(from + (2 * step));
            TVector evenOfHalf = plus + minus, oddOfHalf = plus - minus;
            plus = TVector.Load(from + (3 * step));
            minus = TVector.Load(from + (4 * step));
            TVector even = plus + minus, odd = plus - minus;
            plus = TVector.Load(from + (5 * step));
            minus = TVector.Load(from + (6 * step));
            TVector evenOfTwo = plus + minus, oddOfTwo = plus - minus;
            TVector.Store(TVector.Load(from) + evenOfHalf + (even + evenOfTwo), to);
            TVector.Store(TVector.MultiplyAdd(Constant.Of<TVector, T>(2), oddOfTwo, TVector.MultiplyAdd(Constant.Of<TVector, T>(0.5), oddOfHalf, odd)), to + toStep);
            TVector.Store(TVector.MultiplyAdd(Constant.Of<TVector, T>(4), evenOfTwo, TVector.MultiplyAdd(Constant.Of<TVector, T>(0.25), evenOfHalf, even)), to + (2 * toStep));
            TVector.Store(TVector.MultiplyAdd(Constant.Of<TVector, T>(8), oddOfTwo, TVector.MultiplyAdd(Constant.Of<TVector, T>(0.125), oddOfHalf, odd)), to + (3 * toStep));
        }
    }
}
