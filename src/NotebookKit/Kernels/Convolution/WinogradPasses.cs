using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>One of Winograd's transforms along one axis: a few vectors in, a few out.</summary>
/// <remarks>
/// Polynomials of degree 3 (an image under four results) and 2 (a filter) are multiplied by their values at the points 0, +-r, +-2r and infinity,
/// r = sqrt(1/2). The usual points 0, +-1, +-2 need no roots, but their powers differ more in size: measured over 64
/// channels of normal numbers these points err by 4e-6 of a typical result, a plain sum by 3e-6, the usual ones by 19e-6.
/// </remarks>
internal unsafe interface IWinogradPass
{
    /// <summary>Vectors read.</summary>
    static abstract int From { get; }

    /// <summary>Vectors written.</summary>
    static abstract int To { get; }

    /// <summary>Reads vectors <paramref name="step"/> apart, writes vectors <paramref name="toStep"/> apart.</summary>
    static abstract void Run<TVector, T>(T* from, nint step, T* to, nint toStep)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>;
}

/// <summary>Both axes of a square tile, for many channels side by side.</summary>
internal static unsafe class WinogradPasses
{
    /// <summary>r = sqrt(1/2).</summary>
    public const double Root = 0.70710678118654752440;

    /// <summary>Transforms the columns of a tile, then its rows.</summary>
    /// <param name="channels">Channels, a multiple of the vector's numbers.</param>
    /// <param name="from">The first channel of the tile's first number.</param>
    /// <param name="rowStep">To the next row.</param>
    /// <param name="columnStep">To the next column.</param>
    /// <param name="aside">Room for 36 vectors.</param>
    /// <param name="to">The first channel of the result's first number.</param>
    /// <param name="toRowStep">To its next row.</param>
    /// <param name="toColumnStep">To its next column.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Both<TPass, TVector, T>(int channels, T* from, nint rowStep, nint columnStep, T* aside, T* to, nint toRowStep, nint toColumnStep)
        where TPass : IWinogradPass
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = TVector.Count;
        for (int channel = 0; channel < channels; channel += count, from += count, to += count)
        {
            for (int column = 0; column < TPass.From; column++)
            {
                TPass.Run<TVector, T>(from + (column * columnStep), rowStep, aside + (column * count), TPass.From * count);
            }

            for (int row = 0; row < TPass.To; row++)
            {
                TPass.Run<TVector, T>(aside + (row * TPass.From * count), count, to + (row * toRowStep), toColumnStep);
            }
        }
    }

    /// <summary>Six numbers of the image, by the coefficients of the polynomials that are 0 at all points but one (B^T).</summary>
    public readonly struct Image : IWinogradPass
    {
        /// <inheritdoc/>
        public static int From => 6;

        /// <inheritdoc/>
        public static int To => 6;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Run<TVector, T>(T* from, nint step, T* to, nint toStep)
            where TVector : struct, ISimd<TVector, T>
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            TVector small = Constant.Of<TVector, T>(Root), large = Constant.Of<TVector, T>(-2 * Root), centre = Constant.Of<TVector, T>(-2.5);
            TVector d0 = TVector.Load(from), d1 = TVector.Load(from + step), d2 = TVector.Load(from + (2 * step));
            TVector d3 = TVector.Load(from + (3 * step)), d4 = TVector.Load(from + (4 * step)), d5 = TVector.Load(from + (5 * step));
            TVector.Store(TVector.MultiplyAdd(centre, d2, d0 + d4), to);
            TVector even = TVector.MultiplyAdd(Constant.Of<TVector, T>(-2), d2, d4);
            TVector odd = TVector.MultiplyAdd(large, d1, small * d3);
            TVector.Store(even + odd, to + toStep);
            TVector.Store(even - odd, to + (2 * toStep));
            even = TVector.MultiplyAdd(Constant.Of<TVector, T>(-0.5), d2, d4);
            odd = TVector.MultiplyAdd(large, d3, small * d1);
            TVector.Store(even - odd, to + (3 * toStep));
            TVector.Store(even + odd, to + (4 * toStep));
            TVector.Store(TVector.MultiplyAdd(centre, d3, d1 + d5), to + (5 * toStep));
        }
    }

    /// <summary>Three weights of a filter, by their polynomial's value at each point, over what the image's polynomials are there (G).</summary>
    public readonly struct Filter : IWinogradPass
    {
        /// <inheritdoc/>
        public static int From => 3;

        /// <inheritdoc/>
        public static int To => 6;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Run<TVector, T>(T* from, nint step, T* to, nint toStep)
            where TVector : struct, ISimd<TVector, T>
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            TVector w0 = TVector.Load(from), w1 = TVector.Load(from + step), w2 = TVector.Load(from + (2 * step));
            TVector.Store(w0, to);
            TVector even = TVector.MultiplyAdd(Constant.Of<TVector, T>(-1.0 / 3), w2, Constant.Of<TVector, T>(-2.0 / 3) * w0);
            TVector odd = Constant.Of<TVector, T>(-2 * Root / 3) * w1;
            TVector.Store(even + odd, to + toStep);
            TVector.Store(even - odd, to + (2 * toStep));
            even = TVector.MultiplyAdd(Constant.Of<TVector, T>(1.0 / 3), w2, Constant.Of<TVector, T>(1.0 / 6) * w0);
            odd = Constant.Of<TVector, T>(Root / 3) * w1;
            TVector.Store(even + odd, to + (3 * toStep));
            TVector.Store(even - odd, to + (4 * toStep));
            TVector.Store(w2, to + (5 * toStep));
        }
    }

    /// <summary>The products at the six points back to four results (A^T).</summary>
    public readonly struct Result : IWinogradPass
    {
        /// <inheritdoc/>
        public static int From => 6;

        /// <inheritdoc/>
        public static int To => 4;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Run<TVector, T>(T* from, nint step, T* to, nint toStep)
            where TVector : struct, ISimd<TVector, T>
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            TVector m1 = TVector.Load(from + step), m2 = TVector.Load(from + (2 * step));
            TVector m3 = TVector.Load(from + (3 * step)), m4 = TVector.Load(from + (4 * step));
            TVector even = m1 + m2, odd = m1 - m2, evenOfTwo = m3 + m4, oddOfTwo = m3 - m4;
            TVector.Store(TVector.Load(from) + (even + evenOfTwo), to);
            TVector.Store(TVector.MultiplyAdd(Constant.Of<TVector, T>(Root), odd, Constant.Of<TVector, T>(2 * Root) * oddOfTwo), to + toStep);
            TVector.Store(TVector.MultiplyAdd(Constant.Of<TVector, T>(0.5), even, evenOfTwo + evenOfTwo), to + (2 * toStep));
            TVector last = TVector.MultiplyAdd(Constant.Of<TVector, T>(0.5 * Root), odd, TVector.Load(from + (5 * step)));
            TVector.Store(TVector.MultiplyAdd(Constant.Of<TVector, T>(4 * Root), oddOfTwo, last), to + (3 * toStep));
        }
    }

    /// <summary>Four slopes of results to the slopes of the six products (A): the way back through <see cref="Result"/>.</summary>
    public readonly struct ResultBack : IWinogradPass
    {
        /// <inheritdoc/>
        public static int From => 4;

        /// <inheritdoc/>
        public static int To => 6;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Run<TVector, T>(T* from, nint step, T* to, nint toStep)
            where TVector : struct, ISimd<TVector, T>
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            TVector y0 = TVector.Load(from), y1 = TVector.Load(from + step), y2 = TVector.Load(from + (2 * step)), y3 = TVector.Load(from + (3 * step));
            TVector.Store(y0, to);
            TVector even = TVector.MultiplyAdd(Constant.Of<TVector, T>(0.5), y2, y0);
            TVector odd = TVector.MultiplyAdd(Constant.Of<TVector, T>(0.5 * Root), y3, Constant.Of<TVector, T>(Root) * y1);
            TVector.Store(even + odd, to + toStep);
            TVector.Store(even - odd, to + (2 * toStep));
            even = TVector.MultiplyAdd(Constant.Of<TVector, T>(2), y2, y0);
            odd = TVector.MultiplyAdd(Constant.Of<TVector, T>(4 * Root), y3, Constant.Of<TVector, T>(2 * Root) * y1);
            TVector.Store(even + odd, to + (3 * toStep));
            TVector.Store(even - odd, to + (4 * toStep));
            TVector.Store(y3, to + (5 * toStep));
        }
    }

    /// <summary>The slopes of six values of a filter to those of its three weights (G^T): the way back through <see cref="Filter"/>.</summary>
    public readonly struct FilterBack : IWinogradPass
    {
        /// <inheritdoc/>
        public static int From => 6;

        /// <inheritdoc/>
        public static int To => 3;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Run<TVector, T>(T* from, nint step, T* to, nint toStep)
            where TVector : struct, ISimd<TVector, T>
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            TVector u1 = TVector.Load(from + step), u2 = TVector.Load(from + (2 * step));
            TVector u3 = TVector.Load(from + (3 * step)), u4 = TVector.Load(from + (4 * step));
            TVector even = u1 + u2, odd = u1 - u2, evenOfTwo = u3 + u4, oddOfTwo = u3 - u4;
            TVector first = TVector.MultiplyAdd(Constant.Of<TVector, T>(-2.0 / 3), even, TVector.Load(from));
            TVector.Store(TVector.MultiplyAdd(Constant.Of<TVector, T>(1.0 / 6), evenOfTwo, first), to);
            TVector.Store(TVector.MultiplyAdd(Constant.Of<TVector, T>(-2 * Root / 3), odd, Constant.Of<TVector, T>(Root / 3) * oddOfTwo), to + toStep);
            TVector.Store(TVector.MultiplyAdd(Constant.Of<TVector, T>(1.0 / 3), evenOfTwo - even, TVector.Load(from + (5 * step))), to + (2 * toStep));
        }
    }
}
