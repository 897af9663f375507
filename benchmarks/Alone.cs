namespace NotebookKit.Benchmarks;

/// <summary>Our rows without a peer: for looking at one number while a kernel is changed, not for claims.</summary>
internal static class Alone
{
    /// <summary>Times each row and prints a table.</summary>
    public static int Run(IEnumerable<Row> rows)
    {
        Console.WriteLine($"{Environment.ProcessorCount} cores, {Kernels.Simd.KernelVariant.Width}; the best tenth of the samples, so that other work on the machine counts little");
        Console.WriteLine($"{"row",-44}{"p10",12}{"median",12}{"GFLOP/s",10}");
        foreach (Row row in rows)
        {
            Measurement found = Stopclock.Measure(row.Work);
            string rate = row.Flops > 0 ? $"{row.Flops / found.P10 / 1e9:F1}" : string.Empty;
            Console.WriteLine($"{row.Name,-44}{Stopclock.Text(found.P10),12}{Stopclock.Text(found.Median),12}{rate,10}  {row.Note}".TrimEnd());
        }

        return 0;
    }
}
