using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NotebookKit.Kernels;

/// <summary>One part of a job that <see cref="Fork"/> shares out.</summary>
internal interface IForkBody
{
    /// <summary>Does part number <paramref name="part"/>; parts may run at once and in any order.</summary>
    void Run(int part);
}

/// <summary>Shares the parts of a kernel among all cores: workers that spin a little before they sleep.</summary>
/// <remarks>
/// A sleeping thread takes 35 to 65 microseconds to wake, longer than most kernels run, and Parallel.For takes 3; a worker
/// that still spins starts in 0.2 (measured). What a part computes never depends on who runs it, so results are the
/// same bits for any number of threads. A fork inside a fork, or a second one at the same time, runs on its own thread.
/// </remarks>
internal static unsafe partial class Fork
{
    // About 50 microseconds: longer than the gap between two kernels of a training step.
    private const int SpinsBeforeSleep = 3000;
    private const int MostThreads = 1024;

    private static readonly Lock Starting = new();
    private static readonly Lock Parking = new();
    private static readonly SemaphoreSlim Wake = new(0);
    // One job at a time, and one object for all of them: a training step shares out hundreds.
    private static readonly Job Current = new();

    // How many jobs there were; workers that wait look at nothing else.
    private static LonelyNumber offered;
    private static int workers;
    private static int sleeping;
    private static int busy;
    private static int threads;

    /// <summary>How many threads share a job, the calling one included.</summary>
    /// <remarks>All cores, or what NOTEBOOKKIT_THREADS says; tests change it.</remarks>
    /// <exception cref="ArgumentException">NOTEBOOKKIT_THREADS is no number from 1 on.</exception>
    public static int Threads
    {
        get => threads > 0 ? threads : threads = Choose(Environment.GetEnvironmentVariable("NOTEBOOKKIT_THREADS"));
        set => threads = value;
    }

    /// <summary>How many threads a wish means; all cores when there is none.</summary>
    internal static int Choose(string? wish) =>
        string.IsNullOrEmpty(wish) ? Environment.ProcessorCount
        : int.TryParse(wish, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count is > 0 and <= MostThreads ? count
        : throw new ArgumentException($"NOTEBOOKKIT_THREADS is '{wish}'; it takes a number from 1 to {MostThreads}; leave it out for all cores.");

    /// <summary>Runs parts 0 to <paramref name="parts"/> - 1 and returns when all are done.</summary>
    /// <param name="parts">How many.</param>
    /// <param name="body">The job, a local of the caller.</param>
    public static void Run<TBody>(int parts, ref TBody body)
        where TBody : struct, IForkBody
    {
        int hands = parts <= 1 ? 1 : Math.Min(Threads, parts);
        if (hands <= 1 || Interlocked.CompareExchange(ref busy, 1, 0) != 0)
        {
            for (int part = 0; part < parts; part++)
            {
                body.Run(part);
            }

            return;
        }

        try
        {
            // The job outlives neither this call nor the caller's local: workers touch it only for a part they claimed,
            // and Join waits for every claimed part.
            Current.Begin(&RunPart<TBody>, Unsafe.AsPointer(ref body), parts, hands - 1);
            Offer(hands - 1);
            Current.Work(fromFront: true);
            Current.Join();
        }
        finally
        {
            Volatile.Write(ref busy, 0);
        }
    }

    // On a copy: the job lies in the caller's stack, and what the caller writes beside it while it works on its own parts would take
    // the line away from all others at each look at a field. A backward pass of layer norm took 3.4 ms on two threads, 0.9 on one.
    private static void RunPart<TBody>(void* body, int part)
        where TBody : struct, IForkBody
    {
        TBody own = Unsafe.AsRef<TBody>(body);
        own.Run(part);
    }

    private static void Offer(int helpers)
    {
        if (Volatile.Read(ref workers) < helpers)
        {
            StartWorkers(helpers);
        }

        Interlocked.Increment(ref offered.Value);
        if (Volatile.Read(ref sleeping) > 0)
        {
            lock (Parking)
            {
                int wake = Math.Min(sleeping, helpers);
                if (wake > 0)
                {
                    sleeping -= wake;
                    Wake.Release(wake);
                }
            }
        }
    }

    private static void StartWorkers(int wanted)
    {
        lock (Starting)
        {
            for (; workers < wanted; workers++)
            {
                new Thread(WorkerLoop) { IsBackground = true, Name = "NotebookKit kernel worker" }.Start();
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WorkerLoop()
    {
        int last = 0;
        while (true)
        {
            int spins = 0;
            int number;
            while ((number = Volatile.Read(ref offered.Value)) == last || !Current.HasMore)
            {
                if (++spins < SpinsBeforeSleep)
                {
                    Thread.SpinWait(8);
                    continue;
                }

                Sleep(last);
                spins = 0;
            }

            last = number;
            if (Current.TakeSeat())
            {
                Current.Work(fromFront: false);
            }
        }
    }

    private static void Sleep(int last)
    {
        lock (Parking)
        {
            sleeping++;
            Interlocked.MemoryBarrier();

            // A job offered before it could see this sleeper must not be missed.
            if (Volatile.Read(ref offered.Value) != last && Current.HasMore)
            {
                sleeping--;
                return;
            }
        }

        Wake.Wait();
    }

    /// <summary>A number with a cache line to itself: what is written beside it would take the line away from all who wait for it.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 192)]
    private struct LonelyNumber
    {
        [FieldOffset(96)]
        public int Value;
    }
}
