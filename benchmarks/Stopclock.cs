using System.Diagnostics;

namespace NotebookKit.Benchmarks;

/// <summary>What a row took, in seconds.</summary>
/// <param name="P10">A tenth of the samples were faster.</param>
/// <param name="Median">Half of the samples were faster.</param>
internal sealed record Measurement(double P10, double Median);

/// <summary>Times a piece of work.</summary>
internal static class Stopclock
{
    private const int CallsToTry = 5;
    private const double LongestTry = 0.02;

    /// <summary>Whether processor time is counted instead of the time on the wall: on a machine that does other things, with one thread, it says more.</summary>
    public static bool ByProcessor { get; set; }

    /// <summary>Runs the work until it is warm, then for two thirds of a second.</summary>
    public static Measurement Measure(Action work)
    {
        _ = Samples(work, 0.3);
        double[] samples = Samples(work, 0.7);
        Array.Sort(samples);
        return new Measurement(samples[samples.Length / 10], samples[samples.Length / 2]);
    }

    /// <summary>The seconds of one run, many times over.</summary>
    /// <param name="work">What to run.</param>
    /// <param name="seconds">For about how long.</param>
    public static double[] Samples(Action work, double seconds)
    {
        // Short work is timed in groups of about 50 microseconds, so that reading the clock does not count; the processor's is read more slowly.
        // The fastest of a few calls says how long it is: the first finds its memory cold, and a group of one would be half clock.
        double once = double.PositiveInfinity;
        long begun = Stopwatch.GetTimestamp();
        for (int call = 0; call < CallsToTry && Stopwatch.GetElapsedTime(begun).TotalSeconds < LongestTry; call++)
        {
            long from = Stopwatch.GetTimestamp();
            work();
            once = Math.Min(once, Stopwatch.GetElapsedTime(from).TotalSeconds);
        }

        int group = Math.Max(1, (int)((ByProcessor ? 500e-6 : 50e-6) / Math.Max(1e-8, once)));
        List<double> samples = [];
        long start = Stopwatch.GetTimestamp();
        while (samples.Count < 5 || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
        {
            double from = Now();
            for (int i = 0; i < group; i++)
            {
                work();
            }

            samples.Add((Now() - from) / group);
        }

        return [.. samples];
    }

    /// <summary>The seconds of one run.</summary>
    public static double Once(Action work)
    {
        double start = Now();
        work();
        return Now() - start;
    }

    /// <summary>A time in the unit that suits it.</summary>
    public static string Text(double seconds) => seconds switch
    {
        < 1e-6 => $"{seconds * 1e9:F1} ns",
        < 1e-3 => $"{seconds * 1e6:F1} us",
        < 10 => $"{seconds * 1e3:F2} ms",
        _ => $"{seconds:F1} s",
    };

    private static double Now() => ByProcessor ? Environment.CpuUsage.TotalTime.TotalSeconds : Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;
}
