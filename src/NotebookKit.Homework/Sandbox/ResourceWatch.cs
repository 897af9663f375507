using System.Globalization;
using NotebookKit.Checks;

namespace NotebookKit.Homework.Sandbox;

/// <summary>Looks every tenth of a second at the memory and the processes of a submission, has it killed when it takes too much, and keeps the clock for its limits on time.</summary>
/// <remarks>The system's limits cannot do this everywhere: a limit on addresses keeps .NET from starting, and one on processes counts a user's everywhere.</remarks>
internal sealed class ResourceWatch : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly FairClock clock = new();
    private readonly Lock gate = new();
    private readonly Timer timer;
    private readonly int root;
    private readonly ChildLimits limits;
    private readonly Action kill;
    private volatile string? exceeded;

    /// <summary>Begins to look.</summary>
    /// <param name="root">The process that was started; its descendants belong to it.</param>
    /// <param name="limits">What it may use.</param>
    /// <param name="kill">Ends it with all its descendants.</param>
    public ResourceWatch(int root, ChildLimits limits, Action kill)
    {
        (this.root, this.limits, this.kill) = (root, limits, kill);
        timer = new Timer(_ => Look(), null, Pause, Pause);
    }

    /// <summary>What it took too much of; null while it keeps to its limits.</summary>
    public string? Exceeded => exceeded;

    /// <summary>How long the submission has had since the watch began; time in which others had the processors does not count.</summary>
    public TimeSpan Elapsed => clock.Elapsed;

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();

    private void Look()
    {
        // A look that comes while the last one is not done is left out: the next one makes up for it.
        if (exceeded is not null || !gate.TryEnter())
        {
            return;
        }

        try
        {
            Judge();
        }
        finally
        {
            gate.Exit();
        }
    }

    private void Judge()
    {
        var (megabytes, ids) = Use();
        clock.Look(ids.Select(id => id.ToString(CultureInfo.InvariantCulture)));
        var processes = ids.Count;
        exceeded = megabytes > limits.Megabytes + 256 ? string.Create(CultureInfo.InvariantCulture, $"it used {megabytes:N0} MB of memory; {limits.Megabytes:N0} MB are allowed")
            : processes > limits.Tasks / 4 ? $"it started {processes} processes"
            : null;
        if (exceeded is not null)
        {
            kill();
        }
    }

    private (long Megabytes, List<int> Processes) Use()
    {
        Dictionary<int, List<(int Id, long Pages)>> children = [];
        foreach (var folder in Directory.Exists("/proc/self") ? Directory.EnumerateDirectories("/proc") : [])
        {
            if (int.TryParse(Path.GetFileName(folder), out var id) && Stat(folder) is var (parent, pages))
            {
                (children.TryGetValue(parent, out var list) ? list : children[parent] = []).Add((id, pages));
                if (id == root)
                {
                    (children.TryGetValue(-1, out var top) ? top : children[-1] = []).Add((id, pages));
                }
            }
        }

        long sum = 0;
        List<int> all = [];
        Queue<int> next = new([-1]);
        while (next.TryDequeue(out var id))
        {
            foreach (var (child, pages) in children.GetValueOrDefault(id) ?? [])
            {
                sum += pages;
                all.Add(child);
                next.Enqueue(child);
            }
        }

        return (sum * Environment.SystemPageSize >> 20, all);
    }

    private static (int Parent, long Pages)? Stat(string folder) =>
        FairClock.Fields(Path.Combine(folder, "stat")) is { Length: > 21 } fields
            && int.TryParse(fields[1], CultureInfo.InvariantCulture, out var parent) && long.TryParse(fields[21], CultureInfo.InvariantCulture, out var pages) ? (parent, pages) : null;
}
