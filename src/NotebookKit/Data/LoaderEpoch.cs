using NotebookKit.Memory;

namespace NotebookKit.Data;

/// <summary>One way through a set: which examples make which batch. Any batch can be made at any time, on any thread, with the same numbers.</summary>
/// <param name="loader">What it belongs to.</param>
/// <param name="order">The examples in their order.</param>
/// <param name="changes">Where the generators of the batches come from; null when nothing changes them.</param>
internal sealed class LoaderEpoch(DataLoader loader, int[] order, Rng? changes)
{
    /// <summary>How many batches.</summary>
    public int Count => loader.Count;

    /// <summary>The examples of a batch.</summary>
    public ReadOnlyMemory<int> Examples(int batch)
    {
        int start = batch * loader.BatchSize;
        return order.AsMemory(start, Math.Min(loader.BatchSize, order.Length - start));
    }

    /// <summary>Makes a batch.</summary>
    public Batch Load(int batch)
    {
        Batch plain = loader.Dataset.Load(Examples(batch).Span);
        if (loader.Transform is not { } change)
        {
            return plain;
        }

        // What draws without a generator of its own draws from the batch's too.
        Rng own = changes!.Branch(batch);
        using (AmbientState.Enter(AmbientState.Current with { Generator = own }))
        {
            return change(plain, own);
        }
    }
}

/// <summary>Hands out the batches of an epoch one after the other, made when they are asked for.</summary>
/// <param name="epoch">The epoch.</param>
/// <param name="first">The first batch.</param>
internal class BatchSource(LoaderEpoch epoch, int first) : IDisposable
{
    /// <summary>The epoch.</summary>
    protected LoaderEpoch Epoch => epoch;

    /// <summary>The batch that comes next.</summary>
    protected int Place { get; set; } = first;

    /// <summary>The next batch.</summary>
    public virtual Batch Next() => epoch.Load(Place++);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends what runs besides.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
