using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace NotebookKit.Host.Session;

/// <summary>What compiled cells ask while they run, so that a runaway cell can be stopped: see <see cref="GuardWriter"/>.</summary>
/// <remarks>
/// One flag for the process, because it is read in every turn of every loop: a field of a session would cost a second
/// load. A process serves one notebook, so there is one session to stop.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CellGuard
{
    /// <summary>What recursion may use, in bytes: about as much as a program on Windows has, some ten thousand calls. Unwinding eight times as much takes longer than a reader waits.</summary>
    private const int DeepestStack = 1024 * 1024;

    // Volatile, or the JIT may read it once before a loop; no initialiser, or every read would ask for the type to be ready.
    private static volatile bool isStopping;
    private static CancellationToken current;

    // Inverted, so that a new thread's zero means that nothing is proven.
    [ThreadStatic]
    private static nuint provenDownTo;

    [ThreadStatic]
    private static nuint top;

    internal static bool IsStopping => isStopping;

    /// <summary>Throws when the cell is to stop.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check()
    {
        if (isStopping)
        {
            Stop();
        }
    }

    /// <summary>Throws when the cell is to stop, or when a function has called itself until the stack is nearly used up.</summary>
    /// <exception cref="InsufficientExecutionStackException">Raised while it can still be caught: a real overflow ends the process.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Enter()
    {
        Check();
        byte here;
        if ((nuint)(&here) < ~provenDownTo)
        {
            Descend((nuint)(&here));
        }
    }

    /// <summary>The elements of a query's source, each after a check.</summary>
    public static IEnumerable<T> Each<T>(IEnumerable<T> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Checked(source);
    }

    /// <summary>The task, or one that ends when the cell is to stop.</summary>
    public static Task Wait(Task task) => task is null || task.IsCompleted || !current.CanBeCanceled ? task! : task.WaitAsync(current);

    /// <summary>The task, or one that ends when the cell is to stop.</summary>
    public static Task<T> Wait<T>(Task<T> task) => task is null || task.IsCompleted || !current.CanBeCanceled ? task! : task.WaitAsync(current);

    /// <summary>The task, or one that ends when the cell is to stop.</summary>
    public static ValueTask Wait(ValueTask task) => task.IsCompleted || !current.CanBeCanceled ? task : new ValueTask(task.AsTask().WaitAsync(current));

    /// <summary>The task, or one that ends when the cell is to stop.</summary>
    public static ValueTask<T> Wait<T>(ValueTask<T> task) => task.IsCompleted || !current.CanBeCanceled ? task : new ValueTask<T>(task.AsTask().WaitAsync(current));

    /// <summary>Any other awaitable, as it is.</summary>
    public static T Wait<T>(T awaitable)
        where T : allows ref struct => awaitable;

    /// <summary>Lets the token stop the code of cells until the result is disposed.</summary>
    internal static IDisposable By(CancellationToken token)
    {
        if (!token.CanBeCanceled)
        {
            return token.Register(() => { });
        }

        current = token;
        return new Watch(token.Register(() => isStopping = true));
    }

    private static IEnumerable<T> Checked<T>(IEnumerable<T> source)
    {
        foreach (var item in source)
        {
            Check();
            yield return item;
        }
    }

    /// <summary>Asks the runtime, which is slow, and remembers the answer for the next few frames.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Descend(nuint here)
    {
        top = Math.Max(top, here);
        if (top - here > DeepestStack || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new InsufficientExecutionStackException("the code calls itself too deeply: does the recursion have an end?");
        }

        // The runtime has promised at least 64 KB: half of that is safe to walk down without asking again.
        provenDownTo = ~(here - (32 * 1024));
    }

    private static void Stop() => throw new OperationCanceledException("the cell was stopped", current);

    private sealed class Watch(CancellationTokenRegistration registration) : IDisposable
    {
        public void Dispose()
        {
            registration.Dispose();
            current = default;
            isStopping = false;
        }
    }
}
