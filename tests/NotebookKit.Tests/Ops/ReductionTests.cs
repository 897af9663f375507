using NotebookKit.Gradients;

namespace NotebookKit.Tests.Ops;

/// <summary>Sums, moments, norms and distances where rounding, equals, zeros and infinities make them hard.</summary>
public class ReductionTests
{
    [Theory]
    [InlineData(1e4, 1e-2)]
    [InlineData(-3e5, 1)]
    [InlineData(0, 1)]
    public void The_variance_of_float32_keeps_the_digits_that_the_numbers_have(double mean, double deviation)
    {
        Tensor x = Tensor.Normal([100_000], mean, deviation, new Rng(1));
        double[] exact = x.ToArray<double>();
        double middle = exact.Average();
        double expected = exact.Sum(value => (value - middle) * (value - middle)) / (exact.Length - 1);
        Assert.Equal(1, x.Variance().Item() / expected, 2e-6);
        Assert.Equal(1, x.Reshape(100, 1000).Variance([0, 1]).Item() / expected, 2e-6);
        Assert.Equal(1, x.StandardDeviation().Item() / Math.Sqrt(expected), 2e-6);
        Assert.Equal(1, x.Unsqueeze(1).Covariance().Item() / expected, 2e-6);
    }

    [Fact]
    public void A_long_float32_sum_stays_within_its_bound_in_any_order_of_axes()
    {
        Tensor x = Tensor.Uniform([4, 64, 64, 64], rng: new Rng(2));
        double expected = x.ToArray<double>().Sum();
        double bound = ((512.0 / 16) + Math.Log2(x.Count / 512.0)) * Math.Pow(2, -24);
        Assert.Equal(1, x.Sum([0, 1, 2, 3]).Item() / expected, bound);
        Assert.Equal(1, x.Permute(0, 3, 1, 2).Sum([0, 2, 3]).ToArray<double>().Sum() / expected, bound);
        Assert.Equal(1, x.Mean([1, 3]).Mean().Item() * x.Count / expected, bound);
    }

    [Fact]
    public void Sums_over_the_pixels_of_a_turned_image_come_back_in_its_order_of_axes()
    {
        Tensor x = Tensor.Arange(0, 120, dtype: DType.Float64).Reshape(2, 3, 4, 5).Permute(0, 3, 1, 2);
        Tensor copy = x.Clone();
        foreach (int[] axes in new int[][] { [0], [1], [2, 3], [0, 2, 3], [1, 3], [0, 1, 2, 3] })
        {
            foreach (bool keep in new[] { false, true })
            {
                Assert.Equal(copy.Sum(axes, keep).Shape, x.Sum(axes, keep).Shape);
                Assert.Equal(copy.Sum(axes, keep).ToArray<double>(), x.Sum(axes, keep).ToArray<double>());
                Assert.Equal(copy.Amax(axes, keep).ToArray<double>(), x.Amax(axes, keep).ToArray<double>());
            }
        }

        Assert.Same(x, x.Sum([]));
    }

    [Fact]
    public void Equal_largest_numbers_share_the_gradient()
    {
        Tensor x = Tensor.From([1.0, 3, 3, 3, 0, 3], new Shape(2, 3));
        x.RequiresGrad = true;
        double third = 1.0 / 4;
        Assert.Equal([0, third, third, third, 0, third], Gradient.Of(x.Amax(), x).ToArray<double>());
        Assert.Equal([0, 0.5, 0.5, 0.5, 0, 0.5], Gradient.Of(x.Amax([1]).Sum(), x).ToArray<double>());
        Assert.Equal([0, 0, 0, 0, 1, 0], Gradient.Of(x.Amin([0, 1]), x).ToArray<double>());
        Assert.True(double.IsNaN(Tensor.From([1, double.NaN]).Amax().Item()));
        Assert.True(double.IsNaN(Tensor.From([1, double.NaN]).Amin().Item()));
    }

    [Fact]
    public void Logsumexp_neither_overflows_nor_loses_infinities()
    {
        double inf = double.PositiveInfinity;
        Assert.Equal(1000 + Math.Log(2), Tensor.From([1000.0, 1000]).LogSumExp().Item(), 1e-12);
        Assert.Equal(-1000 + Math.Log(3), Tensor.From([-1000f, -1000, -1000]).LogSumExp().Item(), 1e-4);
        foreach (DType dtype in new[] { DType.Float32, DType.Float64 })
        {
            Assert.Equal([-inf, 2, inf], Tensor.From(new double[,] { { -inf, -inf }, { -inf, 2 }, { inf, 2 } }).To(dtype).LogSumExp(1).ToArray<double>());
        }

        Tensor x = Tensor.From([1.0, -inf, 3]);
        x.RequiresGrad = true;
        Assert.Equal(x.Detach().Softmax().ToArray<double>(), Gradient.Of(x.LogSumExp(), x).ToArray<double>());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(1.5)]
    public void A_zero_vector_has_length_and_gradient_zero(double p)
    {
        Tensor x = Tensor.Zeros([2, 3], DType.Float64);
        x.RequiresGrad = true;
        Tensor y = x.Norm(p, -1);
        Assert.Equal([0, 0], y.ToArray<double>());
        Assert.Equal(new double[6], Gradient.Of(y.Sum(), x).ToArray<double>());
        Assert.Equal(new double[6], x.Normalize(p).ToArray<double>());
        Assert.Equal([0, 0], x.CosineSimilarity(Tensor.Ones([3], DType.Float64)).ToArray<double>());
        Assert.Equal(new double[6], Gradient.Of(x.CDist(x.Detach()).Sum(), x).ToArray<double>());
    }

