using System.CommandLine;
using NotebookKit.Host.Jupyter;
using NotebookKit.Host.Jupyter.Install;

namespace NotebookKit.Cli;

/// <summary><c>nbkit jupyter</c>: the kernel for Jupyter, and its entry in Jupyter's list.</summary>
internal static class JupyterCommand
{
    private static readonly Argument<string> ConnectionFile = new("connection-file") { Description = "The file that Jupyter has written for this kernel." };
    private static readonly Option<bool> AllowRemote = new("--allow-remote") { Description = "Listens also where other machines can reach it, if the file says so." };
    private static readonly Option<bool> User = new("--user") { Description = "For this user, in any Jupyter of theirs; the default." };
    private static readonly Option<string?> Prefix = new("--prefix") { Description = "For a Python environment or installation: its folder." };

    public static Command Create()
    {
        var install = new Command("install", "Enters the kernel in Jupyter's list.") { User, Prefix };
        install.SetAction(parsed => Guarded(() => KernelInstaller.Install(CellServerCommand.Nbkit(), PrefixOf(parsed))));
        var uninstall = new Command("uninstall", "Removes what install wrote.") { User, Prefix };
        uninstall.SetAction(parsed => Guarded(() => KernelInstaller.Uninstall(PrefixOf(parsed)) is { Count: > 0 } removed
            ? [.. removed.Select(folder => $"removed {folder}")]
            : throw new ArgumentException("there is no kernel of nbkit there.")));
        var start = new Command("start", "Runs the kernel; Jupyter calls this.") { ConnectionFile, AllowRemote };
        start.SetAction(StartAsync);
        return new Command("jupyter", "Makes C# a language of Jupyter.") { install, uninstall, start };
    }

    private static string? PrefixOf(ParseResult parsed) =>
        parsed.GetValue(User) && parsed.GetValue(Prefix) is not null
            ? throw new ArgumentException("--user and --prefix name two places; choose one.")
            : parsed.GetValue(Prefix);

    private static int Guarded(Func<IReadOnlyList<string>> work)
    {
        try
        {
            foreach (var line in work())
            {
                Console.WriteLine(line);
            }

            return ExitCodes.Ok;
        }
        catch (Exception exception) when (exception is ArgumentException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"nbkit: {exception.Message}");
            return ExitCodes.Usage;
        }
    }

    private static async Task<int> StartAsync(ParseResult parsed, CancellationToken cancellation)
    {
        try
        {
            await JupyterKernel.RunAsync(parsed.GetRequiredValue(ConnectionFile), CellServerCommand.Self(), Directory.GetCurrentDirectory(), parsed.GetValue(AllowRemote), cancellation).ConfigureAwait(false);
            return ExitCodes.Ok;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"nbkit: {exception.Message}").ConfigureAwait(false);
            return ExitCodes.Usage;
        }
    }
}
