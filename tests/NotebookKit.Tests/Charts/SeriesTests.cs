using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NotebookKit.Charts;
using NotebookKit.Charts.Drawing;

namespace NotebookKit.Tests.Charts;

/// <summary>Numbers to pixels: where each kind of chart puts its data.</summary>
public partial class SeriesTests
{
    private static readonly Frame Plain = new(new(0, 0, 100, 100), new(0, 10, false, 0, 100), new(0, 10, false, 100, 0), new());
    private static readonly Color Blue = Palette.At(0);

    [Fact]
    public void A_band_goes_out_along_its_upper_edge_and_back_along_the_lower() =>
        Assert.Contains("M0 80 50 60 100 40 100 60 50 80 0 100z", Drawn(new BandSeries([0, 5, 10], [0, 2, 4], [2, 4, 6])));

    [Fact]
    public void A_gap_in_either_edge_cuts_the_band_in_two() =>
        Assert.Equal(2, Drawn(new BandSeries([0, 2, 5, 8, 10], [0, 0, double.NaN, 0, 0], [2, 2, 2, 2, 2])).Split("<path").Length - 1);

    [Fact]
    public void An_error_bar_reaches_from_below_to_above() =>
        Assert.Contains("M50 70V40", Drawn(new ErrorBarSeries([5], [5], [2], [1])));

    [Fact]
    public void A_stem_stands_on_zero() => Assert.Contains("M50 100V30", Drawn(new StemSeries([5], [7])));

    [Fact]
    public void A_step_holds_its_value_until_the_next() =>
        Assert.Contains("M0 90L50 90 50 60 100 60 100 50", Drawn(new LineSeries([0, 5, 10], [1, 4, 5]) { Step = true }));

    [Fact]
    public void A_box_has_the_quartiles_of_numpy_and_whiskers_within_one_and_a_half_boxes()
    {
        var box = BoxSummary.Of([1, 2, 3, 4, 5, 6, 7, 8, 100, double.NaN]);

        Assert.Equal((9, 1.0, 3.0, 5.0, 7.0, 8.0), (box.Count, box.Low, box.Q1, box.Median, box.Q3, box.High));
        Assert.Equal([100], box.Outliers);
        Assert.Equal(0, BoxSummary.Of([double.NaN]).Count);
    }

    [Fact]
    public void An_arrow_in_the_units_of_the_axes_ends_where_it_points()
    {
        Assert.Contains("M20 80L50 40", Drawn(new QuiverSeries([2], [2], [3], [4]) { Scale = 1 }), StringComparison.Ordinal);
        string fan = Drawn(new QuiverSeries([2, 2], [2, 2], [3, 4], [4, 1]) { Scale = 1 });
        Assert.True(fan.Contains("M20 80L50 40", StringComparison.Ordinal) && fan.Contains("M20 80L60 70", StringComparison.Ordinal), "arrows from one spot are all drawn");
    }

    [Fact]
    public void A_reference_line_runs_across_and_takes_no_colour_from_the_data()
    {
        Assert.Contains("M0 50.5L100 50.5", Drawn(ReferenceLine.AtY(5)));
        Assert.Contains("M20.5 0L20.5 100", Drawn(ReferenceLine.AtX(2)));
        var figure = (Plot)Chart.Line([1, 2]).Mark(y: 1.5).With(new LineSeries([2, 1])).Content;
        Assert.Equal(Palette.At(1), figure.ColorOf(2));
        Assert.Throws<ArgumentException>(() => Chart.Line([1, 2]).Mark());
    }

    [Fact]
    public void Notes_move_apart_and_stay_inside()
    {
        string svg = Drawn(new NoteSeries([9.8, 9.8], [9.8, 9.8], ["first", "second"]));

        var places = TextPlace().Matches(svg).Select(match => (X: Number(match.Groups[1].Value), Y: Number(match.Groups[2].Value))).ToArray();
        Assert.Equal(2, places.Distinct().Count());
        Assert.All(places, place => Assert.InRange(place.X, 0, 100));
    }

