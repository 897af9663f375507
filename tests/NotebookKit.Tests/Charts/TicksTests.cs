using NotebookKit.Charts.Drawing;

namespace NotebookKit.Tests.Charts;

public class TicksTests
{
    [Theory]
    [InlineData(0, 1, 5, "0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(0, 0.3, 3, "0 0.1 0.2 0.3")]
    [InlineData(-1, 1, 4, "−1.0 −0.5 0 0.5 1.0")]
    [InlineData(0, 4690, 5, "0 1000 2000 3000 4000")]
    [InlineData(0, 100_000, 4, "0 25,000 50,000 75,000 100,000")]
    [InlineData(1950, 2020, 4, "1960 1980 2000 2020")]
    [InlineData(0, 2e9, 2, "0 1×10⁹ 2×10⁹")]
    public void Linear_ticks_are_round_and_short(double min, double max, int steps, string expected) =>
        Assert.Equal(expected, Text(Ticks.Linear(min, max, steps)));

    [Theory]
    [InlineData(0.001, 10, 5, "0.001 0.01 0.1 1 10")]
    [InlineData(1e-8, 1, 4, "10⁻⁸ 10⁻⁶ 10⁻⁴ 0.01 1")]
    [InlineData(1, 100, 8, "1 2 5 10 20 50 100")]
    [InlineData(1e5, 1e7, 2, "10⁵ 10⁶ 10⁷")]
    [InlineData(2, 3, 5, "2.0 2.2 2.4 2.6 2.8 3.0")]
    public void Logarithmic_ticks_are_decades(double min, double max, int steps, string expected) =>
        Assert.Equal(expected, Text(Ticks.Logarithmic(min, max, steps)));

    [Fact]
    public void Epochs_have_no_half_ticks() => Assert.Equal("0 1 2", Text(Ticks.Linear(0, 2, 8, whole: true)));

    [Fact]
    public void There_are_never_more_ticks_than_asked_for()
    {
        var random = new Random(3);
        for (int trial = 0; trial < 2000; trial++)
        {
            double min = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-12, 12)), max = min + Math.Pow(10, random.Next(-10, 12)) * (random.NextDouble() + 0.1);
            int steps = random.Next(1, 9);
            var ticks = Ticks.Linear(min, max, steps);
            Assert.InRange(ticks.Count, 0, steps + 1);
            Assert.All(ticks, tick => Assert.InRange(tick.Value, min - (1e-6 * (max - min)), max + (1e-6 * (max - min))));
        }
    }

    [Theory]
    [InlineData(0.1 + 0.2, "0.3")]
    [InlineData(4690, "4,690")]
    [InlineData(0.09314, "0.0931")]
    [InlineData(-1234.5678, "-1,235")]
    [InlineData(2.345e-7, "2.35×10⁻⁷")]
    [InlineData(6.02e23, "6.02×10²³")]
    [InlineData(double.NaN, "NaN")]
    public void Numbers_are_short(double value, string expected) => Assert.Equal(expected, NumberText.Short(value));

    [Fact]
    public void Names_at_line_ends_are_moved_apart_and_stay_inside()
    {
        var places = Legend.Spread([10, 11, 12, 95, 99], 16, 0, 100);

        Assert.All(places.Zip(places.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 16 - 1e-9));
        Assert.All(places, place => Assert.InRange(place, 0, 100));
    }

    private static string Text(List<Tick> ticks) => string.Join(' ', ticks.Select(tick => tick.Label));
}
