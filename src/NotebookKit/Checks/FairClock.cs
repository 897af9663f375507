using System.Diagnostics;
using System.Globalization;

namespace NotebookKit.Checks;

/// <summary>A clock for limits on time: it runs like any other while code computes or sleeps, and slower while the code waits for a processor that others have.</summary>
/// <remarks>
/// On a machine that grades many notebooks at once, or runs anything else, right answers would else be too slow. Whoever has a limit looks about ten times
/// a second: if a thread wants to run, the time since the last look counts as the processor time that was got, else whole. Linux tells both in
/// /proc; elsewhere it is a plain clock.
/// </remarks>
internal sealed class FairClock
{
    // The unit of /proc/PID/stat, the same on every machine.
    private const int TicksPerSecond = 100;

    private static readonly bool IsKnown = File.Exists("/proc/self/stat");
    private long last = Stopwatch.GetTimestamp();
    private long elapsed;
    private TimeSpan processor;

    /// <summary>What it shows since it was made.</summary>
    public TimeSpan Elapsed => new(Interlocked.Read(ref elapsed));

    /// <summary>The thread that asks, as the system numbers it; 0 where that is not told.</summary>
    public static int OwnThread => IsKnown && int.TryParse(File.ResolveLinkTarget("/proc/thread-self", returnFinalTarget: false)?.Name, out int thread) ? thread : 0;

    /// <summary>Moves it on.</summary>
    /// <param name="processes">The processes that do the work, as /proc names them.</param>
    /// <param name="except">A thread of them that does not.</param>
    public void Look(IEnumerable<string> processes, int except = 0)
    {
        TimeSpan got = TimeSpan.Zero;
        bool wants = false;
        if (IsKnown)
        {
            foreach (string process in processes)
            {
                got += Processor($"/proc/{process}/stat");
                wants |= Wants(process, except);
            }
        }

        long now = Stopwatch.GetTimestamp();
        TimeSpan whole = Stopwatch.GetElapsedTime(last, now), more = got - processor;
        Advance(whole, wants ? more : whole);
        (last, processor) = (now, got);
    }

    /// <summary>Moves it on by what was got of some time.</summary>
    internal void Advance(TimeSpan whole, TimeSpan got) => Interlocked.Add(ref elapsed, Math.Clamp(got.Ticks, 0, whole.Ticks));

    private static bool Wants(string process, int except)
    {
        try
        {
            return Directory.EnumerateDirectories($"/proc/{process}/task")
                .Any(task => Path.GetFileName(task) != except.ToString(CultureInfo.InvariantCulture) && Fields(Path.Combine(task, "stat")) is ["R", ..]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static TimeSpan Processor(string file) =>
        Fields(file) is { Length: > 12 } fields && long.TryParse(fields[11], CultureInfo.InvariantCulture, out long user) && long.TryParse(fields[12], CultureInfo.InvariantCulture, out long system)
            ? TimeSpan.FromSeconds((double)(user + system) / TicksPerSecond)
            : TimeSpan.Zero;

    /// <summary>What /proc/PID/stat tells from the state on, "id (name) state parent ...": the name may hold anything, so what follows its last bracket counts. Nothing where it has ended meanwhile.</summary>
    internal static string[] Fields(string file)
    {
        try
        {
            string text = File.ReadAllText(file);
            int bracket = text.LastIndexOf(')');
            return bracket < 0 || bracket + 2 > text.Length ? [] : text[(bracket + 2)..].Split(' ');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
