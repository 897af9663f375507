using System.Reflection;
using System.Runtime.InteropServices;
using NotebookKit.Data;
using NotebookKit.Devices;
using NotebookKit.Display;
using NotebookKit.Kernels;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Interactive;

/// <summary><c>#!kit</c>: what the kit can do here, and on what it runs.</summary>
internal sealed class KitCommand : IMagicCommand
{
    /// <inheritdoc/>
    public string Name => "kit";

    /// <inheritdoc/>
    public string Summary => "lists the kit's commands, its version, device and data";

    /// <inheritdoc/>
    public string Usage => """
        #!kit
        Lists the commands of the kit, and the version, device, threads, width of the vectors and data sets at hand.
        Each command explains itself: #!summary -h
        """;

    /// <inheritdoc/>
    public bool TakesCell => false;

    /// <inheritdoc/>
    public Task RunAsync(MagicCall call, CancellationToken cancellation)
    {
        MagicLine.Parse(call.Arguments, Usage).AtMost(0);
        call.Host.Show(new ReportTable("Commands of the kit", ["command", "what it does"], [.. MagicCommands.All.Select(command => new[] { $"#!{command.Name}", command.Summary })])
        {
            Notes = ["#!NAME -h says how a command is used."],
        });
        call.Host.Show(Facts());
        return Task.CompletedTask;
    }

    private static ReportTable Facts()
    {
        DataShelf shelf = DataShelf.Default();
        int here = DatasetTable.All.Count(set => shelf.Where(set) is not null);
        string folders = string.Join(", ", shelf.Folders);
        string width = KernelVariant.Width is var bits && (int)bits > 0 ? $"{(int)bits} bits, {(int)bits / 32} floats at once" : "one number at a time";
        return new ReportTable("This session", ["", ""],
        [
            ["NotebookKit", typeof(Tensor).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "?"],
            ["runs on", $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.ProcessArchitecture}"],
            ["device", Device.Cpu.Name],
            ["threads", $"{Fork.Threads} of {Environment.ProcessorCount} cores"],
            ["vectors", width],
            ["data folders", folders.Length > 0 ? folders : "none: sets that have an address are downloaded into the cache"],
            ["data sets", $"{here} of {DatasetTable.All.Count} at hand{(shelf.IsOffline ? "; downloads are forbidden (NOTEBOOKKIT_OFFLINE)" : string.Empty)}; #!data lists them"],
        ]);
    }
}
