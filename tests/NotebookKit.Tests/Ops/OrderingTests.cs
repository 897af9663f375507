namespace NotebookKit.Tests.Ops;

/// <summary>Corners of order, running results and regular tensors.</summary>
public class OrderingTests
{
    private const double Inf = double.PositiveInfinity;
    private const double NaN = double.NaN;

    [Fact]
    public void NaN_is_sorted_as_largest_and_zeros_are_equal()
    {
        Tensor x = Tensor.From([NaN, 0.0, Inf, -0.0, -Inf, NaN]);
        Assert.Equal([4, 1, 3, 2, 0, 5], x.ArgSort().ToArray<long>());
        Assert.Equal([0, 5, 2, 1, 3, 4], x.ArgSort(descending: true).ToArray<long>());
        Assert.Equal([-Inf, 0, 0, Inf, NaN, NaN], x.Sort().Values.ToArray<double>());
        Assert.Equal([0, 5, 2], x.TopK(3).Positions.ToArray<long>());
        Assert.Equal([long.MinValue, -1, 0, long.MaxValue], Tensor.From([0L, long.MaxValue, -1, long.MinValue]).Sort().Values.ToArray<long>());
    }

    [Fact]
    public void A_long_axis_is_sorted_stably()
    {
        Tensor x = Tensor.Uniform([200_000], 0, 1000, new Rng(3)).Floor();
        (Tensor values, Tensor places) = x.Sort();
        float[] numbers = values.ToArray<float>();
        long[] from = places.ToArray<long>();
        for (int i = 1; i < numbers.Length; i++)
        {
            Assert.True(numbers[i - 1] < numbers[i] || (numbers[i - 1] == numbers[i] && from[i - 1] < from[i]));
        }
    }

    [Fact]
    public void The_gradient_of_scattering_goes_to_the_number_that_stayed()
    {
        Tensor x = new Parameter(Tensor.From([1.0, 2, 3]));
        Tensor source = new Parameter(Tensor.From([7.0, 8, 9]));
        Tensor y = x.Scatter(0, Tensor.From([0L, 2L, 0L]), source);
        Assert.Equal([9, 2, 8], y.ToArray<double>());
        (y * Tensor.From([10.0, 20, 30])).Sum().Backward();
        Assert.Equal([0, 20, 0], x.Grad!.ToArray<double>());
        Assert.Equal([0, 30, 10], source.Grad!.ToArray<double>());
    }

    [Fact]
    public void Medians_and_quantiles_lie_between_neighbours()
    {
        Assert.Equal(2.5, Tensor.From([4.0, 1, 3, 2]).Median().Item());
        Assert.Equal([2, 5], Tensor.From([3.0, 1, 2, 6, 4, 5], new Shape(2, 3)).Median(1).ToArray<double>());
        Assert.True(double.IsNaN(Tensor.From([1.0, NaN, 3]).Quantile(0).Item()));
        Assert.Equal(Inf, Tensor.From([1.0, Inf, 3]).Quantile(1).Item());
        Tensor x = new Parameter(Tensor.From([4.0, 1, 3, 2]));
        x.Quantile(0.25).Backward();
        Assert.Equal([0, 0.25, 0, 0.75], x.Grad!.ToArray<double>());
    }

    [Fact]
    public void Running_log_sums_take_infinities_and_large_numbers()
    {
        Assert.Equal([-Inf, -Inf, 1000, Inf, Inf], Tensor.From([-Inf, -Inf, 1000.0, Inf, 3]).LogCumSumExp(0).ToArray<double>());
        Assert.Equal(1000 + Math.Log(2), Tensor.From([1000.0, 1000]).LogCumSumExp(0)[1].Item(), 1e-12);
        Assert.Equal(-1000 + Math.Log(2), Tensor.From([-1000.0, -1000]).LogCumSumExp(0)[1].Item(), 1e-12);
        Tensor x = new Parameter(Tensor.From([-Inf, 0.0, 0.0]));
        x.LogCumSumExp(0)[2].Backward();
        Assert.Equal([0, 0.5, 0.5], x.Grad!.ToArray<double>());
        GradientCheck.Run("log-cumsum-exp", v => v[0].LogCumSumExp(1), [Tensor.From([1.0, -2, 0.5, 3, 2, 2.5], new Shape(2, 3))]);
    }

