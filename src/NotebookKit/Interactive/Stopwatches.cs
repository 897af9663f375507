using System.Diagnostics;

namespace NotebookKit.Interactive;

/// <summary>Code that is measured, and what was measured.</summary>
/// <param name="code">How the reader wrote it.</param>
/// <param name="run">Runs it once.</param>
internal sealed class Measured(string code, Action run)
{
    private readonly List<double> times = [];

    /// <summary>How the reader wrote it.</summary>
    public string Code => code;

    /// <summary>How many measurements there are.</summary>
    public int Runs => times.Count;

    /// <summary>How many calls a measurement consists of, so that the clock can see it.</summary>
    public int Calls { get; set; } = 1;

    /// <summary>Bytes that a call allocates.</summary>
    public double Allocated { get; private set; }

    /// <summary>The time of a call that a tenth of the measurements stays below, in seconds.</summary>
    public double P10 => At(0.1);

    /// <summary>The time of a call that half of the measurements stay below.</summary>
    public double Median => At(0.5);

    /// <summary>p90 - p10 as a share of the median.</summary>
    public double Spread => (At(0.9) - P10) / Math.Max(Median, 1e-12);

    /// <summary>Runs it a number of times; the time of all in seconds.</summary>
    public double Time(int calls)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++)
        {
            run();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Measures once.</summary>
    public void Measure()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        times.Add(Time(Calls) / Calls);
        Allocated = (double)(GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
    }

    private double At(double share)
    {
        double[] sorted = [.. times.Order()];
        double place = share * (sorted.Length - 1);
        int low = (int)place;
        return low + 1 < sorted.Length ? sorted[low] + ((place - low) * (sorted[low + 1] - sorted[low])) : sorted[low];
    }
}

/// <summary>Measures several pieces of code fairly: each is warmed up, and then they take turns, so that a busy moment hits all.</summary>
internal static class Stopwatches
{
    // The clock ticks in 100 ns or less: in a millisecond that is nothing.
    private const double LeastTime = 1e-3;
    private const double WarmUp = 0.1;

    /// <summary>Measures.</summary>
    public static void Measure(IReadOnlyList<Measured> all, int runs, TimeSpan limit, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        foreach (Measured one in all)
        {
            cancellation.ThrowIfCancellationRequested();
            double spent = 0;
            double last = 0;

            // The compiler of the runtime makes the fast form after some thirty calls; a slow piece is warm after one.
            for (int calls = 1; spent < WarmUp; calls = Math.Min(calls * 2, 1 << 20))
            {
                double took = one.Time(calls);
                spent += took;
                last = took / calls;
            }

            one.Calls = (int)Math.Clamp(LeastTime / Math.Max(last, 1e-9), 1, 1 << 20);
        }

        for (int round = 0; round < runs; round++)
        {
            foreach (Measured one in all)
            {
                cancellation.ThrowIfCancellationRequested();
                one.Measure();
            }

            if (round >= 2 && Stopwatch.GetElapsedTime(start) > limit)
            {
                return;
            }
        }
    }
}
