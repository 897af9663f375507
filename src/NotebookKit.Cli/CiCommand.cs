using System.CommandLine;
using System.Diagnostics;

namespace NotebookKit.Cli;

/// <summary><c>nbkit ci</c>: the checks of this repository, in one command; <c>--full</c> adds those that take long.</summary>
internal static class CiCommand
{
    private static readonly Option<bool> Full = new("--full") { Description = "Also runs every notebook at its real size, and the benchmarks." };

    public static Command Create()
    {
        Command command = new("ci", "Checks a checkout of NotebookKit: tests, format, masters, formulas and, with --full, the notebooks at their real size and the benchmarks.") { Full };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (FindRoot() is not { } root)
        {
            await Console.Error.WriteLineAsync("nbkit ci: no NotebookKit.sln here or above; run it inside a checkout of NotebookKit.").ConfigureAwait(false);
            return ExitCodes.Usage;
        }

        Host.Protocol.CellServerCommand self = CellServerCommand.Self();
        string[] before = [.. self.Arguments.TakeWhile(argument => argument.EndsWith(".dll", StringComparison.Ordinal))];
        List<(string Name, string Program, string[] Arguments)> steps =
        [
            // Without a build: this program is running from the folder that a build would write.
            ("tests", "dotnet", ["test", "NotebookKit.sln", "-c", "Release", "--no-build"]),
            ("format", "dotnet", ["format", "NotebookKit.sln", "--verify-no-changes", "--no-restore"]),
            ("masters", self.Program, [.. before, "release", "--check"]),
            ("formulas", self.Program, [.. before, "export", "html", "--check", "notebooks"]),
        ];
        if (parsed.GetValue(Full))
        {
            steps.Add(("notebooks", self.Program, [.. before, "run", "notebooks", "--out", "out"]));
            steps.Add(("benchmarks", "dotnet", ["run", "-c", "Release", "--no-build", "--project", "benchmarks"]));
        }

        int failed = 0;
        foreach ((string name, string program, string[] arguments) in steps)
        {
            Stopwatch watch = Stopwatch.StartNew();
            Console.WriteLine($"== {name}: {Path.GetFileNameWithoutExtension(program)} {string.Join(' ', arguments.Select(Path.GetFileName))}");
            int exitCode = await StepAsync(root, program, arguments, cancellation).ConfigureAwait(false);
            Console.WriteLine($"== {name}: {(exitCode == 0 ? "ok" : $"failed, exit code {exitCode}")}, {watch.Elapsed.TotalSeconds:F0} s");
            failed += exitCode == 0 ? 0 : 1;
        }

        Console.WriteLine($"{steps.Count - failed} passed, {failed} failed");
        return failed == 0 ? ExitCodes.Ok : 1;
    }

    private static async Task<int> StepAsync(string root, string program, string[] arguments, CancellationToken cancellation)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = root, UseShellExecute = false };
        using Process process = Process.Start(start) ?? throw new IOException($"{program} did not start.");
        try
        {
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static string? FindRoot()
    {
        for (DirectoryInfo? folder = new(Directory.GetCurrentDirectory()); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "NotebookKit.sln")))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
