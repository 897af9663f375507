using NotebookKit.Display;

namespace NotebookKit.Host.Tests.Display;

/// <summary>What a tensor's look says of its numbers, against a plain loop.</summary>
public sealed class TensorStatisticsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1024)]
    [InlineData(5003)]
    public void They_are_those_of_a_plain_loop_whatever_the_length(int count) => AssertRight(Around(count));

    [Fact]
    public void Numbers_that_are_none_are_counted_apart_and_change_nothing_else()
    {
        double[] values = Around(5003);
        (values[0], values[1500], values[1501], values[^1]) = (double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.NaN);
        (values[2], values[3000], values[4999]) = (0, 0, -0.0);
        AssertRight(values);
    }

    [Fact]
    public void A_view_and_whole_numbers_are_seen_too()
    {
        Tensor tensor = Tensor.From([.. Enumerable.Range(0, 6000).Select(i => (long)(i % 7))], [60, 100]);
        TensorStatistics statistics = TensorStatistics.Of(tensor.Transpose(0, 1));
        Assert.Equal((6000, 0, 6), (statistics.Finite, statistics.Smallest, statistics.Largest));
        Assert.Equal(6000, statistics.Histogram(tensor, 7).Sum());
    }

    // A mean far from 0 beside a small deviation: where sums of squares lose their digits.
    private static double[] Around(int count)
    {
        Rng rng = new(3);
        return [.. Enumerable.Range(0, count).Select(_ => 1000 + rng.NextDouble())];
    }

    private static void AssertRight(double[] values)
    {
        TensorStatistics statistics = TensorStatistics.Of(Tensor.From(values));
        double[] finite = [.. values.Where(double.IsFinite)];
        double mean = finite.Average();
        Assert.Equal(finite.Length, statistics.Finite);
        Assert.Equal(values.Count(double.IsNaN), statistics.NotNumbers);
        Assert.Equal(values.Count(double.IsInfinity), statistics.Infinite);
        Assert.Equal(finite.Count(value => value == 0), statistics.Zeros);
        Assert.Equal(finite.Min(), statistics.Smallest);
        Assert.Equal(finite.Max(), statistics.Largest);
        Assert.Equal(mean, statistics.Mean, 9);
        Assert.Equal(Math.Sqrt(finite.Average(value => (value - mean) * (value - mean))), statistics.Deviation, 6);
    }
}
