using NotebookKit.Memory;

namespace NotebookKit.Tests.Memory;

[Collection(nameof(OneAtATime))]
public class BufferScopeTests
{
    [Fact]
    public void A_tensor_touched_after_its_scope_says_that_its_buffer_went_back()
    {
        Tensor y;
        using (new BufferScope())
        {
            y = Tensor.Ones(new Shape(1000)) + 1;
        }

        Assert.Contains("Keep()", Assert.Throws<ObjectDisposedException>(() => y.ToArray<float>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kept_tensor_outlives_the_scope_and_nobody_else_gets_its_buffer()
    {
        Tensor kept;
        using (new BufferScope())
        {
            kept = (Tensor.Ones(new Shape(1000)) + 1).Keep();
        }

        using (new BufferScope())
        {
            _ = Tensor.Full(new Shape(1000), 9) + 1;
            Assert.All(kept.ToArray<float>(), value => Assert.Equal(2, value));
        }
    }

    [Fact]
    public void A_tensor_whose_buffer_another_one_has_now_still_says_so_and_cannot_keep_it()
    {
        Tensor gone;
        using (new BufferScope())
        {
            gone = Tensor.Full(new Shape(1000), 1) + 1;
        }

        Tensor next;
        using (new BufferScope())
        {
            // All that wait, so that the one of before is among them.
            Tensor[] taken = [.. Enumerable.Range(0, 200).Select(_ => Tensor.Full(new Shape(1000), 7))];
            next = Assert.Single(taken, tensor => ReferenceEquals(tensor.Storage, StorageOf(gone)));
            Assert.True(gone.IsGone);
            Assert.Throws<ObjectDisposedException>(() => gone.AsSpan<float>().Length);
            Assert.Throws<ObjectDisposedException>(() => gone.Reshape(10, 100));
            Assert.Throws<ObjectDisposedException>(() => gone + 1);
            Assert.Throws<ObjectDisposedException>(() => gone.Detach().ToArray<float>());
            gone.Keep();
            Assert.All(next.ToArray<float>(), value => Assert.Equal(7, value));
        }

        Assert.True(next.IsGone);
    }

    [Fact]
    public void A_buffer_that_was_given_back_twice_waits_once()
    {
        using BufferScope scope = new();
        Tensor x = Tensor.Ones(new Shape(5000));
        Storage storage = x.Storage;
        storage.Release();
        storage.Release();
        Tensor[] taken = [.. Enumerable.Range(0, 200).Select(_ => Tensor.Ones(new Shape(5000)))];
        Assert.Single(taken, tensor => ReferenceEquals(tensor.Storage, storage));
    }

    [Fact]
    public void The_next_scope_reuses_the_buffers_of_the_last()
    {
        void Work()
        {
            using BufferScope scope = new();
            Tensor x = Tensor.Ones(new Shape(100_000));
            _ = ((x + 1) * x).Sum();
        }

        Work();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Work();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000);
    }

    [Fact]
    public void Inner_scopes_give_back_only_what_was_made_inside()
    {
        using BufferScope outer = new();
        Tensor x = Tensor.Ones(new Shape(1000));
        using (new BufferScope())
        {
            _ = x + 1;
        }

        Assert.Equal(1, x[0].Item());
    }

    [Fact]
    public void Buffers_of_all_sizes_hold_what_is_asked()
    {
        for (int count = 1; count < 5000; count += 7)
        {
            using BufferScope scope = new();
            Assert.Equal(count, Tensor.Full(new Shape(count), 2).Sum().Item() / 2);
        }
    }

    [Fact]
    public async Task The_scope_follows_await()
    {
        Tensor y;
        using (new BufferScope())
        {
            await Task.Yield();
            y = Tensor.Ones(new Shape(1000));
        }

        Assert.Throws<ObjectDisposedException>(() => y.ToArray<float>());
    }

    private static Storage? StorageOf(Tensor tensor) => (Storage?)typeof(Tensor)
        .GetField("storage", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!.GetValue(tensor);
}
