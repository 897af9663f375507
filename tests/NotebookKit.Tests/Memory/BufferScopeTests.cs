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
}
