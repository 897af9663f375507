using System.Diagnostics;
using System.Text.Json.Nodes;

namespace NotebookKit.Benchmarks;

/// <summary>Times the kit's Jupyter kernel and a run of a notebook beside IPython's, through Jupyter's own client.</summary>
internal static class KernelTimes
{
    // What the design asks for, in milliseconds; a whole run has no limit of its own.
    private static readonly Dictionary<string, double> Limits = new()
    {
        ["kernel: start to the first result"] = 2000,
        ["kernel: a trivial cell"] = 20,
        ["kernel: an update of a display"] = 5,
    };

    /// <summary>Runs it and prints the table; 1 when a row is over its limit, 3 when it cannot run here.</summary>
    public static int Run(Settings settings)
    {
        if (Nbkit() is not { } nbkit)
        {
            Console.Error.WriteLine("kernels: there is no nbkit.dll; build the solution first with 'dotnet build NotebookKit.sln -c Release'.");
            return 3;
        }

        DirectoryInfo folder = Directory.CreateTempSubdirectory("notebookkit-kernels-");
        try
        {
            return Run(settings, nbkit, folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static int Run(Settings settings, string nbkit, string folder)
    {
        string dotnet = Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "dotnet" ? own : "dotnet";
        string[] words = settings.PeerCommand.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string script = Path.Combine(AppContext.BaseDirectory, "peers", "kernels.py");
        ProcessStartInfo start = new(words[0], [.. words[1..], script, $"{settings.Rounds}", folder, dotnet, nbkit]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        JsonArray rows = [];
        bool isSlow = false;
        Console.WriteLine($"{"row",-42}{"ours",12}{"IPython",12}{"ratio",8}{"limit",12}");
        while (process.StandardOutput.ReadLine() is { } line)
        {
            JsonObject row = JsonNode.Parse(line)!.AsObject();
            string name = (string)row["name"]!;
            double ours = (double)row["ours_ms"]!;
            bool isOver = Limits.TryGetValue(name, out double limit) && ours > limit;
            isSlow |= isOver;
            Console.WriteLine($"{name,-42}{ours,9:F1} ms{(double)row["peer_ms"]!,9:F1} ms{(double)row["ratio"]!,8:F2}{(limit > 0 ? $"{limit:F0} ms" : "-"),12}{(isOver ? "  over the limit" : string.Empty)}");
            rows.Add(row);
        }

        process.WaitForExit();
        if (process.ExitCode != 0 || rows.Count == 0)
        {
            Console.Error.WriteLine($"kernels: '{settings.PeerCommand}' did not run. It needs a Python with jupyter_client, nbconvert and ipykernel (on Debian 'apt-get install jupyter-nbconvert jupyter-console' and '--peer /usr/bin/python3').");
            return 3;
        }

        if (settings.Json is { } json)
        {
            File.WriteAllText(json, rows.ToJsonString());
        }

        return isSlow ? 1 : 0;
    }

    // The tool of this checkout.
    private static string? Nbkit()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "NotebookKit.sln")))
        {
            folder = folder.Parent;
        }

        string? tool = folder is null ? null : Path.Combine(folder.FullName, "src", "NotebookKit.Cli", "bin", "Release", "net10.0", "nbkit.dll");
        return File.Exists(tool) ? tool : null;
    }
}
