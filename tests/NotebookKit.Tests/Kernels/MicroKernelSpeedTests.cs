using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using NotebookKit.Kernels;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Tests.Kernels;

/// <summary>The inside of the matrix product keeps its sums in registers.</summary>
/// <remarks>
/// Once a call in its loop moved all twelve sums to memory and back at each step: every number was right, and everything in the
/// kit four times slower. The measure is the same number of multiply-adds on registers alone, in turns, so that a busy machine
/// slows both; the kernel reaches about nine tenths of it, and a quarter with such a call.
/// </remarks>
public unsafe class MicroKernelSpeedTests
{
    private const int Depth = 256;
    private const int Rows = 6;
    private const int Repeats = 40;

    [Fact]
    public void The_tile_runs_at_more_than_half_the_speed_of_its_multiply_adds()
    {
        if (!Fma.IsSupported)
        {
            // Without fused multiply-adds of 256 bits this tile is not the one that runs; the numbers of the others are tested elsewhere.
            Assert.NotEqual(SimdWidth.Bits256, KernelVariant.Width);
            return;
        }

        float[] a = [.. Enumerable.Range(0, Rows * Depth).Select(i => i % 7 / 8f)];
        float[] b = [.. Enumerable.Range(0, 16 * Depth).Select(i => i % 5 / 8f)];
        float[] c = new float[Rows * 16];
        double tile = double.PositiveInfinity, alone = double.PositiveInfinity, ratio = 0;
        for (int round = 0; round < 400 && ratio < 0.5; round++)
        {
            long start = Stopwatch.GetTimestamp();
            fixed (float* pa = a, pb = b, pc = c)
            {
                for (int i = 0; i < Repeats; i++)
                {
                    MicroKernel.Tile<V256<float>, float>(Depth, pa, pb, pc, 16, Rows, 16, default);
                }
            }

            tile = Math.Min(tile, Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            start = Stopwatch.GetTimestamp();
            Assert.True(OnRegisters(Repeats * Depth) > 0);
            alone = Math.Min(alone, Stopwatch.GetElapsedTime(start).TotalMicroseconds);

            // At least so many turns that both have had a quiet moment and their fastest code.
            ratio = round < 50 ? 0 : alone / tile;
        }

        Assert.True(ratio >= 0.5, $"the tile needs {tile / Repeats:F2} us, its multiply-adds alone {alone / Repeats:F2} us");
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float OnRegisters(int steps)
    {
        Vector256<float> x = Vector256.Create(0.5f), y = Vector256.Create(0.25f);
        Vector256<float> c0 = x, c1 = y, c2 = x, c3 = y, c4 = x, c5 = y, c6 = x, c7 = y, c8 = x, c9 = y, c10 = x, c11 = y;
        for (int i = 0; i < steps; i++)
        {
            c0 = Fma.MultiplyAdd(x, c0, y);
            c1 = Fma.MultiplyAdd(x, c1, y);
            c2 = Fma.MultiplyAdd(x, c2, y);
            c3 = Fma.MultiplyAdd(x, c3, y);
            c4 = Fma.MultiplyAdd(x, c4, y);
            c5 = Fma.MultiplyAdd(x, c5, y);
            c6 = Fma.MultiplyAdd(x, c6, y);
            c7 = Fma.MultiplyAdd(x, c7, y);
            c8 = Fma.MultiplyAdd(x, c8, y);
            c9 = Fma.MultiplyAdd(x, c9, y);
            c10 = Fma.MultiplyAdd(x, c10, y);
            c11 = Fma.MultiplyAdd(x, c11, y);
        }

        return Vector256.Sum(c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 + c11);
    }
}
