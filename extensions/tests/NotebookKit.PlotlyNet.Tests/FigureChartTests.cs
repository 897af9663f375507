using System.Text.Json.Nodes;
using NotebookKit.Charts;
using Plotly.NET;
using Plotly.NET.CSharp;
using Plotly.NET.LayoutObjects;
using Xunit.Abstractions;
using CSharpChart = Plotly.NET.CSharp.Chart;
using Figure = NotebookKit.Charts.Figure;

namespace NotebookKit.PlotlyNet.Tests;

/// <summary>Figures become charts of the genuine Plotly.NET and lose nothing; common charts become figures.</summary>
public class FigureChartTests(ITestOutputHelper output)
{
    public static TheoryData<string> Kinds => [.. Figures.All.Keys];

    [Fact]
    public void The_library_under_test_is_the_genuine_one_and_says_its_version()
    {
        System.Reflection.AssemblyName name = typeof(GenericChart).Assembly.GetName();
        output.WriteLine($"{name.Name} {name.Version}, {PlotlyScript.Bundled}, {Figures.All.Count} kinds of figures");
        Assert.Equal("Plotly.NET", name.Name);
        Assert.True(name.Version >= new Version(5, 0), $"{name.Version}");
    }

    // Proof by Plotly.NET's own writer: what it serialises is what the library wrote, part by part.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_chart_of_each_kind_of_figure_says_in_Plotly_NETs_own_JSON_what_the_figure_says(string kind)
    {
        Figure figure = Figures.All[kind];
        JsonNode expected = JsonNode.Parse(figure.ToPlotly())!;
        JsonNode written = JsonNode.Parse(GenericChart.toFigureJson(figure.ToGenericChart()))!;
        Assert.Equal(Canonical(expected["data"]), Canonical(written["data"]));
        Assert.Equal(Canonical(expected["layout"]), Canonical(written["layout"]));
        Assert.True(written["data"]!.AsArray().Count > 0 || written["layout"]!["images"] is not null, "the figure has neither traces nor pictures");
    }

    [Fact]
    public void Plotly_NETs_own_functions_add_to_a_figure_and_keep_what_it_had()
    {
        Figure figure = Figures.All["lines"];
        GenericChart chart = figure.ToGenericChart()
            .WithXAxisStyle<double, double, string>(TitleText: "epoch")
            .WithSize(500, 300)
            .WithLegendStyle(X: 0.25);
        JsonNode layout = JsonNode.Parse(GenericChart.toFigureJson(chart))!["layout"]!;
        Assert.Equal("epoch", (string?)layout["xaxis"]!["title"]!["text"]);
        Assert.Equal("loss", (string?)layout["yaxis"]!["title"]!["text"]);
        Assert.Equal("log", (string?)layout["yaxis"]!["type"]);
        Assert.True((bool)layout["xaxis"]!["automargin"]!);
        Assert.Equal(500, (int)layout["width"]!);
        Assert.Equal("two", (string?)layout["title"]!["text"]);
        Assert.IsType<LinearAxis>(GenericChart.getLayout(chart).TryGetPropertyValue("xaxis").Value);
        Assert.Equal(2, GenericChart.countTrace(chart));
    }

