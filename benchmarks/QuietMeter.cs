using System.Diagnostics;
using System.Globalization;

namespace NotebookKit.Benchmarks;

/// <summary>How much of the machine other programs used while we measured: their load flatters whoever spins less.</summary>
internal sealed class QuietMeter
{
    // Linux counts in hundredths of a second.
    private const double TicksPerSecond = 100;
    private readonly double busyBefore = BusySeconds();
    private readonly double ownBefore;
    private readonly long start = Stopwatch.GetTimestamp();

    /// <summary>Starts to count.</summary>
    /// <param name="own">The processor seconds used so far by the programs that are measured.</param>
    public QuietMeter(double own) => ownBefore = own;

    /// <summary>The share of all cores that others used since the start, 0 to 1; NaN where the system does not say.</summary>
    /// <param name="own">The processor seconds used now by the programs that are measured.</param>
    public double OthersSince(double own)
    {
        double elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds * Environment.ProcessorCount;
        return Math.Max(0, BusySeconds() - busyBefore - (own - ownBefore)) / elapsed;
    }

    /// <summary>This program's processor seconds.</summary>
    public static double Own()
    {
        using Process self = Process.GetCurrentProcess();
        return self.TotalProcessorTime.TotalSeconds;
    }

    // cpu user nice system idle iowait irq softirq steal: all but idle and iowait is work, steal is another machine's.
    private static double BusySeconds()
    {
        if (!OperatingSystem.IsLinux())
        {
            return double.NaN;
        }

        string first = File.ReadLines("/proc/stat").First();
        double[] ticks = [.. first.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
        return (ticks.Sum() - ticks[3] - ticks[4]) / TicksPerSecond;
    }
}
