namespace NotebookKit.Tests.Memory;

/// <summary>A token stops a computation between two operations, and nowhere else.</summary>
public class CancellationTests
{
    [Fact]
    public void A_loop_of_operations_ends_at_the_first_one_after_the_cancellation()
    {
        using CancellationTokenSource source = new();
        Tensor x = Tensor.Ones([64, 64]);
        int done = 0;
        using (Cancellation.By(source.Token))
        {
            Assert.Throws<OperationCanceledException>((Action)Multiply);
        }

        Assert.Equal(5, done);
        Assert.All(x.ToArray<float>(), value => Assert.Equal(1, value));

        void Multiply()
        {
            while (true)
            {
                x = x.MatMul(x) / 64;
                if (++done == 5)
                {
                    source.Cancel();
                }
            }
        }
    }

    [Fact]
    public void Outside_operations_go_on()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        using (Cancellation.By(source.Token))
        {
            Assert.Throws<OperationCanceledException>(() => Tensor.Ones([1000]));
        }

        Assert.Equal(1000, Tensor.Ones([1000]).Sum().Item());
    }

    [Fact]
    public async Task It_follows_await_and_leaves_other_flows_alone()
    {
        using CancellationTokenSource source = new();
        await source.CancelAsync();
        Task<double> other = Task.Run(() => Tensor.Ones([1000]).Sum().Item());
        using (Cancellation.By(source.Token))
        {
            await Task.Yield();
            Assert.Throws<OperationCanceledException>(() => Tensor.Ones([1000]));
        }

        Assert.Equal(1000, await other);
    }
}
