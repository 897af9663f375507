using NotebookKit.Benchmarks;

// What it takes is told by Settings.Usage and benchmarks/README.md.
if (Settings.Parse(args, out string problem) is not { } settings)
{
    Console.Error.WriteLine(problem);
    return 3;
}

Stopclock.ByProcessor = settings.ByProcessor;
if (settings.Task == BenchmarkTask.Kernels)
{
    return KernelTimes.Run(settings);
}

if (settings.Task == BenchmarkTask.Serve)
{
    return Server.Run();
}

Row[] rows = [.. Rows.All.Where(row => settings.Rows.Count == 0 || settings.Rows.Any(part => row.Name.Contains(part, StringComparison.OrdinalIgnoreCase)))];
if (rows.Length == 0)
{
    Console.Error.WriteLine($"No row is called '{string.Join("' or '", settings.Rows)}'. The rows:\n  {string.Join("\n  ", Rows.All.Select(row => row.Name))}");
    return 3;
}

return settings.Task switch
{
    BenchmarkTask.Compare => Comparison.Run(rows, settings),
    BenchmarkTask.Profile => RowProfile.Run(rows),
    _ => Alone.Run(rows),
};
