using NotebookKit.Benchmarks;

// benchmarks [FILTER]: measures the rows whose name contains FILTER, all by default.
string filter = args.FirstOrDefault() ?? string.Empty;
Row[] rows = [.. Rows.All.Where(row => row.Name.Contains(filter, StringComparison.OrdinalIgnoreCase))];
if (rows.Length == 0)
{
    Console.Error.WriteLine($"No row is called '{filter}'. The rows: {string.Join(", ", Rows.All.Select(row => row.Name))}");
    return 3;
}

Console.WriteLine($"{Environment.ProcessorCount} cores, {NotebookKit.Kernels.Simd.KernelVariant.Width}; the best tenth of the samples, so that other work on the machine counts little");
Console.WriteLine($"{"row",-40}{"p10",12}{"median",12}{"GFLOP/s",10}");
foreach (Row row in rows)
{
    Measurement found = Stopclock.Measure(row.Work);
    string rate = row.Flops > 0 ? $"{row.Flops / found.P10 / 1e9:F1}" : string.Empty;
    Console.WriteLine($"{row.Name,-40}{Stopclock.Text(found.P10),12}{Stopclock.Text(found.Median),12}{rate,10}");
}

return 0;
