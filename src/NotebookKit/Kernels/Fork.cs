using System.Globalization;
using System.Runtime.CompilerServices;

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
internal static unsafe class Fork
{
    // About 50 microseconds: longer than the gap between two kernels of a training step.
    private const int SpinsBeforeSleep = 3000;
    private const int MostThreads = 1024;

    private static readonly Lock Starting = new();
    private static readonly Lock Parking = new();
    private static readonly SemaphoreSlim Wake = new(0);
    private static volatile Job? current;
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
            Job job = new(&RunPart<TBody>, Unsafe.AsPointer(ref body), parts);
            Offer(job, hands - 1);
            job.Work();
            job.Join();
        }
        finally
        {
            current = null;
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

    private static void Offer(Job job, int helpers)
    {
        if (Volatile.Read(ref workers) < helpers)
        {
            StartWorkers(helpers);
        }

        job.Seats = helpers;
        current = job;
        Interlocked.MemoryBarrier();
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
        Job? last = null;
        while (true)
        {
            int spins = 0;
            Job? job;
            while ((job = current) is null || job == last)
            {
                if (++spins < SpinsBeforeSleep)
                {
                    Thread.SpinWait(8);
                    continue;
                }

                Sleep(last);
                spins = 0;
            }

            last = job;
            if (Interlocked.Decrement(ref job.Seats) >= 0)
            {
                job.Work();
            }
        }
    }

    private static void Sleep(Job? last)
    {
        lock (Parking)
        {
            sleeping++;
            Interlocked.MemoryBarrier();

            // A job offered before it could see this sleeper must not be missed.
            if (current is { } job && job != last)
            {
                sleeping--;
                return;
            }
        }

        Wake.Wait();
    }

    private sealed class Job(delegate*<void*, int, void> run, void* body, int parts)
    {
        private readonly delegate*<void*, int, void> run = run;
        private readonly void* body = body;
        private readonly int parts = parts;
        private int next = -1;
        private int left = parts;
        private Exception? failure;

        /// <summary>How many workers may still join; more threads than asked for would change nothing but the cost.</summary>
        public int Seats;

        public void Work()
        {
            for (int part = Interlocked.Increment(ref next); part < parts; part = Interlocked.Increment(ref next))
            {
                try
                {
                    run(body, part);
                }
                catch (Exception e)
                {
                    failure = e;
                }

                Interlocked.Decrement(ref left);
            }
        }

        public void Join()
        {
            SpinWait spin = default;
            while (Volatile.Read(ref left) > 0)
            {
                spin.SpinOnce(sleep1Threshold: -1);
            }

            if (failure is { } e)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e);
            }
        }
    }
}
