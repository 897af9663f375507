using System.Collections;

namespace NotebookKit.Data;

/// <summary>Goes through a set in batches; each time it is enumerated is an epoch, in a new order when shuffled.</summary>
/// <remarks>
/// ceil(N / batchSize) batches; the last one may be smaller. The order, and what <see cref="Transform"/> draws, depend on
/// the generator alone, not on <see cref="Prefetch"/> or <see cref="Workers"/>.
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.DataLoaderFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class DataLoader : IEnumerable<Batch>
{
    private readonly Rng? rng;

    /// <summary>Makes a loader.</summary>
    /// <param name="dataset">The set.</param>
    /// <param name="batchSize">Examples a batch.</param>
    /// <param name="shuffle">Whether each epoch has an order of its own.</param>
    /// <param name="rng">Where the order comes from; the session's generator when null.</param>
    public DataLoader(Dataset dataset, int batchSize = 64, bool shuffle = false, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        Dataset = dataset;
        BatchSize = batchSize;
        Shuffle = shuffle;
        this.rng = rng;
    }

    /// <summary>The set.</summary>
    public Dataset Dataset { get; }

    /// <summary>Examples a batch.</summary>
    public int BatchSize { get; }

    /// <summary>Whether each epoch has an order of its own.</summary>
    public bool Shuffle { get; }

    /// <summary>Changes each batch before it is used: <c>Transform = (batch, rng) => ...</c>, to augment pictures. The generator is the batch's own.</summary>
    public Func<Batch, Rng, Batch>? Transform { get; init; }

    /// <summary>How many batches are made ready ahead on other threads; 0 for none. Pays where <see cref="Transform"/> has much to do.</summary>
    public int Prefetch { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "DataLoader: Prefetch is 0 or more batches."); }

    /// <summary>How many threads make batches ready.</summary>
    public int Workers { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "DataLoader: Workers is 1 or more threads."); } = 1;

    /// <summary>Batches an epoch.</summary>
    public int Count => (Dataset.Count + BatchSize - 1) / BatchSize;

    /// <summary>The generator that orders come from.</summary>
    internal Rng Generator => rng ?? Rng.Current;

    /// <summary>The example numbers of each batch of a new epoch, for loops that load inside a buffer scope.</summary>
    public IEnumerable<ReadOnlyMemory<int>> NextEpoch()
    {
        LoaderEpoch epoch = Begin();
        for (int batch = 0; batch < epoch.Count; batch++)
        {
            yield return epoch.Examples(batch);
        }
    }

    /// <summary>How it goes through which set, in a line.</summary>
    public override string ToString() =>
        $"{Dataset.Name} in {Count:N0} batches of {BatchSize}{(Shuffle ? ", shuffled anew each epoch" : string.Empty)}{(Prefetch > 0 ? $", {Prefetch} ahead on {Workers} thread{(Workers == 1 ? string.Empty : "s")}" : string.Empty)}";

    /// <inheritdoc/>
    public IEnumerator<Batch> GetEnumerator()
    {
        LoaderEpoch epoch = Begin();
        using BatchSource source = Open(epoch, 0, lend: false);
        for (int batch = 0; batch < epoch.Count; batch++)
        {
            yield return source.Next();
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Draws what is random about the next epoch.</summary>
    internal LoaderEpoch Begin()
    {
        int[] order = Shuffle ? Generator.Permutation(Dataset.Count) : [.. Enumerable.Range(0, Dataset.Count)];
        return new LoaderEpoch(this, order, Transform is null ? null : Generator.Fork());
    }

    /// <summary>The batches of an epoch from one on.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="first">The first batch.</param>
    /// <param name="lend">Whether a batch's buffers are taken back when the next one is asked for, which spares much work of the garbage collector.</param>
    internal BatchSource Open(LoaderEpoch epoch, int first, bool lend) =>
        Prefetch == 0 ? new BatchSource(epoch, first) : new PrefetchedBatches(epoch, first, Prefetch, Workers, lend);
}
