using System.Xml.Linq;
using NotebookKit.Charts;

namespace NotebookKit.Tests.Charts;

public class FigureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string, Figure> EveryKind => new()
    {
        { "line", Chart.Line([1, 2, double.NaN, 4], "Gap") },
        { "lines", Chart.Lines(null, new() { LogX = true, LogY = true, XLabel = "x" }, ("a", [1, 10, 100]), ("b", [0, -1, 5])) },
        { "ends at 0 on log", Chart.Lines(null, new() { LogY = true }, ("a", [1, 10, 0]), ("b", [3, 2, 5])) },
        { "faint", new Figure(new Plot([new LineSeries([3, 2, 1]) { Faint = true }])) },
        { "smooth", Chart.Line([3, 2, 1, 2, 1], options: new() { Smoothing = 0.9 }) },
        { "function", Chart.Function(x => 1 / x, -1, 1, "Pole") },
        { "classes", Chart.Scatter([1, 2, 3], [3, 2, 1], [0, 1, 5], ["cat", "dog"]) },
        { "bars", Chart.Bars(["a", "a much longer name than fits below", "c"], [1, -2, double.PositiveInfinity]) },
        { "histogram", Chart.Histogram([1, 2, 2, 3, 3, 3, double.NaN]) },
        { "heat map", Chart.HeatMap(new double[,] { { 1, -2, double.NaN }, { 0, 5, 1 } }, "M", ["r", "s"], ["x", "y", "z"]) },
        { "confusion", Chart.Confusion(new[,] { { 9, 1, 0 }, { 0, 8, 2 }, { 0, 0, 0 } }) },
        { "large map", Chart.HeatMap(new float[64, 64]) },
        { "images", Chart.Images(new byte[3 * 4 * 5], 4, 5, ["one", new("two", Mark.Wrong), new("three", Mark.Right)]) },
        { "weights", Chart.Weights([-1, 0, 1, double.NaN], 2, 2) },
        { "beside", Figure.Beside(Chart.Line([1, 2], "left"), Chart.HeatMap(new[,] { { 1 } }, "right")) },
        { "one point", Chart.Line([3]) },
        { "constant", Chart.Line([1e9, 1e9, 1e9]) },
        { "huge", Chart.Line([-1.7e308, 1.7e308, 1, 2]) },
        { "tiny", Chart.Scatter([0, 4e-320], [0, 4e-320]) },
        { "no panels", Figure.Beside() },
    };

    public static TheoryData<string, Figure> EveryEmptyKind => new()
    {
        { "line", Chart.Line([]) },
        { "only NaN", Chart.Line([double.NaN, double.NaN]) },
        { "scatter", Chart.Scatter([], []) },
        { "bars", Chart.Bars([], []) },
        { "histogram", Chart.Histogram([]) },
        { "heat map", Chart.HeatMap(new double[0, 0]) },
        { "images", Chart.Images(Array.Empty<byte>(), 28, 28) },
        { "negative on log", Chart.Line([-1, -2], options: new() { LogY = true }) },
    };

    [Theory]
    [MemberData(nameof(EveryKind))]
    [MemberData(nameof(EveryEmptyKind))]
    public void Every_figure_is_well_formed_and_has_a_name_for_those_who_cannot_see_it(string kind, Figure figure)
    {
        var svg = XDocument.Parse(figure.ToSvg()).Root!;

        Assert.Equal("img", svg.Attribute("role")?.Value);
        Assert.All(svg.Attribute("aria-labelledby")!.Value.Split(' '), id => Assert.Single(svg.Descendants(), e => e.Attribute("id")?.Value == id));
        Assert.Equal(figure.AltText, svg.Element(Svg + "desc")?.Value);
        Assert.True(svg.ToString().Contains("NaN", StringComparison.Ordinal) == false, kind);
        Assert.DoesNotContain("∞", string.Concat(svg.Descendants(Svg + "path").Select(p => p.Attribute("d")!.Value)));
    }

    [Theory]
    [MemberData(nameof(EveryEmptyKind))]
    public void Without_data_the_figure_says_so(string kind, Figure figure) =>
        Assert.True(figure.ToSvg().Contains("no data</text>", StringComparison.Ordinal), kind);

    [Fact]
    public void Text_is_escaped_and_control_characters_are_dropped()
    {
        var figure = Chart.Lines(null, new() { Title = "<script>alert('&\"')</script>\0\u0001", XLabel = "a<b" }, ("]]>\u001b\uD800", [1, 2]));

        string svg = figure.ToSvg();

        Assert.DoesNotContain("<script", svg);
        Assert.Contains("<script>", XDocument.Parse(svg).Root!.Element(Svg + "title")!.Value);
    }

    [Fact]
    public void The_same_data_give_the_same_bytes_and_other_data_other_names()
    {
        string one = Chart.Line([1, 2, 3]).ToSvg();

        Assert.Equal(one, Chart.Line([1, 2, 3]).ToSvg());
        Assert.Empty(Ids(one).Intersect(Ids(Chart.Line([1, 2, 4]).ToSvg())));
        Assert.Empty(Ids(one).Intersect(Ids((Chart.Line([1, 2, 3]) with { Width = 641 }).ToSvg())));
    }

    [Fact]
    public void Every_rule_of_the_style_sheet_stays_inside_its_figure()
    {
        var svg = XDocument.Parse(Chart.Line([1, 2, 3]).ToSvg()).Root!;
        string name = "." + svg.Attribute("class")!.Value;

        var selectors = svg.Element(Svg + "style")!.Value.Split('}', StringSplitOptions.RemoveEmptyEntries)
            .Select(rule => rule[(rule.StartsWith('@') ? rule.IndexOf('{') + 1 : 0)..]).SelectMany(rule => rule.Split('{')[0].Split(','));

        Assert.All(selectors, selector => Assert.Contains(name, selector));
    }

    [Fact]
    public void A_hundred_thousand_points_stay_light()
    {
        var random = new Random(1);
        var noise = Enumerable.Range(0, 100_000).Select(_ => random.NextDouble()).ToArray();

        Assert.InRange(Chart.Line(noise).ToSvg().Length, 1, 200_000);
        Assert.InRange(Chart.Scatter(noise, noise.Reverse().ToArray()).ToSvg().Length, 1, 200_000);
    }

    [Fact]
    public void Long_captions_are_cut_and_can_be_read_in_full()
    {
        var svg = XDocument.Parse(Chart.Images(new byte[784], 28, 28, ["a caption far longer than a picture of 28 pixels, which has its limits"]).ToSvg());

        var caption = svg.Descendants(Svg + "text").Single();
        Assert.EndsWith("…", caption.Nodes().OfType<XText>().First().Value);
        Assert.EndsWith("its limits", caption.Element(Svg + "title")!.Value);
    }

    [Fact]
    public void A_figure_keeps_the_data_it_was_made_of()
    {
        var losses = new List<double> { 3, 2 };
        var figure = Chart.Line(losses);
        string before = figure.ToSvg();

        losses.Add(1);

        Assert.Equal(before, figure.ToSvg());
        Assert.NotEqual(before, Chart.Line(losses).ToSvg());
    }

    [Fact]
    public void Lengths_that_differ_are_told() =>
        Assert.Contains("2 x values but 3 y values", Assert.Throws<ArgumentException>(() => Chart.Line([1, 2], [1, 2, 3])).Message);

    private static IEnumerable<string> Ids(string svg) =>
        XDocument.Parse(svg).Descendants().SelectMany(e => e.Attributes()).Where(a => a.Name == "id" || a.Name == "class" && a.Parent!.Name == Svg + "svg").Select(a => a.Value);
}
