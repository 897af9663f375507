using System.Text.Json;
using System.Xml.Linq;
using NotebookKit.Charts;

namespace NotebookKit.Tests.Charts;

/// <summary>What every chart promises, proved for an example of each.</summary>
public class GalleryTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string> Names => [.. Gallery.Figures.Select(example => example.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_drawing_is_well_formed_light_and_described(string name)
    {
        var figure = Find(name);
        string text = figure.ToSvg();
        var svg = XDocument.Parse(text).Root!;

        Assert.InRange(text.Length, 1_000, 300_000);
        Assert.Equal(figure.AltText, svg.Element(Svg + "desc")!.Value);
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
        Assert.All(svg.Descendants(Svg + "path"), path => Assert.DoesNotContain("∞", path.Attribute("d")!.Value, StringComparison.Ordinal));
        Assert.StartsWith(figure.AltText, figure.ToString(), StringComparison.Ordinal);
        Assert.Equal(text, figure.ToSvg());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_text_reaches_over_the_edge(string name)
    {
        var figure = Find(name);
        var svg = XDocument.Parse(figure.ToSvg()).Root!;
        double width = (double)svg.Attribute("width")!, height = (double)svg.Attribute("height")!;
        var texts = svg.Descendants(Svg + "text").Where(text => text.Attribute("transform") is null && text.Parent!.Attribute("transform") is null);

        Assert.All(texts, text =>
        {
            string words = text.Nodes().OfType<XText>().First().Value;
            double x = (double)text.Attribute("x")!, y = (double)text.Attribute("y")!, long11 = NotebookKit.Charts.Drawing.TextSize.Width(words, 11);
            double left = text.Attribute("text-anchor")?.Value switch { "middle" => x - (long11 / 2), "end" => x - long11, _ => x };
            Assert.True(left >= -2 && left + long11 <= width + 2 && y > 5 && y <= height, $"\"{words}\" at {x}, {y} of {width} x {height}");
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_interactive_figure_has_traces_on_axes_that_exist_and_lists_of_one_length(string name)
    {
        using var json = JsonDocument.Parse(Find(name).ToPlotly());
        var layout = json.RootElement.GetProperty("layout");
        string[] known = ["scatter", "bar", "box", "heatmap", "contour", "surface"];
        foreach (var trace in json.RootElement.GetProperty("data").EnumerateArray())
        {
            string type = trace.GetProperty("type").GetString()!;
            Assert.Contains(type, known);
            if (type == "surface")
            {
                Assert.True(layout.TryGetProperty(trace.GetProperty("scene").GetString()!, out _));
            }
            else
            {
                Assert.True(layout.TryGetProperty("xaxis" + trace.GetProperty("xaxis").GetString()![1..], out _));
                Assert.True(layout.TryGetProperty("yaxis" + trace.GetProperty("yaxis").GetString()![1..], out _));
            }

            if (type is "scatter" or "bar")
            {
                Assert.Equal(trace.GetProperty("x").GetArrayLength(), trace.GetProperty("y").GetArrayLength());
            }

            if (type is "contour" or "surface")
            {
                var z = trace.GetProperty("z");
                Assert.Equal(trace.GetProperty("y").GetArrayLength(), z.GetArrayLength());
                Assert.All(z.EnumerateArray(), row => Assert.Equal(trace.GetProperty("x").GetArrayLength(), row.GetArrayLength()));
            }
        }

        Assert.Equal(Find(name).AltText.Replace("&", "&amp;", StringComparison.Ordinal), layout.GetProperty("meta").GetProperty("description").GetString()!.Replace("&gt;", ">", StringComparison.Ordinal).Replace("&lt;", "<", StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_with_all_charts_can_be_written_for_the_eye()
    {
        string page = Gallery.Page();
        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "gallery.html"), page);

        Assert.Equal(Gallery.Figures.Count + Gallery.Animation.Frames.Count, page.Split("<svg ").Length - 1);
        Assert.DoesNotContain("http", page.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static Figure Find(string name) => Gallery.Figures.First(example => example.Name == name).Figure;
}
