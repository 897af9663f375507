using NotebookKit.Kernels;
using NotebookKit.Tests.Ops;

namespace NotebookKit.Tests.Kernels;

/// <summary>Sums over an axis, whose blocks and strips the threads share: beside the order that the sizes fix, on every width and any number of threads.</summary>
[Collection(nameof(OneAtATime))]
public class BlockSumsTests
{
    private const int Block = 512;

    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1300, 1100 }, { 3, 513, 257 }, { 2, 1024, 255 }, { 1, 2600, 37 }, { 40, 3, 1030 }, { 1, 40_000, 3 }, { 5, 7, 10_000 }, { 1, 1, 50_000 }, { 1, 511, 300 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Each_column_is_added_block_by_block_and_the_blocks_pairwise(int outer, int middle, int inner) => OpRegistry.OnEveryVariant(_ =>
    {
        float[] numbers = Tensor.Uniform([outer, middle, inner], -1, 1, new Rng(1)).ToArray<float>();
        float[] expected = new float[outer * inner];
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < inner; i++)
            {
                expected[(o * inner) + i] = Column(numbers.AsSpan((o * middle * inner) + i), middle, inner);
            }
        }

        foreach (float[] found in OnThreads(() => Tensor.From(numbers, [outer, middle, inner]).Sum(1)))
        {
            Assert.Equal(expected, found);
        }
    });

    [Theory]
    [InlineData(1, 1_000_003)]
    [InlineData(3, 40_000)]
    [InlineData(5000, 17)]
    [InlineData(700, 513)]
    [InlineData(0, 5)]
    [InlineData(4, 0)]
    public void Runs_add_up_to_their_sum(int rows, int columns) => OpRegistry.OnEveryVariant(_ =>
    {
        float[] numbers = Tensor.Uniform([rows, columns], 0, 1, new Rng(2)).ToArray<float>();
        double[] expected = [.. Enumerable.Range(0, rows).Select(row => numbers.AsSpan(row * columns, columns).ToArray().Sum(x => (double)x))];
        float[]? first = null;
        foreach (float[] found in OnThreads(() => Tensor.From(numbers, [rows, columns]).Sum(1)))
        {
            first ??= found;
            Assert.Equal(first, found);
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-6 * pair.First));
        }
    });

    private static float Column(ReadOnlySpan<float> numbers, int rows, int step)
    {
        if (rows > Block)
        {
            int half = ((rows / Block) + 1) / 2 * Block;
            return Column(numbers, half, step) + Column(numbers[(half * step)..], rows - half, step);
        }

        float sum = 0;
        for (int row = 0; row < rows; row++)
        {
            sum += numbers[row * step];
        }

        return sum;
    }

    private static List<float[]> OnThreads(Func<Tensor> work)
    {
        int before = Fork.Threads;
        try
        {
            return [.. new[] { 1, 2, 3 }.Select(threads =>
            {
                Fork.Threads = threads;
                return work().ToArray<float>();
            })];
        }
        finally
        {
            Fork.Threads = before;
        }
    }
}
