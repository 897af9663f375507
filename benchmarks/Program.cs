using NotebookKit.Benchmarks;
using Fork = NotebookKit.Kernels.Fork;

// benchmarks [FILTER]: measures the rows whose name contains FILTER, all by default.
// benchmarks compare [FILTER] [--peer COMMAND] [--rows SCRIPT]: the same beside PyTorch, which COMMAND (or NOTEBOOKKIT_PEER,
// or python3) runs, or beside what another script of peers/ uses.
List<string> words = [.. args];
string peerCommand = Environment.GetEnvironmentVariable("NOTEBOOKKIT_PEER") is { Length: > 0 } named ? named : "python3";
int option = words.IndexOf("--peer");
if (option >= 0)
{
    if (option + 1 >= words.Count)
    {
        Console.Error.WriteLine("--peer needs the command that runs a Python with PyTorch.");
        return 3;
    }

    peerCommand = words[option + 1];
    words.RemoveRange(option, 2);
}

string rowsScript = "torch_rows.py";
int scriptOption = words.IndexOf("--rows");
if (scriptOption >= 0)
{
    if (scriptOption + 1 >= words.Count)
    {
        Console.Error.WriteLine("--rows needs the name of a script in peers/.");
        return 3;
    }

    rowsScript = words[scriptOption + 1];
    words.RemoveRange(scriptOption, 2);
}

bool compare = words.FirstOrDefault() == "compare";
string filter = words.Skip(compare ? 1 : 0).FirstOrDefault() ?? string.Empty;
Row[] rows = [.. Rows.All.Where(row => row.Name.Contains(filter, StringComparison.OrdinalIgnoreCase))];
if (rows.Length == 0)
{
    Console.Error.WriteLine($"No row is called '{filter}'. The rows: {string.Join(", ", Rows.All.Select(row => row.Name))}");
    return 3;
}

if (compare)
{
    string script = Path.Combine(AppContext.BaseDirectory, "peers", rowsScript);
    try
    {
        using Peer peer = new(peerCommand, script, Fork.Threads);
        return Comparison.Run(rows, peer) == 0 ? 0 : 1;
    }
    catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
    {
        Console.Error.WriteLine(e.Message);
        return 3;
    }
}

Console.WriteLine($"{Environment.ProcessorCount} cores, {NotebookKit.Kernels.Simd.KernelVariant.Width}; the best tenth of the samples, so that other work on the machine counts little");
Console.WriteLine($"{"row",-44}{"p10",12}{"median",12}{"GFLOP/s",10}");
foreach (Row row in rows)
{
    Measurement found = Stopclock.Measure(row.Work);
    string rate = row.Flops > 0 ? $"{row.Flops / found.P10 / 1e9:F1}" : string.Empty;
    Console.WriteLine($"{row.Name,-44}{Stopclock.Text(found.P10),12}{Stopclock.Text(found.Median),12}{rate,10}  {row.Note}".TrimEnd());
}

return 0;
