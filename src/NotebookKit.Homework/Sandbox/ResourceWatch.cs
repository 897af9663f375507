using System.Globalization;
using NotebookKit.Checks;

namespace NotebookKit.Homework.Sandbox;

/// <summary>Looks every tenth of a second at the memory, the processes and the threads of a submission, has it killed when it takes too much, and keeps the clock for its limits on time.</summary>
/// <remarks>The system's limits cannot do this everywhere: a limit on addresses keeps .NET from starting, and one on processes counts a user's everywhere.</remarks>
internal sealed class ResourceWatch : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // Where the system itself keeps to the limit on threads, it comes first: this watch is for where it does not.
    private const int MoreThreads = 16;

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
        var (megabytes, threads, ids) = Use();
        clock.Look(ids.Select(id => id.ToString(CultureInfo.InvariantCulture)));
        var processes = ids.Count;
        exceeded = megabytes > limits.Megabytes + 256 ? string.Create(CultureInfo.InvariantCulture, $"it used {megabytes:N0} MB of memory; {limits.Megabytes:N0} MB are allowed")
            : processes > limits.Tasks / 4 ? $"it started {processes} processes"
            : threads > limits.Tasks + MoreThreads ? string.Create(CultureInfo.InvariantCulture, $"it started {threads:N0} threads; {limits.Tasks} are allowed")
            : null;
        if (exceeded is not null)
        {
            kill();
        }
    }

    private (long Megabytes, long Threads, List<int> Processes) Use()
    {
        Dictionary<int, List<(int Id, long Pages, long Threads)>> children = [];
        foreach (var folder in Directory.Exists("/proc/self") ? Directory.EnumerateDirectories("/proc") : [])
        {
            if (int.TryParse(Path.GetFileName(folder), out var id) && Stat(folder) is var (parent, pages, many))
            {
                (children.TryGetValue(parent, out var list) ? list : children[parent] = []).Add((id, pages, many));
                if (id == root)
                {
                    (children.TryGetValue(-1, out var top) ? top : children[-1] = []).Add((id, pages, many));
                }
            }
        }

        long sum = 0, threads = 0;
        List<int> all = [];
        Queue<int> next = new([-1]);
        while (next.TryDequeue(out var id))
        {
            foreach (var (child, pages, many) in children.GetValueOrDefault(id) ?? [])
            {
                sum += pages;
                threads += many;
                all.Add(child);
                next.Enqueue(child);
            }
        }

        return (sum * Environment.SystemPageSize >> 20, threads, all);
    }

    private static (int Parent, long Pages, long Threads)? Stat(string folder) =>
        FairClock.Fields(Path.Combine(folder, "stat")) is { Length: > 21 } fields
            && int.TryParse(fields[1], CultureInfo.InvariantCulture, out var parent) && long.TryParse(fields[21], CultureInfo.InvariantCulture, out var pages)
            && long.TryParse(fields[17], CultureInfo.InvariantCulture, out var threads) ? (parent, pages, threads) : null;
}
