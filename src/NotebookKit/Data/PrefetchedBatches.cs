using System.Runtime.ExceptionServices;
using NotebookKit.Memory;

namespace NotebookKit.Data;

/// <summary>Batches that other threads make ready ahead, handed out in their order.</summary>
/// <remarks>
/// At most so many batches are ready or in work. A thread takes the next number, makes that batch, and puts it where the
/// caller will look for it; which thread made which batch does not show. An error is handed out in the place of the batch
/// that had it. Ending early stops the threads after the batch they are at.
/// </remarks>
internal sealed class PrefetchedBatches : BatchSource
{
    private readonly object gate = new();
    private readonly Dictionary<int, Made> ready = [];
    private readonly Thread[] threads;
    private readonly int ahead;
    private readonly bool lend;
    private int taken;
    private int given;
    private bool isOver;
    private BufferScope? lent;

    /// <summary>Starts the threads.</summary>
    public PrefetchedBatches(LoaderEpoch epoch, int first, int ahead, int workers, bool lend)
        : base(epoch, first)
    {
        this.ahead = ahead;
        this.lend = lend;
        taken = given = first;
        threads = [.. Enumerable.Range(0, Math.Min(workers, ahead)).Select(number => new Thread(Work) { IsBackground = true, Name = $"batches {number}" })];
        foreach (Thread thread in threads)
        {
            // Without the caller's surroundings: its buffer scope and its generator are not for other threads.
            thread.UnsafeStart();
        }
    }

    /// <inheritdoc/>
    public override Batch Next()
    {
        Made made;
        lock (gate)
        {
            while (!ready.Remove(Place, out made))
            {
                ObjectDisposedException.ThrowIf(isOver, this);
                Monitor.Wait(gate);
            }

            Place++;
            given++;
            Monitor.PulseAll(gate);
        }

        lent?.GiveBack();
        lent = made.Scope;
        made.Error?.Throw();
        return made.Batch!;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        lock (gate)
        {
            isOver = true;
            Monitor.PulseAll(gate);
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        lent?.GiveBack();
        foreach (Made made in ready.Values)
        {
            made.Scope?.GiveBack();
        }

        ready.Clear();
        base.Dispose(disposing);
    }

    private void Work()
    {
        while (TryTake(out int number))
        {
            Made made = Make(number);
            lock (gate)
            {
                ready.Add(number, made);
                Monitor.PulseAll(gate);
            }
        }
    }

    private bool TryTake(out int number)
    {
        lock (gate)
        {
            while (!isOver && taken < Epoch.Count && taken - given >= ahead)
            {
                Monitor.Wait(gate);
            }

            number = taken;
            taken++;
            return !isOver && number < Epoch.Count;
        }
    }

    private Made Make(int number)
    {
        BufferScope? scope = lend ? new BufferScope() : null;
        try
        {
            return new Made(Epoch.Load(number), scope, null);
        }
        catch (Exception error)
        {
            return new Made(null, scope, ExceptionDispatchInfo.Capture(error));
        }
        finally
        {
            scope?.Close();
        }
    }

    private readonly record struct Made(Batch? Batch, BufferScope? Scope, ExceptionDispatchInfo? Error);
}
