namespace NotebookKit.Interactive;

/// <summary>What <see cref="KernelExtension.Load(object)"/> could bind to a kernel.</summary>
/// <param name="Commands">The magic commands that the kernel now knows, without <c>#!</c>.</param>
/// <param name="ShowsInPlace">Whether figures and histories change in place while a cell runs.</param>
/// <param name="Problems">What could not be bound, and why.</param>
public sealed record KernelBinding(IReadOnlyList<string> Commands, bool ShowsInPlace, IReadOnlyList<string> Problems)
{
    /// <summary>The same in a few lines.</summary>
    public override string ToString()
    {
        string commands = Commands.Count == 0 ? "no magic commands" : "magic commands " + string.Join(' ', Commands.Select(name => "#!" + name));
        string lines = $"NotebookKit: {commands}; {(ShowsInPlace ? "values change in place" : "values do not change in place")}.";
        return Problems.Count == 0 ? lines : $"{lines}\nNot bound in this kernel:\n- {string.Join("\n- ", Problems)}\nThe library itself works; nbkit runs the notebook with all commands.";
    }
}
