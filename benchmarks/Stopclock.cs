using System.Diagnostics;

namespace NotebookKit.Benchmarks;

/// <summary>What a row took, in seconds.</summary>
/// <param name="P10">A tenth of the samples were faster.</param>
/// <param name="Median">Half of the samples were faster.</param>
internal sealed record Measurement(double P10, double Median);

/// <summary>Times a piece of work.</summary>
internal static class Stopclock
{
    /// <summary>Runs the work until it is warm, then for two thirds of a second.</summary>
    public static Measurement Measure(Action work)
    {
        // Short work is timed in groups, so that reading the clock does not count.
        long warm = Stopwatch.GetTimestamp();
        int calls = 0;
        while (Stopwatch.GetElapsedTime(warm).TotalSeconds < 0.3)
        {
            work();
            calls++;
        }

        int group = Math.Max(1, calls / 3000);
        List<double> samples = [];
        long start = Stopwatch.GetTimestamp();
        while (samples.Count < 20 || Stopwatch.GetElapsedTime(start).TotalSeconds < 0.7)
        {
            long from = Stopwatch.GetTimestamp();
            for (int i = 0; i < group; i++)
            {
                work();
            }

            samples.Add(Stopwatch.GetElapsedTime(from).TotalSeconds / group);
        }

        samples.Sort();
        return new Measurement(samples[samples.Count / 10], samples[samples.Count / 2]);
    }

    /// <summary>A time in the unit that suits it.</summary>
    public static string Text(double seconds) => seconds switch
    {
        < 1e-6 => $"{seconds * 1e9:F1} ns",
        < 1e-3 => $"{seconds * 1e6:F1} us",
        _ => $"{seconds * 1e3:F2} ms",
    };
}
