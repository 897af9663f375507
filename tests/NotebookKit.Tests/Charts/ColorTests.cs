using NotebookKit.Charts;

namespace NotebookKit.Tests.Charts;

public class ColorTests
{
    [Fact]
    public void Every_colour_of_a_series_is_seen_on_white_and_on_dark_paper() =>
        Assert.All(Palette.All, color =>
        {
            Assert.InRange(color.Contrast(Palette.LightPaper), 3, 21);
            Assert.InRange(color.Contrast(Palette.DarkPaper), 3, 21);
        });

    [Fact]
    public void Contrast_is_that_of_WCAG()
    {
        Assert.Equal(21, new Color(0, 0, 0).Contrast(new(255, 255, 255)), 6);
        Assert.Equal(4.54, Color.Parse("#767676").Contrast(new(255, 255, 255)), 2);
        Assert.Throws<FormatException>(() => Color.Parse("red"));
    }

    [Fact]
    public void Oklab_gives_grey_white_and_a_known_red()
    {
        Assert.Equal(new Color(255, 255, 255), Color.FromOklch(1, 0, 0));
        Assert.Equal(new Color(255, 0, 0), Color.FromOklch(0.627955, 0.257683, 29.2339));
    }

    [Fact]
    public void The_sequential_scale_only_gets_lighter()
    {
        var luminances = Enumerable.Range(0, 256).Select(i => ColorScale.Sequential.At(i / 255.0).Luminance).ToArray();

        Assert.All(luminances.Zip(luminances.Skip(4)), pair => Assert.True(pair.Second > pair.First));
    }

    [Fact]
    public void The_diverging_scale_is_blue_below_white_at_and_red_above_zero()
    {
        var (low, middle, high) = (ColorScale.Diverging.At(0), ColorScale.Diverging.At(0.5), ColorScale.Diverging.At(1));

        Assert.True(low.B > low.R + 60 && high.R > high.B + 60);
        Assert.InRange(middle.Luminance, 0.9, 1);
    }

    [Fact]
    public void Counts_in_bins_add_up_to_the_values()
    {
        var random = new Random(4);
        for (int trial = 0; trial < 100; trial++)
        {
            double scale = Math.Pow(10, random.Next(-6, 6));
            var values = Enumerable.Range(0, random.Next(1, 500)).Select(_ => random.NextDouble() * scale).ToArray();
            var bars = BarSeries.Histogram(values);
            Assert.Equal(values.Length, bars.Heights.Sum());
            Assert.True(bars.Edges[0] <= values.Min() && bars.Edges[^1] >= values.Max());
        }

        Assert.Equal([1, 0, 2], BarSeries.Histogram([0, 2.5, 3, double.NaN], bins: 3).Heights);
    }
}