    [Fact]
    public void Long_running_sums_in_float32_do_not_drift()
    {
        Tensor x = Tensor.Full([1_000_000], 0.1);
        Assert.Equal(1_000_000 * (double)0.1f, x.CumSum(0)[^1].Item(), 0.01);
    }

    [Fact]
    public void Products_of_nothing_are_one_and_zeros_have_exact_gradients()
    {
        Assert.Equal([1, 1], Tensor.Zeros([0, 2]).Prod(0).ToArray<float>());
        Assert.Equal(1, Tensor.Zeros([0]).Prod().Item());
        Tensor x = new Parameter(Tensor.From([2.0, 0, 3]));
        x.Prod().Backward();
        Assert.Equal([0, 6, 0], x.Grad!.ToArray<double>());
        GradientCheck.Run("prod", v => v[0].Prod(1, keepDim: true), [Tensor.From([0.0, -2, 0, 3, 0, 2.5], new Shape(2, 3))]);
    }

    [Fact]
    public void Empty_axes_stay_empty()
    {
        Tensor none = Tensor.Zeros([2, 0]);
        Assert.Equal(none.Shape, none.CumSum(1).Shape);
        Assert.Equal(none.Shape, none.CumProd(1).Shape);
        Assert.Equal(none.Shape, none.CumMax(1).Values.Shape);
        Assert.Equal(none.Shape, none.LogCumSumExp(1).Shape);
        Assert.Equal(none.Shape, none.Sort().Values.Shape);
        Assert.Equal(none.Shape, none.Diff().Shape);
        Assert.Equal(none.Shape, none.Tril().Shape);
        Assert.Equal(new Shape(0, 2), none.NonZero().Shape);
        Assert.Equal(new Shape(0), none.Unique().Values.Shape);
        Assert.Equal(new Shape(4, 0), none.Tile(2, 3).Shape);
        Assert.Equal(3, Tensor.Zeros([0], DType.Int64).BinCount(3).Count);
        Assert.Equal([0, 0], none.Histogram(2).Counts.ToArray<long>());
    }

    [Fact]
    public void Regular_tensors_end_where_they_should()
    {
        Assert.Equal([1, 0, 0, 0, 1, 0], Tensor.Eye(2, 3).ToArray<float>());
        double[] line = Tensor.Linspace(0.1, 0.7, 7, DType.Float64).ToArray<double>();
        Assert.Equal((0.1, 0.7), (line[0], line[^1]));
        Assert.Equal([5], Tensor.Linspace(5, 9, 1).ToArray<float>());
        Assert.Equal([1, 10, 100], Tensor.Logspace(0, 2, 3).ToArray<float>());
        Tensor x = Tensor.From([3L, 4L], new Shape(2, 1));
        Assert.Equal((DType.Int64, 7.0), (Tensor.FullLike(x, 7).DType, Tensor.FullLike(x, 7)[1, 0].Item()));
        Assert.Equal([0, 0, 1, 1], Tensor.ZerosLike(x).Flatten().ToArray<long>().Concat(Tensor.OnesLike(x).Flatten().ToArray<long>()));
        Assert.Equal([3, 3, 4, 4], x.RepeatInterleave(2).ToArray<long>());
        Assert.Equal([3, 4, 3, 4], x.Tile(2, 1).ToArray<long>());
        Assert.Equal([0, 0, 1, 0], Tensor.From([1.0]).Diag(-1).ToArray<double>());
    }

    [Fact]
    public void Histograms_count_both_ends_and_leave_out_what_lies_outside()
    {
        Tensor x = Tensor.From([0.0, 0.5, 1, 1.5, 2, 2.5, -1, NaN]);
        Assert.Equal([2, 3], x.Histogram(Tensor.From([0.0, 1, 2])).ToArray<long>());
        Assert.Equal([2, 3], x.Histogram(2, 0, 2).Counts.ToArray<long>());
        Assert.Equal([1, 2, 1, 1], Tensor.From([2.0, 1, 1, 0, 3]).Histogram(4, -0.5, 3.5).Counts.ToArray<long>());
        Assert.Equal([3], Tensor.From([2f, 2f, 2f]).Histogram(1).Counts.ToArray<long>());
    }
}
