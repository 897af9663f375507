using System.Globalization;

namespace NotebookKit.Benchmarks;

/// <summary>How much more memory the process held at its peak than at a start, as Linux counts it; no number elsewhere.</summary>
internal sealed class PeakMemory
{
    private const string Status = "/proc/self/status";
    private double before = double.NaN;

    /// <summary>The most since <see cref="Start"/>, less what was there then, in megabytes.</summary>
    public double Megabytes => Read("VmHWM:") - before;

    /// <summary>Begins to measure.</summary>
    public void Start()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        if (File.Exists("/proc/self/clear_refs"))
        {
            // 5 sets the high-water mark back to what is held now.
            File.WriteAllText("/proc/self/clear_refs", "5");
        }

        before = Read("VmRSS:");
    }

    private static double Read(string field)
    {
        string? line = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(text => text.StartsWith(field, StringComparison.Ordinal)) : null;
        return line is null ? double.NaN : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
    }
}
