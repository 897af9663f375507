using NotebookKit.Decomposition;
using NotebookKit.Kernels;
using NotebookKit.Tests.Ops;

namespace NotebookKit.Tests.Kernels;

/// <summary>The products of all pairs of columns, summed over the rows, against their definition.</summary>
[Collection(nameof(OneAtATime))]
public unsafe class RowScatterTests
{
    /// <summary>Rows and columns: rests of slices, runs, tiles and panels, fewer than one of each and whole ones.</summary>
    public static TheoryData<int, int> Sizes => new() { { 0, 3 }, { 1, 1 }, { 150, 4 }, { 193, 15 }, { 16, 16 }, { 2000, 31 }, { 4001, 32 }, { 385, 33 }, { 192, 63 }, { 700, 100 }, { 40, 784 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Sums_and_products_equal_the_definition_in_whole_numbers(int n, int d)
    {
        int[] x = [.. Enumerable.Range(0, n * d).Select(i => (int)((uint)(i * 2654435761) >> 28) - 8)], c = [.. Enumerable.Range(0, d).Select(i => (i % 3) - 1)];
        double[] expected = new double[(d + 1) * (d + 1)];
        for (int row = 0; row < n; row++)
        {
            int[] z = [.. Enumerable.Range(0, d).Select(i => x[(row * d) + i] - c[i]), 1];
            for (int i = 0; i <= d; i++)
            {
                for (int j = i; j <= d; j++)
                {
                    expected[(i * (d + 1)) + j] += z[i] * z[j];
                }
            }
        }

        int tried = 0;
        OpRegistry.OnEveryVariant(_ =>
        {
            if (RowScatter.Pays<float>(d))
            {
                tried++;
                Same(Sums([.. x.Select(value => (float)value)], [.. c.Select(value => (float)value)], n, d));
            }

            if (RowScatter.Pays<double>(d))
            {
                Same(Sums([.. x.Select(value => (double)value)], [.. c.Select(value => (double)value)], n, d));
            }
        });
        Assert.Equal(2, tried);

        void Same(double[] sums)
        {
            for (int i = 0; i <= d; i++)
            {
                int at = (i * (d + 1)) + i;
                Assert.Equal(expected[at..(at + d + 1 - i)], sums[at..(at + d + 1 - i)]);
            }
        }
    }

    [Fact]
    public void Sums_are_the_same_bits_with_1_2_3_and_8_threads()
    {
        Tensor x = Tensor.Normal([5000, 300], rng: new Rng(1));
        int before = Fork.Threads;
        try
        {
            Fork.Threads = 1;
            double[] expected = Scatter.Of("test", x).Matrix;
            foreach (int threads in new[] { 2, 3, 8 })
            {
                Fork.Threads = threads;
                Assert.Equal(expected, Scatter.Of("test", x).Matrix);
            }
        }
        finally
        {
            Fork.Threads = before;
        }
    }

    // Of few columns, and turned ones that do not lie row by row: every width of vectors, and the way of operations where no tiles fit.
    [Theory]
    [InlineData(5000, 70, false)]
    [InlineData(5000, 70, true)]
    [InlineData(3, 5, true)]
    public void A_scatter_is_that_of_double_precision_on_every_width_of_vectors(int n, int d, bool turned)
    {
        Tensor points = (turned ? Tensor.Normal([d, n], rng: new Rng(3)).Transpose() : Tensor.Normal([n, d], rng: new Rng(3))) + 100;
        points = turned ? points.Transpose().Contiguous().Transpose() : points;
        Assert.NotEqual(turned, points.IsContiguous);
        double[][] x = points.To(DType.Float64).ToJagged<double>();
        double[] mean = [.. Enumerable.Range(0, d).Select(i => x.Average(row => row[i]))];
        OpRegistry.OnEveryVariant(_ =>
        {
            foreach ((DType type, double bound) in new[] { (DType.Float32, 2e-6), (DType.Float64, 1e-12) })
            {
                Scatter found = Scatter.Of("test", points.To(type));
                for (int i = 0; i < d; i++)
                {
                    Assert.Equal(mean[i], found.Mean[i], bound);
                    for (int j = 0; j < d; j += 7)
                    {
                        Assert.Equal(x.Sum(row => (row[i] - mean[i]) * (row[j] - mean[j])), found.Matrix[(i * d) + j], bound * n);
                        Assert.Equal(found.Matrix[(i * d) + j], found.Matrix[(j * d) + i]);
                    }
                }
            }
        });
    }

    [Fact]
    public void A_number_that_is_not_finite_is_found_by_its_column()
    {
        foreach (double bad in new[] { double.NaN, double.PositiveInfinity })
        {
            double[] numbers = Tensor.Normal([4000, 20], rng: new Rng(4), dtype: DType.Float64).ToArray<double>();
            numbers[(3777 * 20) + 13] = bad;
            ArgumentException error = Assert.Throws<ArgumentException>(() => Scatter.Of("Pca", Tensor.From(numbers, [4000, 20])));
            Assert.StartsWith("Pca: column 13 of the 20 holds a value that is not finite", error.Message, StringComparison.Ordinal);
        }
    }

    private static double[] Sums<T>(T[] x, T[] c, int n, int d)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        double[] sums = new double[(d + 1) * (d + 1)];
        fixed (T* rows = x, shift = c)
        fixed (double* to = sums)
        {
            RowScatter.Add(rows, n, d, shift, to);
        }

        return sums;
    }
}
