using NotebookKit.Tests.Ops;

namespace NotebookKit.Tests.Kernels;

/// <summary>The product of matrices at every height and width around the tile of the micro-kernel.</summary>
[Collection(nameof(OneAtATime))]
public class GemmTests
{
    // A tile has 6 or 12 rows and 2 to 32 columns; the heights go over two tiles, so that every rest of rows occurs.
    public static TheoryData<int> Rows => [.. Enumerable.Range(1, 26)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_rest_of_a_tile_is_right_on_every_width(int m) => OpRegistry.OnEveryVariant(width =>
    {
        foreach (int n in new[] { 1, 15, 16, 31, 32, 33, 70 })
        {
            foreach (int k in new[] { 1, 2, 13 })
            {
                // Small whole numbers: every order of sums gives the same bits.
                float[] a = [.. Enumerable.Range(0, m * k).Select(i => (float)((i * 7 % 11) - 5))];
                float[] b = [.. Enumerable.Range(0, k * n).Select(i => (float)((i * 5 % 13) - 6))];
                float[] expected = new float[m * n];
                for (int i = 0; i < m * n; i++)
                {
                    for (int p = 0; p < k; p++)
                    {
                        expected[i] += a[(i / n * k) + p] * b[(p * n) + (i % n)];
                    }
                }

                Tensor x = Tensor.From(a, [m, k]), y = Tensor.From(b, [k, n]);
                Assert.Equal(expected, x.MatMul(y).ToArray<float>());
                Assert.Equal(expected, x.Transpose().Contiguous().Transpose().To(DType.Float64).MatMul(y.Transpose().Contiguous().Transpose().To(DType.Float64)).To(DType.Float32).ToArray<float>());
            }
        }
    });

    // Large enough to be cut into slices of the depth and shared out among threads, with a rest in every direction.
    [Fact]
    public void A_large_product_with_rests_in_all_directions_is_right_on_every_width() => OpRegistry.OnEveryVariant(width =>
    {
        const int M = 293, N = 301, K = 307;
        Tensor x = Tensor.From([.. Enumerable.Range(0, M * K).Select(i => (double)((i * 7 % 11) - 5))], [M, K]);
        Tensor y = Tensor.From([.. Enumerable.Range(0, K * N).Select(i => (double)((i * 5 % 13) - 6))], [K, N]);
        double[] ones = [.. Enumerable.Repeat(1.0, N)];

        // (X Y) 1 = X (Y 1), and each side is a sum of whole numbers.
        Assert.Equal(
            x.MatMul(y.MatMul(Tensor.From(ones, [N, 1]))).ToArray<double>(),
            x.To(DType.Float32).MatMul(y.To(DType.Float32)).To(DType.Float64).Sum(1, keepDim: true).ToArray<double>());
    });
}
