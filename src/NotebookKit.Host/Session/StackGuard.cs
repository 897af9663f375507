using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace NotebookKit.Host.Session;

/// <summary>Ends a recursion of a cell while that is still an error and not the end of the process.</summary>
/// <remarks>
/// It is asked in every call of a function that may call itself, so the usual answer is one comparison: is the stack's
/// end within the stretch that was last proven safe? One such stretch for the process; a thread whose stack is
/// elsewhere asks its own, and takes the common one over when it asks often.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StackGuard
{
    /// <summary>What recursion may use, in bytes: about as much as a program on Windows has, some ten thousand calls. Unwinding eight times as much takes longer than a reader waits.</summary>
    private const int DeepestStack = 1024 * 1024;

    /// <summary>The runtime has promised at least 64 KB: half of that is safe to walk down without asking again.</summary>
    private const int Step = 32 * 1024;

    /// <summary>How far above its lower end the safe stretch counts. Far less than a thread's stack: what it covers of the neighbour above is deeper than that one may go.</summary>
    private const int Stretch = 256 * 1024;

    private static volatile nuint safeDownTo;

    // Inverted, so that a new thread's zero means that nothing is proven.
    [ThreadStatic]
    private static nuint provenDownTo;

    [ThreadStatic]
    private static nuint top;

    [ThreadStatic]
    private static int strays;

    /// <summary>Throws when the cell is to stop, or when the stack is nearly used up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    [SkipLocalsInit]
    public static unsafe void Enter()
    {
        byte here;
        if ((nuint)(&here) - safeDownTo >= Stretch)
        {
            Ask((nuint)(&here));
        }
    }

    /// <summary>Lets every call ask, and thereby see that the cell is to stop.</summary>
    internal static void Alarm() => Interlocked.Exchange(ref safeDownTo, 0);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Ask(nuint here)
    {
        CellGuard.Check();
        if (here >= ~provenDownTo)
        {
            // Another thread's stretch, or this one is back from deeper down.
            if ((++strays & 63) == 0)
            {
                Offer(Math.Max(~provenDownTo, here - (Stretch / 2)));
            }

            return;
        }

        top = Math.Max(top, here);
        if (top - here > DeepestStack || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new InsufficientExecutionStackException("the code calls itself too deeply: does the recursion have an end?");
        }

        provenDownTo = ~(here - Step);
        Offer(here - Step);
    }

    private static void Offer(nuint downTo)
    {
        Interlocked.Exchange(ref safeDownTo, downTo);
        if (CellGuard.IsStopping)
        {
            Alarm();
        }
    }
}
