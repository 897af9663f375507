using NotebookKit.Charts.Drawing;

namespace NotebookKit.Tests.Charts;

public class PathDataTests
{
    [Fact]
    public void Decimation_keeps_the_extremes_of_every_pixel_column()
    {
        var random = new Random(5);
        var xs = Enumerable.Range(0, 50_000).Select(i => i * 0.01).ToArray();
        var ys = xs.Select(_ => random.NextDouble() * 300).ToArray();

        var kept = PathData.Columns(xs, ys, 0, xs.Length);

        Assert.InRange(kept.Count, 1000, 2000);
        Assert.Equal(kept.Order().Distinct(), kept);
        foreach (var column in Enumerable.Range(0, xs.Length).GroupBy(i => Math.Floor(xs[i])))
        {
            var inside = kept.Where(i => Math.Floor(xs[i]) == column.Key).ToArray();
            Assert.Equal(column.Max(i => ys[i]), inside.Max(i => ys[i]));
            Assert.Equal(column.Min(i => ys[i]), inside.Min(i => ys[i]));
            Assert.Equal((column.First(), column.Last()), (inside[0], inside[^1]));
        }
    }

    [Fact]
    public void Values_that_are_not_finite_leave_gaps_and_lone_points_stay_visible() =>
        Assert.Equal("M1 1L2 2M4 4h0M6 6L7 7", PathData.Line([1, 2, 3, 4, 5, 6, 7], [1, 2, double.NaN, 4, double.PositiveInfinity, 6, 7]));

    [Fact]
    public void A_curve_that_turns_back_is_not_cut_into_columns() =>
        Assert.Equal("M0 0L10 0 10 10 0 10 0 0", PathData.Line([0, 10, 10, 0, 0], [0, 0, 10, 10, 0]));

    [Fact]
    public void Of_very_many_points_the_outlier_is_drawn()
    {
        var random = new Random(6);
        var xs = Enumerable.Range(0, 50_000).Select(_ => 100 + random.NextDouble()).ToArray();
        var ys = (double[])xs.Clone();
        (xs[33_333], ys[33_333]) = (400, 7);

        Assert.Contains("M400 7h0", Markers.Path(xs, ys, 0, 2));
    }

    [Fact]
    public void The_moving_average_starts_at_the_first_value_and_skips_gaps()
    {
        var smooth = Smoothing.Exponential([4, double.NaN, 4, 4], 0.9);

        Assert.Equal([4, double.NaN, 4, 4], smooth.Select(v => Math.Round(v, 12)));
    }
}
