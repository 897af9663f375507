using NotebookKit.Data;

namespace NotebookKit.Tests.Data;

public class DataLoaderTests
{
    private static Dataset Numbers(int count) => new(
        "numbers",
        Tensor.From(Enumerable.Range(0, count * 2).Select(i => (float)i).ToArray(), [count, 2]),
        Tensor.From(Enumerable.Range(0, count).Select(i => (long)(i % 3)).ToArray()),
        ["a", "b", "c"]);

    private static float[] All(DataLoader loader, int epochs = 2) => [.. Enumerable.Range(0, epochs).SelectMany(_ => loader.ToArray()).SelectMany(batch => batch.Inputs.ToArray<float>())];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(2, 4)]
    [InlineData(8, 5)]
    public void Batches_made_ahead_are_those_made_in_time(int prefetch, int workers)
    {
        DataLoader Loader(int ahead, int threads) => new(Numbers(103), 10, shuffle: true, new Rng(7))
        {
            Prefetch = ahead,
            Workers = threads,
            Transform = (batch, rng) => new Batch(batch.Inputs + Tensor.Normal(batch.Inputs.Shape, rng: rng) + Tensor.Uniform(batch.Inputs.Shape), batch.Labels),
        };
        Assert.Equal(All(Loader(0, 1)), All(Loader(prefetch, workers)));
    }

    [Fact]
    public void A_transform_draws_anew_for_each_batch_and_epoch()
    {
        DataLoader loader = new(Numbers(20), 10, rng: new Rng(1)) { Transform = (batch, rng) => new Batch(Tensor.Uniform([1], rng: rng), batch.Labels) };
        Assert.Equal(4, All(loader).Distinct().Count());
    }

    [Fact]
    public void A_transform_does_not_change_the_order()
    {
        int[] Order(DataLoader loader) => [.. loader.NextEpoch().SelectMany(batch => batch.ToArray())];
        Assert.Equal(Order(new(Numbers(50), 10, shuffle: true, new Rng(3))), Order(new(Numbers(50), 10, shuffle: true, new Rng(3)) { Transform = (batch, _) => batch }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void An_error_reaches_the_caller_in_the_place_of_its_batch(int prefetch)
    {
        DataLoader loader = new(Numbers(50), 5)
        {
            Prefetch = prefetch,
            Workers = 3,
            Transform = (batch, _) => batch.Inputs.ToArray<float>()[0] == 30 ? throw new InvalidDataException("batch 3") : batch,
        };
        int seen = 0;
        Assert.Equal("batch 3", Assert.Throws<InvalidDataException>(() =>
        {
            foreach (Batch batch in loader)
            {
                seen++;
            }
        }).Message);
        Assert.Equal(3, seen);
    }

    [Fact]
    public void No_more_than_the_bound_is_ready_and_leaving_early_ends_the_threads()
    {
        int made = 0, running = 0;
        DataLoader loader = new(Numbers(500), 5)
        {
            Prefetch = 3,
            Workers = 2,
            Transform = (batch, _) =>
            {
                Interlocked.Increment(ref running);
                Interlocked.Increment(ref made);
                Thread.Yield();
                Interlocked.Decrement(ref running);
                return batch;
            },
        };
        int seen = 0;
        foreach (Batch batch in loader)
        {
            seen++;
            Assert.InRange(Volatile.Read(ref made), seen, seen + 3);
            if (seen == 10)
            {
                break;
            }
        }

        // The threads have ended with the loop.
        Assert.Equal(0, running);
        int after = made;
        Thread.Yield();
        Assert.Equal(after, made);
        Assert.InRange(made, 10, 13);
    }

    [Fact]
    public void Lent_batches_are_whole_until_the_next_is_asked_for()
    {
        DataLoader loader = new(new Dataset("large", Tensor.Ones([64, 2000]), Tensor.Zeros([64, 1])), 8) { Prefetch = 2, Workers = 2 };
        using BatchSource source = loader.Open(loader.Begin(), 3, lend: true);
        Batch? former = null;
        for (int batch = 3; batch < loader.Count; batch++)
        {
            Batch now = source.Next();
            Assert.Equal(16_000, now.Inputs.Sum().Item());
            if (former is not null)
            {
                Assert.Throws<ObjectDisposedException>(() => former.Inputs.ToArray<float>());
            }

            former = now;
        }
    }

    [Fact]
    public void Other_kinds_of_inputs_and_targets_keep_theirs()
    {
        Dataset words = new("words", Tensor.From([1L, 2, 3, 4], [2, 2]), Tensor.From([0.5, 0.25]));
        Batch batch = words.Load([1]);
        Assert.Equal((DType.Int64, DType.Float64), (batch.Inputs.DType, batch.Labels.DType));
        Assert.Equal([3L, 4], batch.Inputs.ToArray<long>());
        Assert.Equal(0.25, batch.Labels.ToArray<double>()[0]);
        Assert.False(words.IsClassification);
        Assert.Equal(1, words.Take(1).Count);
    }

    [Fact]
    public void Misuse_is_said_at_once()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new DataLoader(Numbers(3)) { Prefetch = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new DataLoader(Numbers(3)) { Workers = 0 });
    }
}
