namespace NotebookKit.Interactive;

/// <summary>All magic commands of the kit.</summary>
public static class MagicCommands
{
    /// <summary>The commands in the order in which they are listed.</summary>
    public static IReadOnlyList<IMagicCommand> All { get; } =
    [
        new KitCommand(), new SeedCommand(), new DeviceCommand(), new DataCommand(), new SummaryCommand(), new GraphCommand(),
        new GradcheckCommand(), new ProfileCommand(), new BenchCommand(), new CheckCommand(), new HintCommand(),
    ];

    /// <summary>The command of a name, or null.</summary>
    public static IMagicCommand? Find(string name) =>
        All.FirstOrDefault(command => string.Equals(command.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Runs a command, or shows how it is used when the arguments are <c>-h</c> or <c>--help</c>.</summary>
    /// <exception cref="MagicException">It was used wrongly.</exception>
    public static Task RunAsync(IMagicCommand command, MagicCall call, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(call);
        if (call.Arguments is "-h" or "--help")
        {
            call.Host.Show(command.Usage);
            return Task.CompletedTask;
        }

        return command.RunAsync(call, cancellation);
    }
}
