using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>Sums down some rows of neighbouring channels, four vectors at a time.</summary>
/// <remarks>
/// Four sums side by side hide each other's latency. Where there are channels for it the four are neighbours and memory is read as it lies; else
/// they take every fourth row of one vector of channels, and are joined at the end.
/// </remarks>
/// <param name="step">Channels of a row.</param>
/// <param name="rows">How many rows.</param>
internal readonly unsafe struct ChannelStrip<TVector, T>(int step, int rows)
    where TVector : struct, ISimd<TVector, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Together = 4;

    /// <summary>Channels of the widest strip.</summary>
    public static int MostNumbers => Together * TVector.Count;

    /// <summary>Channels of the next strip when so many are left: four vectors, one, or none.</summary>
    public static int Width(int left) => left >= MostNumbers ? MostNumbers : left >= TVector.Count ? TVector.Count : 0;

    /// <summary>to = the sum of x less its first row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Sum(T* x, int width, T* to)
    {
        (int lane, int jump, int count) = Steps(width);
        int centre = width == MostNumbers ? TVector.Count : 0;
        TVector c0 = TVector.Load(x), c1 = TVector.Load(x + centre), c2 = TVector.Load(x + (2 * centre)), c3 = TVector.Load(x + (3 * centre));
        TVector s0 = TVector.Zero, s1 = TVector.Zero, s2 = TVector.Zero, s3 = TVector.Zero;
        T* run = x;
        for (int row = 0; row < count; row++, run += jump)
        {
            s0 += TVector.Load(run) - c0;
            s1 += TVector.Load(run + lane) - c1;
            s2 += TVector.Load(run + (2 * lane)) - c2;
            s3 += TVector.Load(run + (3 * lane)) - c3;
        }

        if (width == TVector.Count)
        {
            for (int row = count * Together; row < rows; row++, run += step)
            {
                s0 += TVector.Load(run) - c0;
            }
        }

        Join(s0, s1, s2, s3, width, to);
    }

    /// <summary>to = the sum of the squares of x less its first row less <paramref name="shift"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Squares(T* x, T* shift, int width, T* to)
    {
        (int lane, int jump, int count) = Steps(width);
        int centre = width == MostNumbers ? TVector.Count : 0;
        TVector c0 = TVector.Load(x), c1 = TVector.Load(x + centre), c2 = TVector.Load(x + (2 * centre)), c3 = TVector.Load(x + (3 * centre));
        TVector m0 = TVector.Load(shift), m1 = TVector.Load(shift + centre), m2 = TVector.Load(shift + (2 * centre)), m3 = TVector.Load(shift + (3 * centre));
        TVector s0 = TVector.Zero, s1 = TVector.Zero, s2 = TVector.Zero, s3 = TVector.Zero;
        T* run = x;
        for (int row = 0; row < count; row++, run += jump)
        {
            TVector d0 = TVector.Load(run) - c0 - m0, d1 = TVector.Load(run + lane) - c1 - m1;
            TVector d2 = TVector.Load(run + (2 * lane)) - c2 - m2, d3 = TVector.Load(run + (3 * lane)) - c3 - m3;
            s0 = TVector.MultiplyAdd(d0, d0, s0);
            s1 = TVector.MultiplyAdd(d1, d1, s1);
            s2 = TVector.MultiplyAdd(d2, d2, s2);
            s3 = TVector.MultiplyAdd(d3, d3, s3);
        }

        if (width == TVector.Count)
        {
            for (int row = count * Together; row < rows; row++, run += step)
            {
                TVector difference = TVector.Load(run) - c0 - m0;
                s0 = TVector.MultiplyAdd(difference, difference, s0);
            }
        }

        Join(s0, s1, s2, s3, width, to);
    }

    /// <summary>plain = the sum of g, weighted = the sum of g (x - shift).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Slopes(T* x, T* g, T* shift, int width, T* plain, T* weighted)
    {
        (int lane, int jump, int count) = Steps(width);
        int centre = width == MostNumbers ? TVector.Count : 0;
        TVector m0 = TVector.Load(shift), m1 = TVector.Load(shift + centre), m2 = TVector.Load(shift + (2 * centre)), m3 = TVector.Load(shift + (3 * centre));
        TVector s0 = TVector.Zero, s1 = TVector.Zero, s2 = TVector.Zero, s3 = TVector.Zero;
        TVector w0 = TVector.Zero, w1 = TVector.Zero, w2 = TVector.Zero, w3 = TVector.Zero;
        for (int row = 0; row < count; row++, x += jump, g += jump)
        {
            TVector g0 = TVector.Load(g), g1 = TVector.Load(g + lane), g2 = TVector.Load(g + (2 * lane)), g3 = TVector.Load(g + (3 * lane));
            s0 += g0;
            s1 += g1;
            s2 += g2;
            s3 += g3;
            w0 = TVector.MultiplyAdd(g0, TVector.Load(x) - m0, w0);
            w1 = TVector.MultiplyAdd(g1, TVector.Load(x + lane) - m1, w1);
            w2 = TVector.MultiplyAdd(g2, TVector.Load(x + (2 * lane)) - m2, w2);
            w3 = TVector.MultiplyAdd(g3, TVector.Load(x + (3 * lane)) - m3, w3);
        }

        if (width == TVector.Count)
        {
            for (int row = count * Together; row < rows; row++, x += step, g += step)
            {
                TVector slope = TVector.Load(g);
                s0 += slope;
                w0 = TVector.MultiplyAdd(slope, TVector.Load(x) - m0, w0);
            }
        }

        Join(s0, s1, s2, s3, width, plain);
        Join(w0, w1, w2, w3, width, weighted);
    }

    // From one of the four to the next, from their rows to the next ones, and how many of those there are.
    private (int Lane, int Jump, int Count) Steps(int width) => width == MostNumbers ? (TVector.Count, step, rows) : (step, Together * step, rows / Together);

    private static void Join(TVector s0, TVector s1, TVector s2, TVector s3, int width, T* to)
    {
        if (width == TVector.Count)
        {
            TVector.Store((s0 + s1) + (s2 + s3), to);
            return;
        }

        TVector.Store(s0, to);
        TVector.Store(s1, to + TVector.Count);
        TVector.Store(s2, to + (2 * TVector.Count));
        TVector.Store(s3, to + (3 * TVector.Count));
    }
}
