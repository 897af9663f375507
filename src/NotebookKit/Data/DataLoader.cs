using System.Collections;

namespace NotebookKit.Data;

/// <summary>Goes through a set in batches; each time it is enumerated is an epoch, in a new order when shuffled.</summary>
/// <remarks>ceil(N / batchSize) batches; the last one may be smaller. The order depends on the generator alone.</remarks>
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

    /// <summary>Batches an epoch.</summary>
    public int Count => (Dataset.Count + BatchSize - 1) / BatchSize;

    /// <summary>The example numbers of each batch of a new epoch, for loops that load inside a buffer scope.</summary>
    public IEnumerable<ReadOnlyMemory<int>> NextEpoch()
    {
        int[] order = Shuffle ? (rng ?? Rng.Current).Permutation(Dataset.Count) : [.. Enumerable.Range(0, Dataset.Count)];
        for (int start = 0; start < order.Length; start += BatchSize)
        {
            yield return order.AsMemory(start, Math.Min(BatchSize, order.Length - start));
        }
    }

    /// <summary>How it goes through which set, in a line.</summary>
    public override string ToString() => $"{Dataset.Name} in {Count:N0} batches of {BatchSize}{(Shuffle ? ", shuffled anew each epoch" : string.Empty)}";

    /// <inheritdoc/>
    public IEnumerator<Batch> GetEnumerator()
    {
        foreach (ReadOnlyMemory<int> examples in NextEpoch())
        {
            yield return Dataset.Load(examples.Span);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
