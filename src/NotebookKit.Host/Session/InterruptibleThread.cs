namespace NotebookKit.Host.Session;

/// <summary>Wakes a cell that sleeps or waits on the thread that started it.</summary>
/// <remarks>Guards cannot act in a wait. An interrupt meant for the cell must never reach the host's own code, so it is only sent between Enter and Leave.</remarks>
internal sealed class InterruptibleThread
{
    private readonly Lock gate = new();
    private Thread? thread;
    private bool wasInterrupted;

    public void Enter()
    {
        lock (gate)
        {
            thread = Thread.CurrentThread;
            wasInterrupted = false;
        }
    }

    public void Leave()
    {
        bool isPending;
        while (true)
        {
            try
            {
                lock (gate)
                {
                    thread = null;
                    isPending = wasInterrupted;
                    break;
                }
            }
            catch (ThreadInterruptedException)
            {
                // The lock was a wait as well: the interrupt is used up, but the thread is still to be left.
            }
        }

        if (isPending)
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

    public void Interrupt()
    {
        lock (gate)
        {
            wasInterrupted |= thread is not null;
            thread?.Interrupt();
        }
    }
}
