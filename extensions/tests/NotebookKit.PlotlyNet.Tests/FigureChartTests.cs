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
    [InlineData("contour")]
    [InlineData("lines of a contour")]
    [InlineData("surface")]
    [InlineData("beside")]
    [InlineData("grids beside")]
    public void A_figure_comes_back_from_its_chart_with_the_same_drawing_data(string kind)
    {
        Figure figure = Figures.All[kind];
        Figure back = figure.ToGenericChart().ToFigure();
        Assert.Equal(Drawn(figure), Drawn(back));
        Assert.Equal(figure.Title, back.Title);
        Assert.Equal(figure.Content.GetType(), back.Content.GetType());
        Assert.Equal((figure.Content as Panels)?.All.Select(panel => panel.Title), (back.Content as Panels)?.All.Select(panel => panel.Title));
    }

    [Fact]
    public void A_surface_is_seen_from_the_same_side_and_a_grid_keeps_its_colours()
    {
        Figure figure = new(new Surface([0, 1, 2], [0, 1], new double[,] { { 1, 2, 3 }, { 4, 5, 7 } })
        {
            Azimuth = 130,
            Elevation = 15,
            Scale = ColorScale.Diverging,
            XAxis = new() { Label = "a" },
            ZAxis = new() { Label = "height" },
        });
        Surface back = Assert.IsType<Surface>(figure.ToGenericChart().ToFigure().Content);
        Assert.Equal((130.0, 15.0, ColorScale.Diverging, "a", "height"), (back.Azimuth, back.Elevation, back.Scale, back.XAxis.Label, back.ZAxis.Label));
        Assert.Equal([1.0, 2, 3, 4, 5, 7], back.Z.Span.ToArray());
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

        ContourSeries contour = Assert.IsType<ContourSeries>(Assert.Single(Assert.IsType<Plot>(
            CSharpChart.Contour<double, double, double, string>([[1, 2, 3], [4, 5, 6]], X: new Optional<IEnumerable<double>>([0, 1, 5], true)).ToFigure().Content).Series));
        Assert.Equal([0.0, 1, 5], contour.X);
        Assert.Equal([0.0, 1], contour.Y);
        Surface surface = Assert.IsType<Surface>(CSharpChart.Surface<double, double, double, string>([[1, 2], [3, 4], [5, 6]]).ToFigure().Content);
        Assert.Equal((3, 2), (surface.Z.Rows, surface.Z.Columns));

        Panels row = Assert.IsType<Panels>(CSharpChart.Grid(
            [CSharpChart.Line<double, double, string>([1, 2], [3, 4]), CSharpChart.Column<double, string, string>([3, 5])], 1, 2, SubPlotTitles: new Optional<IEnumerable<string>>(["left", "right"], true)).ToFigure().Content);
        Assert.Equal(["left", "right"], row.All.Select(panel => panel.Title));
        Assert.IsType<LineSeries>(Assert.IsType<Plot>(row.All[0].Content).Series[0]);
        Assert.IsType<BarSeries>(Assert.IsType<Plot>(row.All[1].Content).Series[0]);

        Plot boxes = Assert.IsType<Plot>(CSharpChart.Combine([
            CSharpChart.BoxPlot<string, double, string>(Y: new Optional<IEnumerable<double>>([1, 2, 9], true), Name: "a"),
            CSharpChart.BoxPlot<string, double, string>(Y: new Optional<IEnumerable<double>>([4, 5], true), Name: "b"),
        ]).ToFigure().Content);
        Assert.Equal(["a", "b"], boxes.X.Categories!);
        Assert.Equal([4.0, 5], Assert.IsType<BoxSeries>(Assert.Single(boxes.Series)).Groups[1]);
    }

    [Theory]
    [InlineData("box", "'box' without its values")]
    [InlineData("images", "no traces")]
    public void A_chart_that_no_figure_can_show_is_refused_by_the_name_of_its_trace(string kind, string words)
    {
        NotSupportedException told = Assert.Throws<NotSupportedException>(() => Figures.All[kind].ToGenericChart().ToFigure());
        Assert.Contains(words, told.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[{"type":"pie","values":[1,2]}]""", "{}", "no trace of the kind 'pie'")]
    [InlineData("""[{"type":"scatterpolar","r":[1,2]}]""", "{}", "no trace of the kind 'scatterpolar'")]
    [InlineData("""[{"type":"candlestick","open":[1]}]""", "{}", "no trace of the kind 'candlestick'")]
    [InlineData("""[{"type":"scatter3d","scene":"scene","x":[1],"y":[1],"z":[1]}]""", "{}", "no scene with 'scatter3d'")]
    [InlineData("""[{"type":"surface","z":[[1,2],[3,4]]},{"type":"mesh3d","scene":"scene"}]""", "{}", "no scene with 'surface' and 'mesh3d'")]
    [InlineData("""[{"type":"heatmap","z":[[1,2],[3,4]]},{"type":"scatter","y":[1,2]}]""", "{}", "'heatmap' together with others")]
    [InlineData("""[{"type":"contour","z":[[1,2],[3]]}]""", "{}", "'contour' have different lengths")]
    [InlineData("""[{"type":"contour","z":[[1,2],[3,4]],"x":[1]}]""", "{}", "'contour' has 1 values in x")]
    [InlineData("""[{"type":"bar","y":[1,2]},{"type":"scatter","y":[1,2],"yaxis":"y2"}]""", """{"yaxis2":{"overlaying":"y","side":"right"}}""", "'scatter' has a second scale")]
    [InlineData("""[{"type":"bar","y":[1,2]},{"type":"box","y":[1,2],"xaxis":"x2","yaxis":"y2"}]""", """{"yaxis":{"domain":[0,0.4]},"yaxis2":{"domain":[0.6,1]}}""", "the plots of 'bar', 'box' lie over or below each other")]
    [InlineData("""[{"type":"bar","y":[1,2]},{"type":"bar","y":[1,2],"xaxis":"x2","yaxis":"y2"}]""", """{"grid":{"rows":2,"columns":1}}""", "the plots of 'bar' lie over or below each other")]
    [InlineData("""[{"type":"bar","y":[1,2],"orientation":"h"}]""", "{}", "'bar' that lies on its side")]
    public void What_no_figure_has_is_refused_in_one_sentence_that_names_the_kind_of_trace(string data, string layout, string words)
    {
        using System.Text.Json.JsonDocument json = System.Text.Json.JsonDocument.Parse($$"""{"data":{{data}},"layout":{{layout}}}""");
        NotSupportedException told = Assert.Throws<NotSupportedException>(() => PlotlyObjects.Chart(json.RootElement).ToFigure());
        Assert.StartsWith("ToFigure: ", told.Message, StringComparison.Ordinal);
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
