using System.Text.Json;
using System.Xml.Linq;
using NotebookKit.Charts;

namespace NotebookKit.Tests.Charts;

/// <summary>Pictures as points: where they are drawn, and which are left out.</summary>
public class PictureSeriesTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Each_picture_has_its_middle_at_its_point_and_the_size_that_was_asked()
    {
        XElement svg = Drawn(Three() with { Size = 30 });
        XElement[] images = [.. svg.Descendants(Svg + "image")];
        Assert.Equal(3, images.Length);
        Assert.All(images, image => Assert.Equal((30.0, 15.0), ((double)image.Attribute("width")!, (double)image.Attribute("height")!)));

        // Points at 0, 5 and 10: the middle one lies between the others.
        double[] x = [.. images.Select(image => (double)image.Attribute("x")! + 15)], y = [.. images.Select(image => (double)image.Attribute("y")! + 7.5)];
        Assert.Equal((x[0] + x[2]) / 2, x[1], 1);
        Assert.True(y[0] > y[1] && y[1] > y[2]);
    }

    [Fact]
    public void Thin_leaves_out_what_would_be_half_hidden_and_keeps_the_first()
    {
        PictureSeries near = new([0, 0.01, 10], [0, 0.01, 10], new byte[3 * 8], 1, 2);
        Assert.Equal(3, Drawn(near).Descendants(Svg + "image").Count());
        Assert.Equal(2, Drawn(near with { Thin = true }).Descendants(Svg + "image").Count());
    }

    [Fact]
    public void Frames_are_drawn_in_their_colours_and_points_that_are_no_numbers_are_left_out()
    {
        XElement svg = Drawn(Three() with { Frames = [Palette.At(3)] });
        Assert.Single(svg.Descendants(Svg + "rect"), rect => (string?)rect.Attribute("stroke") == Palette.At(3).Hex);
        PictureSeries gap = new([0, double.NaN], [0, 1], new byte[16], 1, 2);
        Assert.Single(Drawn(gap).Descendants(Svg + "image"));
        Assert.Contains("1 picture of 1 by 2 pixels", new Figure(new Plot([gap])).AltText, StringComparison.Ordinal);
    }

    [Fact]
    public void It_takes_no_colour_from_the_series_beside_it()
    {
        Plot plot = new([Three(), new ScatterSeries([1], [1])]);
        Assert.Equal(Palette.At(0), plot.ColorOf(1));
    }

    [Fact]
    public void The_interactive_figure_has_the_pictures_and_points_that_stretch_the_axes()
    {
        using JsonDocument json = JsonDocument.Parse(new Figure(new Plot([Three()])).ToPlotly());
        JsonElement[] images = [.. json.RootElement.GetProperty("layout").GetProperty("images").EnumerateArray()];
        Assert.Equal([0, 5, 10], images.Select(image => image.GetProperty("x").GetDouble()));
        Assert.All(images, image => Assert.True(image.GetProperty("sizex").GetDouble() > 0));
        Assert.Equal(3, json.RootElement.GetProperty("data")[0].GetProperty("x").GetArrayLength());
    }

    [Fact]
    public void Wrong_lengths_are_told()
    {
        Assert.Contains("2 x values but 1", Assert.Throws<ArgumentException>(() => new PictureSeries([1, 2], [1], new byte[8], 1, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("RGBA", Assert.Throws<ArgumentException>(() => new PictureSeries([1], [1], new byte[3], 1, 1)).Message, StringComparison.Ordinal);
    }

    private static PictureSeries Three() => new([0, 5, 10], [0, 5, 10], Enumerable.Range(0, 24).Select(i => (byte)(10 * i)).ToArray(), 1, 2);

    private static XElement Drawn(Series series) => XDocument.Parse(new Figure(new Plot([series])).ToSvg()).Root!;
}
