using System.CommandLine;
using NotebookKit.Host.Jupyter;

namespace NotebookKit.Cli;

/// <summary><c>nbkit jupyter</c>: the kernel for Jupyter, and its entry in Jupyter's list.</summary>
internal static class JupyterCommand
{
    private const string Name = "jupyter";
    private static readonly Argument<string> ConnectionFile = new("connection-file") { Description = "The file that Jupyter has written for this kernel." };
    private static readonly Option<bool> AllowRemote = new("--allow-remote") { Description = "Listens also where other machines can reach it, if the file says so." };

    public static Command Create()
    {
        var start = new Command("start", "Runs the kernel; Jupyter calls this.") { ConnectionFile, AllowRemote };
        start.SetAction(StartAsync);
        return new Command(Name, "Makes C# a language of Jupyter.") { start };
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
