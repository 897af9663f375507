using System.CommandLine;
using NotebookKit.Host.Protocol;

namespace NotebookKit.Cli;

/// <summary>The hidden command that nbkit starts itself with: the child that runs a notebook's cells.</summary>
internal static class CellServerCommand
{
    private const string Name = "cell-server";

    public static Command Create()
    {
        var requests = new Argument<string>("requests");
        var events = new Argument<string>("events");
        var command = new Command(Name, "Serves cells to the nbkit that started it.") { requests, events };
        command.Hidden = true;
        command.SetAction(parsed => CellServer.Serve(parsed.GetRequiredValue(requests), parsed.GetRequiredValue(events)));
        return command;
    }

    /// <summary>How to start this very program as a child.</summary>
    public static Host.Protocol.CellServerCommand Self()
    {
        var nbkit = Nbkit();
        return nbkit with { Arguments = [.. nbkit.Arguments, Name] };
    }

    /// <summary>How to start this very program: the installed tool by its own path, a build by its file or through dotnet.</summary>
    public static Host.Protocol.CellServerCommand Nbkit()
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is unknown.");
        var isSharedHost = Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        return new Host.Protocol.CellServerCommand(program, isSharedHost ? [Path.Combine(AppContext.BaseDirectory, "nbkit.dll")] : []);
    }
}