    [Fact]
    public void Distances_of_many_points_are_those_of_few()
    {
        Tensor a = Tensor.Normal([1500, 3], rng: new Rng(1), dtype: DType.Float64);
        Tensor b = Tensor.Normal([1000, 3], rng: new Rng(2), dtype: DType.Float64);
        Tensor all = a.CDist(b);
        Assert.Equal([1500, 1000], all.Shape);
        Assert.Equal(a[1490..].CDist(b[..7]).ToArray<double>(), all[1490.., ..7].ToArray<double>());
        Assert.Equal(2, a.CDist(b, 1)[1499, 3].Item() * 2 / (a[1499] - b[3]).Abs().Sum().Item(), 1e-12);
    }

    [Fact]
    public void Composed_reductions_have_gradients_of_gradients()
    {
        Func<Tensor, Tensor>[] runs = [x => x.Variance([0, 1]), x => x.StandardDeviation(0), x => x.LogSumExp([1]), x => x.Normalize(), x => x.Covariance(), x => x.CDist(x[..1] + 5), x => x.CosineSimilarity(x.Flip(0))];
        foreach (Func<Tensor, Tensor> run in runs)
        {
            Tensor x = Tensor.From([0.3, -1.2, 0.7, 1.9, 0.4, -0.6], new Shape(3, 2));
            GradientCheck.Run("first", v => run(v[0]), [x]);
            GradientCheck.Run("second", v => Gradient.Of(run(v[0]), v, createGraph: true, start: Tensor.Ones(run(v[0]).Shape, DType.Float64) * 0.7)[0].Square(), [x.Detach()]);
        }
    }

    public static TheoryData<string, Action> BadCalls => new()
    {
        { "Sum: [2, 3] has no axis 2", () => Tensor.Zeros([2, 3]).Sum([0, 2]) },
        { "Sum: the axes [1, -1] of [2, 3] name axis 1 twice", () => Tensor.Zeros([2, 3]).Sum([1, -1]) },
        { "Sum: works on floats, and the tensor [2] holds Int64", () => Tensor.From([1L, 2]).Sum([0]) },
        { "Sum: [2] has no axis -2", () => Tensor.Zeros([2]).Mean([-2]) },
        { "Variance: 1 numbers along [0] of [1, 3]", () => Tensor.Zeros([1, 3]).Variance([0]) },
        { "LogSumExp: the axes [1] of [2, 0] are empty", () => Tensor.Zeros([2, 0]).LogSumExp(1) },
        { "Amax: the axes [0, 1] of [0, 3] are empty", () => Tensor.Zeros([0, 3]).Amax() },
        { "Amin: [3] has no axis 1", () => Tensor.Zeros([3]).Amin(1) },
        { "Norm: [3] has no axis 1", () => Tensor.Zeros([3]).Norm(2, 1) },
        { "Norm: p is a number, 1, 2 or infinity most often, and for the tensor [3]", () => Tensor.Zeros([3]).Norm(double.NaN) },
        { "CosineSimilarity: shapes [2] and [3] do not fit", () => Tensor.Zeros([2]).CosineSimilarity(Tensor.Zeros([3])) },
        { "CDist: takes rows of one length, [m, d] and [n, d], and got [2, 3] and [3]", () => Tensor.Zeros([2, 3]).CDist(Tensor.Zeros([3])) },
        { "CDist: shapes [2] and [3] do not fit", () => Tensor.Zeros([2, 4, 3]).CDist(Tensor.Zeros([3, 4, 3])) },
        { "Covariance: takes observations as rows, [N, d] with N above the correction 1, and got [1, 3]", () => Tensor.Zeros([1, 3]).Covariance() },
        { "Covariance: takes observations", () => Tensor.Zeros([3]).Correlation() },
    };

    [Theory]
    [MemberData(nameof(BadCalls))]
    public void A_wrong_call_names_the_operation_and_the_shape(string start, Action call) =>
        Assert.StartsWith(start, Assert.ThrowsAny<ArgumentException>(call).Message, StringComparison.Ordinal);
}
