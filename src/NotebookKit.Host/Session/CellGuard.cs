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
    // Volatile, or the JIT may read it once before a loop; no initialiser, or every read would ask for the type to be ready.
    private static volatile int stops;
    private static CancellationToken current;

    internal static bool IsStopping => stops != 0;

    /// <summary>Throws when the cell is to stop.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check()
    {
        if (stops != 0)
        {
            Stop();
        }
    }

    /// <summary>Throws when the cell is to stop, or when a function has called itself until the stack is nearly used up.</summary>
    /// <exception cref="InsufficientExecutionStackException">Raised while it can still be caught: a real overflow ends the process.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Enter() => StackGuard.Enter();

    /// <summary>The same where only an expression fits; always true.</summary>
    public static bool Entered()
    {
        StackGuard.Enter();
        return true;
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
        var watch = new Watch(current);
        current = token.CanBeCanceled ? token : current;
        watch.Look(token);
        return watch;
    }

    /// <summary>Makes the code of cells look for a reason to stop until the result is disposed: <see cref="By"/>'s token, or the library's in this flow of control.</summary>
    internal static IDisposable Press()
    {
        Raise();
        return new Pressed();
    }

    private static IEnumerable<T> Checked<T>(IEnumerable<T> source)
    {
        foreach (var item in source)
        {
            Check();
            yield return item;
        }
    }

    private static void Raise()
    {
        Interlocked.Increment(ref stops);
        StackGuard.Alarm();
    }

    private static void Stop()
    {
        if (current.IsCancellationRequested)
        {
            throw new OperationCanceledException("the cell was stopped", current);
        }

        Cancellation.ThrowIfRequested();
    }

    private sealed class Watch(CancellationToken before) : IDisposable
    {
        private CancellationTokenRegistration registration;
        private bool isRaised;

        public void Look(CancellationToken token) => registration = token.Register(() =>
        {
            isRaised = true;
            Raise();
        });

        public void Dispose()
        {
            // This waits for a callback that is on its way.
            registration.Dispose();
            if (isRaised)
            {
                Interlocked.Decrement(ref stops);
            }

            current = before;
        }
    }

    private sealed class Pressed : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref stops);
    }
}
