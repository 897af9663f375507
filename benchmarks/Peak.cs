using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NotebookKit.Kernels;

namespace NotebookKit.Benchmarks;

/// <summary>How many multiply-adds this machine can do at most: the limit that a product of matrices is held against.</summary>
/// <remarks>Twelve independent sums on registers alone, on as many threads as the kernels use; a multiply-add is two operations.</remarks>
internal static class Peak
{
    private const int Steps = 200_000;
    private const int Sums = 12;

    // Numbers of the widest vectors that are not two narrower ones.
    private static int Count => Vector512.IsHardwareAccelerated ? Vector512<float>.Count : Vector256<float>.Count;

    // Where the sums go, so that no compiler leaves them out.
    private static volatile float kept;

    /// <summary>Floating-point operations a second, the best of several tries.</summary>
    public static double Measure()
    {
        Parts parts = default;
        double best = Enumerable.Range(0, 5).Min(_ => Stopclock.Samples(() => Fork.Run(Fork.Threads, ref parts), 0.05).Min());
        return 2.0 * Sums * Count * Steps * Fork.Threads / best;
    }

    /// <summary>Floating-point operations a second just now, over a few milliseconds: less than the peak where something that no system counts shares the cores.</summary>
    public static double Now()
    {
        const int Times = 10, Before = 40;

        // First what a peer's threads still spin after their work, and what a host takes to give a core that was idle its own place.
        Parts parts = default;
        for (int i = 0; i < Before; i++)
        {
            Fork.Run(Fork.Threads, ref parts);
        }

        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Times; i++)
        {
            Fork.Run(Fork.Threads, ref parts);
        }

        return 2.0 * Sums * Count * Steps * Fork.Threads * Times / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float OnWideRegisters(int steps)
    {
        Vector512<float> x = Vector512.Create(0.5f), y = Vector512.Create(0.25f);
        Vector512<float> c0 = x, c1 = y, c2 = x, c3 = y, c4 = x, c5 = y, c6 = x, c7 = y, c8 = x, c9 = y, c10 = x, c11 = y;
        for (int i = 0; i < steps; i++)
        {
            c0 = Vector512.FusedMultiplyAdd(x, c0, y);
            c1 = Vector512.FusedMultiplyAdd(x, c1, y);
            c2 = Vector512.FusedMultiplyAdd(x, c2, y);
            c3 = Vector512.FusedMultiplyAdd(x, c3, y);
            c4 = Vector512.FusedMultiplyAdd(x, c4, y);
            c5 = Vector512.FusedMultiplyAdd(x, c5, y);
            c6 = Vector512.FusedMultiplyAdd(x, c6, y);
            c7 = Vector512.FusedMultiplyAdd(x, c7, y);
            c8 = Vector512.FusedMultiplyAdd(x, c8, y);
            c9 = Vector512.FusedMultiplyAdd(x, c9, y);
            c10 = Vector512.FusedMultiplyAdd(x, c10, y);
            c11 = Vector512.FusedMultiplyAdd(x, c11, y);
        }

        return Vector512.Sum(c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 + c11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float OnRegisters(int steps)
    {
        Vector256<float> x = Vector256.Create(0.5f), y = Vector256.Create(0.25f);
        Vector256<float> c0 = x, c1 = y, c2 = x, c3 = y, c4 = x, c5 = y, c6 = x, c7 = y, c8 = x, c9 = y, c10 = x, c11 = y;
        for (int i = 0; i < steps; i++)
        {
            c0 = Vector256.FusedMultiplyAdd(x, c0, y);
            c1 = Vector256.FusedMultiplyAdd(x, c1, y);
            c2 = Vector256.FusedMultiplyAdd(x, c2, y);
            c3 = Vector256.FusedMultiplyAdd(x, c3, y);
            c4 = Vector256.FusedMultiplyAdd(x, c4, y);
            c5 = Vector256.FusedMultiplyAdd(x, c5, y);
            c6 = Vector256.FusedMultiplyAdd(x, c6, y);
            c7 = Vector256.FusedMultiplyAdd(x, c7, y);
            c8 = Vector256.FusedMultiplyAdd(x, c8, y);
            c9 = Vector256.FusedMultiplyAdd(x, c9, y);
            c10 = Vector256.FusedMultiplyAdd(x, c10, y);
            c11 = Vector256.FusedMultiplyAdd(x, c11, y);
        }

        return Vector256.Sum(c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 + c11);
    }

    private readonly struct Parts : IForkBody
    {
        public void Run(int part) => kept = Vector512.IsHardwareAccelerated ? OnWideRegisters(Steps) : OnRegisters(Steps);
    }
}