    [Fact]
    public void A_contour_of_a_circle_has_its_radius_all_around()
    {
        Numbers at = Numbers.From(Enumerable.Range(0, 81).Select(i => -2 + (i / 20.0)));
        var grid = NumberGrid.Of([.. at.SelectMany(y => at.Select(x => (x * x) + (y * y)))], 81, 81);

        var line = Assert.Single(MarchingSquares.Lines(grid, 1));

        Assert.Equal(line[0], line[^1]);
        Assert.All(line, place => Assert.Equal(1, Math.Sqrt(Math.Pow((place.Column / 20) - 2, 2) + Math.Pow((place.Row / 20) - 2, 2)), 2e-3));
    }

    [Fact]
    public void A_region_that_meets_the_border_is_closed_along_it()
    {
        var grid = (NumberGrid)new double[,] { { 0, 0, 1, 1 }, { 0, 0, 1, 1 }, { 0, 0, double.NaN, 1 } };

        var outline = Assert.Single(MarchingSquares.Regions(grid, 0.5));

        Assert.Equal(outline[0], outline[^1]);
        Assert.Equal((1.5, 3.0), (outline.Min(place => place.Column), outline.Max(place => place.Column)));
        // The missing corner is not part of the region.
        Assert.DoesNotContain((2.0, 2.0), outline);
        Assert.Single(MarchingSquares.Lines(grid, 0.5));
    }

    [Fact]
    public void A_level_beyond_the_data_has_no_line() => Assert.Empty(MarchingSquares.Lines(new double[,] { { 0, 1 }, { 1, 0 } }, 5));

    [Fact]
    public void A_saddle_has_two_lines_that_do_not_cross()
    {
        var lines = MarchingSquares.Lines(new double[,] { { 1, 0 }, { 0, 1 } }, 0.6);

        Assert.Equal(2, lines.Count);
        Assert.All(lines, line => Assert.Equal(2, line.Count));
    }

    [Fact]
    public void Decision_regions_take_the_colours_of_their_classes_and_a_line_between()
    {
        var figure = Chart.DecisionBoundary((x, _) => x < 0 ? 0 : 1, (-1, 1), (-1, 1), Chart.Scatter([-0.5, 0.5], [0, 0], [0, 1]));

        Assert.Contains("of the area 50 % belongs to class", figure.AltText);
        var svg = XDocument.Parse(figure.ToSvg());
        Assert.Single(svg.Descendants(), element => element.Name.LocalName == "image");
        Assert.Contains(svg.Descendants(), element => element.Name.LocalName == "path" && element.Attribute("class")?.Value == "r");
        Assert.Throws<ArgumentException>(() => Chart.DecisionBoundary((x, _) => 0, (1, -1), (0, 1)));
    }

    [Fact]
    public void Large_data_stay_light_in_every_form_and_keep_their_extremes()
    {
        double[] noise = Gallery.Noise(100_000, 1);
        (noise[31_234], noise[77_777]) = (9, -9);
        double[] x = [.. Enumerable.Range(0, noise.Length).Select(i => (double)i)], other = Gallery.Noise(100_000, 2);
        Figure[] figures =
        [
            Chart.Line(noise), Chart.Scatter(noise, other), Chart.Step(noise), Chart.Stem(noise), Chart.Band(x, noise, other), Chart.ErrorBars(x, noise, other),
            Chart.Quiver(noise, other, noise, other), Chart.Box(("all", noise)), Chart.Violin(("all", noise)), Chart.Histogram(noise),
        ];

        Assert.All(figures, figure => Assert.InRange(figure.ToSvg().Length, 1, 300_000));
        Assert.All(figures, figure => Assert.InRange(figure.ToPlotly().Length, 1, 400_000));
        var (_, y) = Thinning.Line(x, noise);
        Assert.Equal((-9, 9), (y.Min(), y.Max()));
        Assert.Contains(Thinning.Points(x, noise), i => i == 31_234);
        Assert.Contains(Thinning.Points(x, noise), i => i == 77_777);
    }

    private static string Drawn(Series series)
    {
        var canvas = new SvgCanvas();
        series.Draw(canvas, Plain, Blue);
        return canvas.ToSvg(100, 100, "", "");
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("<text x=\"([-\\d.]+)\" y=\"([-\\d.]+)\"")]
    private static partial Regex TextPlace();
}
