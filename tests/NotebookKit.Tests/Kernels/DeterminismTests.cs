using NotebookKit.Kernels;

namespace NotebookKit.Tests.Kernels;

[Collection(nameof(OneAtATime))]
public class DeterminismTests
{
    [Fact]
    public void Results_are_the_same_bits_with_1_2_3_and_8_threads()
    {
        float[] Work()
        {
            Rng rng = new(5);
            Tensor a = Tensor.Normal(new Shape(203, 517), rng: rng);
            Tensor b = Tensor.Normal(new Shape(517, 301), rng: rng);
            Tensor c = a.MatMul(b).Tanh();
            return [.. c.Exp().ToArray<float>(), .. c.Softmax(0).ToArray<float>(), .. c.Sum(0).ToArray<float>(), .. c.Sum(1).ToArray<float>()];
        }

        int before = Fork.Threads;
        try
        {
            Fork.Threads = 1;
            float[] expected = Work();
            foreach (int threads in new[] { 2, 3, 8 })
            {
                Fork.Threads = threads;
                Assert.Equal(expected, Work());
            }
        }
        finally
        {
            Fork.Threads = before;
        }
    }

    [Fact]
    public void Every_part_of_a_fork_runs_once_under_contention()
    {
        int before = Fork.Threads;
        Fork.Threads = 4;
        try
        {
            Parallel.For(0, 4, _ =>
            {
                int[] seen = new int[64];
                for (int round = 0; round < 500; round++)
                {
                    Counting body = new(seen);
                    Fork.Run(seen.Length, ref body);
                }

                Assert.All(seen, count => Assert.Equal(500, count));
            });
        }
        finally
        {
            Fork.Threads = before;
        }
    }

    [Fact]
    public void Philox_gives_the_words_of_the_published_test_vectors()
    {
        // Random123's known answers for philox 4x32-10: counter and key all zero, and all ones.
        uint[] words = new uint[4];
        Philox.Block(0, 0, 0, words);
        Assert.Equal([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8], words);
        Philox.Block(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, words);
        Assert.Equal([0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd], words);
    }

    [Fact]
    public void Uniform_and_normal_numbers_have_the_moments_they_should()
    {
        double[] u = Tensor.Uniform(new Shape(100_000), rng: new Rng(1), dtype: DType.Float64).ToArray<double>();
        Assert.Equal(0.5, u.Average(), 0.01);
        Assert.All(u, value => Assert.InRange(value, 0, 1 - double.Epsilon));
        double[] n = Tensor.Normal(new Shape(100_000), 3, 2, new Rng(1), DType.Float64).ToArray<double>();
        Assert.Equal(3, n.Average(), 0.05);
        Assert.Equal(4, n.Select(value => (value - 3) * (value - 3)).Average(), 0.1);
    }

    [Fact]
    public void A_permutation_holds_each_number_once_and_the_seed_fixes_it()
    {
        int[] order = new Rng(3).Permutation(1000);
        Assert.Equal(Enumerable.Range(0, 1000), order.Order());
        Assert.Equal(order, new Rng(3).Permutation(1000));
        Assert.NotEqual(order, new Rng(4).Permutation(1000));
    }

    private readonly struct Counting(int[] seen) : IForkBody
    {
        public void Run(int part) => Interlocked.Increment(ref seen[part]);
    }
}
