namespace NotebookKit.Host.Session;

/// <summary>Runs the pieces of one cell, the first and those behind each await, and can wake those that sleep or wait.</summary>
/// <remarks>
/// The pieces run on the threads of the pool, as they would without it, but it knows which threads are at it. Guards
/// cannot act in a wait: an interrupt can. It must never reach the host's own code, so it is only sent while a
/// thread runs a piece, and what comes too late is used up before the thread goes back.
/// </remarks>
internal sealed class CellThreads : TaskScheduler
{
    private readonly Lock gate = new();
    private readonly Dictionary<Thread, bool> running = [];
    private int waiting;
    private bool isHurried;
    private bool isClosed;

    /// <summary>Runs the first piece on this thread.</summary>
    public Task<object?> Start(Func<Task<object?>> cell)
    {
        var first = new Task<Task<object?>>(cell, TaskCreationOptions.DenyChildAttach);
        first.RunSynchronously(this);
        return first.Result;
    }

    /// <summary>Wakes the threads that run a piece; from now on no piece waits for a thread of the pool.</summary>
    public void Interrupt()
    {
        lock (gate)
        {
            isHurried = true;
            foreach (var thread in running.Keys)
            {
                running[thread] = true;
                thread.Interrupt();
            }
        }
    }

    /// <summary>Where nothing of the cell runs or wants to, it waits for something outside: then nothing of it shall ever run again.</summary>
    public bool TryClose()
    {
        lock (gate)
        {
            return isClosed |= running.Count == 0 && waiting == 0;
        }
    }

    protected override void QueueTask(Task task)
    {
        bool isOwn;
        lock (gate)
        {
            waiting++;
            isOwn = isHurried;
        }

        void Run()
        {
            lock (gate)
            {
                waiting--;
            }

            _ = TryRun(task);
        }

        if (isOwn)
        {
            new Thread(Run) { IsBackground = true }.Start();
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ => Run(), null);
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => TryRun(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    private bool TryRun(Task task)
    {
        bool isFirst;
        lock (gate)
        {
            if (isClosed)
            {
                return false;
            }

            isFirst = running.TryAdd(Thread.CurrentThread, false);
        }

        if (!isFirst)
        {
            return TryExecuteTask(task);
        }

        try
        {
            return TryExecuteTask(task);
        }
        finally
        {
            Leave();
        }
    }

    private void Leave()
    {
        bool wasInterrupted;
        while (true)
        {
            try
            {
                lock (gate)
                {
                    running.Remove(Thread.CurrentThread, out wasInterrupted);
                    break;
                }
            }
            catch (ThreadInterruptedException)
            {
                // The lock was a wait as well: the interrupt is used up, but the thread is still to be left.
            }
        }

        if (wasInterrupted)
        {
            try
            {
                Thread.Sleep(1);
            }
            catch (ThreadInterruptedException)
            {
                // The interrupt came too late for the cell's own wait and ends here.
            }
        }
    }
}
