using System.Diagnostics;
using AngleSharp.Html.Parser;
using Microsoft.DotNet.Interactive.Formatting;
using NotebookKit.Charts;
using Plotly.NET;
using Xunit.Abstractions;

namespace NotebookKit.PlotlyNet.Tests;

/// <summary>Pages with charts need no network, and plotly.js is in them once.</summary>
public sealed class PlotlyHtmlTests(ITestOutputHelper output) : IDisposable
{
    private static readonly string? Browser = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("plotly-net-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_page_of_charts_holds_plotly_js_once_and_asks_for_nothing()
    {
        string page = PlotlyHtml.Page([Figures.All["line"].ToGenericChart(), Figures.All["surface"].ToGenericChart()], title: "<two>");
        AngleSharp.Html.Dom.IHtmlDocument document = new HtmlParser().ParseDocument(page);
        Assert.Equal(2, document.QuerySelectorAll(".nk-plotly").Length);
        Assert.Equal("<two>", document.Title);
        Assert.Empty(document.QuerySelectorAll("script[src], link, img"));
        Assert.Equal(1, document.QuerySelectorAll("script").Count(script => script.TextContent.Length > 1_000_000));
        Assert.Equal(2, document.QuerySelectorAll("script").Length);
        Assert.Equal("scatter", (string?)System.Text.Json.Nodes.JsonNode.Parse(document.QuerySelector(".nk-plotly")!.GetAttribute("data-figure")!)!["data"]![0]!["type"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_browser_without_a_network_draws_the_charts_with_and_without_require_js(bool require)
    {
        if (Browser is null)
        {
            output.WriteLine("not checked: Chromium is not installed here (apt-get install chromium).");
            return;
        }

        // What a page with require.js has: a global define that takes modules and makes no globals.
        string page = PlotlyHtml.Page([Figures.All["line"].ToGenericChart(), Figures.All["bars"].ToGenericChart()]);
        string before = require ? "<script>window.caught=0;window.define=function(){window.caught++};window.define.amd={};</script>" : string.Empty;
        string file = Path.Combine(folder.FullName, "page.html");
        File.WriteAllText(file, page.Replace("<meta charset=\"utf-8\">", "<meta charset=\"utf-8\">" + before, StringComparison.Ordinal));
        string drawn = Dump(file);
        AngleSharp.Html.Dom.IHtmlDocument document = new HtmlParser().ParseDocument(drawn);
        Assert.Equal(2, document.QuerySelectorAll(".nk-plotly[data-ready] .main-svg .xaxislayer-above, .nk-plotly[data-ready] .plot-container").Select(part => part.Closest(".nk-plotly")).Distinct().Count());
        Assert.NotEmpty(document.QuerySelectorAll(".nk-plotly .scatterlayer path.js-line"));
        Assert.Equal(3, document.QuerySelectorAll(".nk-plotly .barlayer .point").Length);
    }

    [Fact]
    public void A_script_from_a_file_is_used_and_a_file_that_is_no_plotly_js_is_refused()
    {
        string good = Path.Combine(folder.FullName, "plotly.min.js");
        File.WriteAllText(good, "/**\n* plotly.js v9.8.7\n*/\nwindow.Plotly={newPlot:function(){}};var s=\"</script>\";");
        PlotlyScript script = PlotlyScript.FromFile(good);
        Assert.Equal("9.8.7", script.Version);
        Assert.Single(new HtmlParser().ParseDocument(script.ToHtml()).QuerySelectorAll("script"));
        Assert.Contains("<\\/script>", script.ToHtml(), StringComparison.Ordinal);
        Assert.Contains("plotly.js v9.8.7", Figures.All["line"].ToGenericChart().ToOfflineHtml(script), StringComparison.Ordinal);
        string bad = Path.Combine(folder.FullName, "other.js");
        File.WriteAllText(bad, "alert(1)");
        Assert.Contains("other.js: this is no plotly.js", Assert.Throws<InvalidDataException>(() => PlotlyScript.FromFile(bad)).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => PlotlyScript.FromFile(Path.Combine(folder.FullName, "nowhere.js")));
    }

    [Fact]
    public void The_script_that_Plotly_NET_carries_names_its_version()
    {
        Assert.Matches(@"^2\.\d+\.\d+$", PlotlyScript.Bundled.Version);
        Assert.StartsWith("plotly.js 2.", PlotlyScript.Bundled.ToString(), StringComparison.Ordinal);
        Assert.Contains("is in this page", PlotlyScript.Bundled.ToDisplayString("text/html"), StringComparison.Ordinal);
    }

    // The genuine engine, told how charts look.
    [Fact]
    public void The_genuine_formatting_engine_shows_a_chart_as_plotly_JSON_and_as_a_drawing()
    {
        Assert.True(PlotlyDisplay.Register());
        GenericChart line = Figures.All["line"].ToGenericChart();
        Assert.Equal(GenericChart.toFigureJson(line), line.ToDisplayString("application/vnd.plotly.v1+json"));
        Assert.Contains("<svg", line.ToDisplayString("text/html"), StringComparison.Ordinal);
        Assert.StartsWith("Line chart", line.ToDisplayString("text/plain"), StringComparison.Ordinal);
        Assert.Contains("<svg", Figures.All["surface"].ToGenericChart().ToDisplayString("text/html"), StringComparison.Ordinal);
        using System.Text.Json.JsonDocument json = System.Text.Json.JsonDocument.Parse("""{"data":[{"type":"pie","values":[1,2]}],"layout":{}}""");
        GenericChart pie = PlotlyObjects.Chart(json.RootElement);
        Assert.Contains("nk-plotly", pie.ToDisplayString("text/html"), StringComparison.Ordinal);
        Assert.DoesNotContain("http", pie.ToDisplayString("text/html"), StringComparison.Ordinal);
        Assert.Equal("a chart of Plotly.NET with 1 trace", pie.ToDisplayString("text/plain"));
        Assert.Equal("application/vnd.plotly.v1+json", Formatter.GetPreferredMimeTypesFor(typeof(GenericChart)).First());
    }

    [Fact]
    public void An_animation_becomes_the_chart_of_its_last_picture()
    {
        Animation animation = new([new("a", Figures.All["bars"]), new("b", Figures.All["line"])]);
        Assert.Equal(GenericChart.toFigureJson(Figures.All["line"].ToGenericChart()), GenericChart.toFigureJson(animation.ToGenericChart()));
        Assert.Throws<ArgumentException>(() => new Animation([]).ToGenericChart());
    }

    private string Dump(string file)
    {
        ProcessStartInfo start = new(Browser!, ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--virtual-time-budget=8000", $"--user-data-dir={Path.Combine(folder.FullName, "profile")}", "--host-resolver-rules=MAP * ~NOTFOUND", "--dump-dom", new Uri(file).AbsoluteUri])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string page = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        _ = errors.Result;
        return page;
    }
}
