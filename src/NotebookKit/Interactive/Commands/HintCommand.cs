using System.Collections.Concurrent;
using System.Globalization;
using NotebookKit.Checks;
using NotebookKit.Display;

namespace NotebookKit.Interactive;

/// <summary><c>#!hint NAME</c>: help with an exercise, a step more each time.</summary>
internal sealed class HintCommand : IMagicCommand
{
    private readonly ConcurrentDictionary<string, int> given = new(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public string Name => "hint";

    /// <inheritdoc/>
    public string Summary => "gives a hint for an exercise, a step more each time";

    /// <inheritdoc/>
    public string Usage => """
        #!hint NAME [LEVEL]
        Shows the next hint of an exercise, or those up to a level.
        Example: #!hint perceptron-step 2
        """;

    /// <inheritdoc/>
    public bool TakesCell => false;

    /// <inheritdoc/>
    public async Task RunAsync(MagicCall call, CancellationToken cancellation)
    {
        MagicLine line = MagicLine.Parse(call.Arguments, Usage);
        line.AtMost(2);
        await CheckFiles.LoadAsync(call.Host, cancellation).ConfigureAwait(false);
        if (line.Words.Count == 0)
        {
            throw line.Wrong("The name of the check is missing; #!check lists them.");
        }

        CheckDefinition check = CheckCommand.Find(CheckBook.Session, line);
        if (check.Hints.Count == 0)
        {
            call.Host.Show($"There is no hint for {check.Name}; what #!check {check.Name} says may help.");
            return;
        }

        int level = Math.Min(given.GetValueOrDefault(check.Name) + 1, check.Hints.Count);
        if (line.Words.Count == 2 && (!int.TryParse(line.Words[1], NumberStyles.None, CultureInfo.InvariantCulture, out level) || level < 1 || level > check.Hints.Count))
        {
            throw line.Wrong($"{check.Name} has hints 1 to {check.Hints.Count}, and got '{line.Words[1]}'.");
        }

        given[check.Name] = level;
        call.Host.Show(new ReportTable($"Hints for {check.Title}", ["", ""], [.. check.Hints.Take(level).Select((hint, i) => new[] { $"hint {i + 1} of {check.Hints.Count}", hint })])
        {
            Notes = level < check.Hints.Count ? [$"#!hint {check.Name} again gives the next one."] : [],
        });
    }
}
