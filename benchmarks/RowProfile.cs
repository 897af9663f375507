using System.Diagnostics;
using NotebookKit.Devices;

namespace NotebookKit.Benchmarks;

/// <summary>Where the time of a row goes: each operation of the library, and what lies between them.</summary>
internal static class RowProfile
{
    private const double Seconds = 1;

    /// <summary>Runs each row for a second under the profiler and prints a table.</summary>
    public static int Run(IEnumerable<Row> rows)
    {
        foreach (Row row in rows)
        {
            _ = Stopclock.Samples(row.Work, 0.5);
            double alone = Stopclock.Measure(row.Work).Median;
            Profiler profiler = new();
            int runs = 0;
            long allocated = GC.GetTotalAllocatedBytes();
            Stopwatch watch = Stopwatch.StartNew();
            using (profiler.Start())
            {
                for (; watch.Elapsed.TotalSeconds < Seconds || runs < 3; runs++)
                {
                    row.Work();
                }
            }

            double whole = watch.Elapsed.TotalSeconds / runs;
            allocated = (GC.GetTotalAllocatedBytes() - allocated) / runs;
            Console.WriteLine($"{row.Name}: {Stopclock.Text(whole)} a run under the profiler, {Stopclock.Text(alone)} without, {runs:N0} runs, {allocated / 1024.0:F1} KB of managed memory a run");
            Console.WriteLine($"  {"operation",-36}{"a run",12}{"share",8}{"calls",8}{"GFLOP/s",10}");
            double inside = 0;
            foreach (ProfiledOperation one in profiler.Operations)
            {
                double time = one.Time.TotalSeconds / runs;
                inside += time;
                string rate = one.Flops > 0 ? $"{one.Flops / one.Time.TotalSeconds / 1e9:F1}" : string.Empty;
                Console.WriteLine($"  {one.Name,-36}{Stopclock.Text(time),12}{time / whole,8:P0}{(double)one.Calls / runs,8:0.#}{rate,10}");
            }

            Console.WriteLine($"  {"between them",-36}{Stopclock.Text(Math.Max(0, whole - inside)),12}{Math.Max(0, 1 - (inside / whole)),8:P0}");
        }

        return 0;
    }
}
