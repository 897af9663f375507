namespace NotebookKit.Generative;

/// <summary>Examples in batches without end: every pass in another order, what is left over of a pass is not used.</summary>
internal sealed class Batches
{
    private readonly Tensor examples;
    private readonly int size;
    private readonly Rng dice;
    private int[] order = [];
    private int place;

    public Batches(string owner, Tensor examples, int size, Rng dice)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        if (examples.Rank < 2 || examples.Shape[0] < size)
        {
            throw new ArgumentException($"{owner}: a batch of {size} takes as many examples [N, ...], and there are {examples.Shape}; give more, or a smaller batchSize.", nameof(examples));
        }

        (this.examples, this.size, this.dice) = (examples, size, dice);
    }

    public Tensor Next()
    {
        if (place + size > order.Length)
        {
            (order, place) = (dice.Permutation(examples.Shape[0]), 0);
        }

        Tensor batch = examples.IndexSelect(0, Tensor.From([.. order.AsSpan(place, size).ToArray().Select(i => (long)i)]));
        place += size;
        return batch;
    }
}
