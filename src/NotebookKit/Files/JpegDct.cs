using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NotebookKit.Files;

/// <summary>The cosine transform of 8 x 8 samples and its inverse (T.81, A.3.3).</summary>
/// <remarks>
/// The inverse is the factorisation of Loeffler, Ligtenberg and Moschytz 1989 in whole numbers of 13 bits, rounded once
/// after the columns (with two bits kept) and once after the rows. That is the accurate integer transform of libjpeg, so
/// that pixels agree bit by bit. Eight columns, then eight rows go through at once.
/// </remarks>
internal static class JpegDct
{
    private const int Bits = 13;
    private const int Kept = 2;

    /// <summary>Turns one block of coefficients into samples.</summary>
    /// <param name="block">The coefficients, row by row.</param>
    /// <param name="steps">What each is multiplied by.</param>
    /// <param name="target">Where the block's first sample goes.</param>
    /// <param name="stride">From a row of samples to the next.</param>
    /// <param name="flat">Whether all coefficients but the first are zero.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Inverse(ReadOnlySpan<short> block, ReadOnlySpan<int> steps, Span<byte> target, int stride, bool flat)
    {
        if (flat)
        {
            byte value = (byte)Math.Clamp((((block[0] * steps[0]) + 4) >> 3) + 128, 0, 255);
            for (int row = 0; row < 8; row++)
            {
                target.Slice(row * stride, 8).Fill(value);
            }

            return;
        }

        Span<int> scratch = stackalloc int[64];
        for (int row = 0; row < 8; row++)
        {
            (Vector128<int> left, Vector128<int> right) = Vector128.Widen(Vector128.Create(block.Slice(row * 8, 8)));
            (Vector256.Create(left, right) * Vector256.Create(steps.Slice(row * 8, 8))).CopyTo(scratch[(row * 8)..]);
        }

        Pass(scratch, Bits - Kept);
        Transpose(scratch);
        Pass(scratch, Bits + Kept + 3);
        for (int row = 0; row < 8; row++)
        {
            Span<byte> samples = target.Slice(row * stride, 8);
            for (int column = 0; column < 8; column++)
            {
                samples[column] = (byte)Math.Clamp(scratch[(column * 8) + row] + 128, 0, 255);
            }
        }
    }

    /// <summary>The samples of a whole plane from its coefficients.</summary>
    public static void InverseAll(JpegComponent component)
    {
        for (int row = 0; row < component.BlocksHigh; row++)
        {
            for (int column = 0; column < component.BlocksWide; column++)
            {
                ReadOnlySpan<short> block = component.Coefficients.AsSpan(((row * component.BlocksWide) + column) * 64, 64);
                bool flat = !block[1..].ContainsAnyExcept((short)0);
                Inverse(block, component.Steps!, component.Samples.AsSpan((row * 8 * component.Stride) + (column * 8)), component.Stride, flat);
            }
        }
    }

    /// <summary>Turns a block of samples, 128 taken off, into coefficients: F = C f Cᵀ.</summary>
    /// <param name="block">64 samples, row by row; the coefficients afterwards.</param>
    public static void Forward(Span<float> block)
    {
        Span<float> half = stackalloc float[64];
        Multiply(block, half);
        Multiply(half, block);
    }

    // One factor and a transpose: twice that is C f Cᵀ.
    private static void Multiply(ReadOnlySpan<float> block, Span<float> target)
    {
        for (int u = 0; u < 8; u++)
        {
            Vector256<float> sum = Vector256<float>.Zero;
            for (int x = 0; x < 8; x++)
            {
                sum += Vector256.Create(Cosines[(u * 8) + x]) * Vector256.Create(block.Slice(x * 8, 8));
            }

            for (int column = 0; column < 8; column++)
            {
                target[(column * 8) + u] = sum[column];
            }
        }
    }

    private static readonly float[] Cosines = [.. Enumerable.Range(0, 64).Select(i =>
        (float)((i < 8 ? Math.Sqrt(0.125) : 0.5) * Math.Cos(((2 * (i % 8)) + 1) * (i / 8) * Math.PI / 16)))];

    private static void Transpose(Span<int> x)
    {
        for (int row = 0; row < 8; row++)
        {
            for (int column = row + 1; column < 8; column++)
            {
                (x[(row * 8) + column], x[(column * 8) + row]) = (x[(column * 8) + row], x[(row * 8) + column]);
            }
        }
    }

    // One dimension for eight vectors of eight; the result is divided by 2^shift, half rounded up.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pass(Span<int> x, int shift)
    {
        Vector256<int> x0 = At(x, 0), x1 = At(x, 1), x2 = At(x, 2), x3 = At(x, 3), x4 = At(x, 4), x5 = At(x, 5), x6 = At(x, 6), x7 = At(x, 7);

        // The even half: a butterfly and one rotation by 3π/8.
        Vector256<int> turn = (x2 + x6) * Fix(0.541196100);
        Vector256<int> low = turn - (x6 * Fix(1.847759065)), high = turn + (x2 * Fix(0.765366865));
        Vector256<int> sum = ((x0 + x4) << Bits) + Vector256.Create(1 << (shift - 1)), difference = ((x0 - x4) << Bits) + Vector256.Create(1 << (shift - 1));
        Vector256<int> e0 = sum + high, e3 = sum - high, e1 = difference + low, e2 = difference - low;

        // The odd half: two rotations that share a product.
        Vector256<int> shared = (x7 + x3 + x5 + x1) * Fix(1.175875602);
        Vector256<int> a = shared - ((x7 + x3) * Fix(1.961570560)), b = shared - ((x5 + x1) * Fix(0.390180644));
        Vector256<int> c = (x7 + x1) * Fix(0.899976223), d = (x5 + x3) * Fix(2.562915447);
        Vector256<int> o3 = (x7 * Fix(0.298631336)) + a - c, o2 = (x5 * Fix(2.053119869)) + b - d;
        Vector256<int> o1 = (x3 * Fix(3.072711026)) + a - d, o0 = (x1 * Fix(1.501321110)) + b - c;

        ((e0 + o0) >> shift).CopyTo(x);
        ((e1 + o1) >> shift).CopyTo(x[8..]);
        ((e2 + o2) >> shift).CopyTo(x[16..]);
        ((e3 + o3) >> shift).CopyTo(x[24..]);
        ((e3 - o3) >> shift).CopyTo(x[32..]);
        ((e2 - o2) >> shift).CopyTo(x[40..]);
        ((e1 - o1) >> shift).CopyTo(x[48..]);
        ((e0 - o0) >> shift).CopyTo(x[56..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> At(Span<int> x, int row) => Vector256.Create((ReadOnlySpan<int>)x.Slice(row * 8, 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Fix(double factor) => Vector256.Create((int)((factor * (1 << Bits)) + 0.5));
}