    [Fact]
    public void A_figure_and_a_chart_of_Plotly_NET_stand_in_one_chart()
    {
        GenericChart own = CSharpChart.Point<double, double, string>([1, 2], [3, 4], Name: "points");
        GenericChart both = CSharpChart.Combine([Figures.All["line"].ToGenericChart(), own]);
        Assert.Equal(2, GenericChart.countTrace(both));
        Assert.Contains("points", GenericChart.toJson(both), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("line")]
    [InlineData("line with a gap")]
    [InlineData("lines")]
    [InlineData("scatter")]
    [InlineData("step")]
    [InlineData("bars")]
    [InlineData("heat map")]
    public void A_figure_comes_back_from_its_chart_with_the_same_drawing_data(string kind)
    {
        Figure figure = Figures.All[kind];
        Figure back = figure.ToGenericChart().ToFigure();
        Assert.Equal(Drawn(figure), Drawn(back));
        Assert.Equal(figure.Title, back.Title);
    }

    [Fact]
    public void Charts_made_by_Plotly_NET_become_figures_with_their_data_names_and_axes()
    {
        Figure line = CSharpChart.Line<double, double, string>([1, 2, 3], [1, 4, 9], Name: "squares", ShowLegend: true)
            .WithXAxisStyle<double, double, string>(TitleText: "x").ToFigure();
        LineSeries squares = Assert.IsType<LineSeries>(Assert.Single(Assert.IsType<Plot>(line.Content).Series));
        Assert.Equal([1.0, 4, 9], squares.Y);
        Assert.Equal("squares", squares.Name);
        Assert.Equal("x", Assert.IsType<Plot>(line.Content).X.Label);

        Plot bars = Assert.IsType<Plot>(CSharpChart.Column<double, string, string>([3, 5], Keys: new Optional<IEnumerable<string>>(["cat", "dog"], true)).ToFigure().Content);
        Assert.Equal(["cat", "dog"], bars.X.Categories!);
        Assert.Equal([3.0, 5], Assert.IsType<BarSeries>(Assert.Single(bars.Series)).Heights);

        // Plotly's first row lies at the bottom, a figure's at the top.
        HeatMap heat = Assert.IsType<HeatMap>(CSharpChart.Heatmap<double, string, string, string>([[1, 2], [3, 4]]).ToFigure().Content);
        Assert.Equal([3.0, 4, 1, 2], heat.Values.Span.ToArray());
        Assert.Contains("<svg", line.ToSvg(), StringComparison.Ordinal);

        Plot boxes = Assert.IsType<Plot>(CSharpChart.Combine([
            CSharpChart.BoxPlot<string, double, string>(Y: new Optional<IEnumerable<double>>([1, 2, 9], true), Name: "a"),
            CSharpChart.BoxPlot<string, double, string>(Y: new Optional<IEnumerable<double>>([4, 5], true), Name: "b"),
        ]).ToFigure().Content);
        Assert.Equal(["a", "b"], boxes.X.Categories!);
        Assert.Equal([4.0, 5], Assert.IsType<BoxSeries>(Assert.Single(boxes.Series)).Groups[1]);
    }

    [Theory]
    [InlineData("surface", "'surface'")]
    [InlineData("contour", "'contour'")]
    [InlineData("beside", "several plots")]
    [InlineData("box", "'box' without its values")]
    [InlineData("images", "no traces")]
    public void A_chart_that_no_figure_can_show_is_refused_by_the_name_of_its_trace(string kind, string words)
    {
        NotSupportedException told = Assert.Throws<NotSupportedException>(() => Figures.All[kind].ToGenericChart().ToFigure());
        Assert.Contains(words, told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_that_Plotly_NET_packs_into_bytes_are_read()
    {
        string packed = Convert.ToBase64String([.. new[] { 1f, 2.5f }.SelectMany(BitConverter.GetBytes)]);
        using System.Text.Json.JsonDocument json = System.Text.Json.JsonDocument.Parse("""{"data":[{"type":"scatter","mode":"lines","y":{"bdata":"PACKED","dtype":"f4"}}],"layout":{}}""".Replace("PACKED", packed, StringComparison.Ordinal));
        Assert.Equal([1.0, 2.5], Assert.IsType<LineSeries>(Assert.IsType<Plot>(PlotlyObjects.Chart(json.RootElement).ToFigure().Content).Series[0]).Y);
    }

    // The order of an object's members means nothing, and 1 and 1.0 are one number.
    private static string Canonical(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject whole => "{" + string.Join(",", whole.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}:{Canonical(pair.Value)}")) + "}",
        JsonArray list => "[" + string.Join(",", list.Select(Canonical)) + "]",
        JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.Number => value.GetValue<System.Text.Json.JsonElement>().GetDouble().ToString("R"),
        _ => node.ToJsonString(),
    };

    private static string Drawn(Figure figure) => Canonical(JsonNode.Parse(figure.ToPlotly())!["data"]);
}
