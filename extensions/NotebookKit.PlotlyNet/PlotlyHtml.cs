using System.Net;
using System.Text;
using Plotly.NET;

namespace NotebookKit.PlotlyNet;

/// <summary>Charts as pages and pieces of pages that ask no network for anything.</summary>
public static class PlotlyHtml
{
    // Finds what it has not yet drawn, as outputs of notebooks are put into the page one by one; no names, so that the same chart can stand twice in a page.
    private const string Draw = """
        (function(){var began=Date.now();(function go(){var charts=document.querySelectorAll('.nk-plotly:not([data-ready])');
        if(!window.Plotly){if(Date.now()-began<10000)return setTimeout(go,50);
        charts.forEach(function(chart){chart.textContent='This chart needs plotly.js in the page: show PlotlyScript.Bundled in a cell of the notebook.'});return}
        charts.forEach(function(chart){chart.setAttribute('data-ready','');var figure=JSON.parse(chart.getAttribute('data-figure'));
        window.Plotly.newPlot(chart,figure.data,figure.layout,figure.config)})})()})()
        """;

    /// <summary>The chart as a piece of a page that has plotly.js already, from <see cref="PlotlyScript.ToHtml"/>.</summary>
    /// <param name="chart">A chart.</param>
    public static string ToFragment(this GenericChart chart)
    {
        ArgumentNullException.ThrowIfNull(chart);
        return $"{Place(chart)}<script type=\"text/javascript\">{Draw.ReplaceLineEndings(string.Empty)}</script>";
    }

    /// <summary>The chart as a whole page of a file: it opens in any browser, years later, without a network.</summary>
    /// <param name="chart">A chart.</param>
    /// <param name="script">plotly.js; the one of Plotly.NET when null.</param>
    /// <param name="title">What the browser calls the page.</param>
    public static string ToOfflineHtml(this GenericChart chart, PlotlyScript? script = null, string title = "Chart")
    {
        ArgumentNullException.ThrowIfNull(chart);
        return Page([chart], script, title);
    }

    /// <summary>Charts below each other in one page; plotly.js is in it once.</summary>
    /// <param name="charts">The charts.</param>
    /// <param name="script">plotly.js; the one of Plotly.NET when null.</param>
    /// <param name="title">What the browser calls the page.</param>
    public static string Page(IReadOnlyList<GenericChart> charts, PlotlyScript? script = null, string title = "Charts")
    {
        ArgumentNullException.ThrowIfNull(charts);
        ArgumentNullException.ThrowIfNull(title);
        StringBuilder page = new($"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{WebUtility.HtmlEncode(title)}</title>{(script ?? PlotlyScript.Bundled).ToHtml()}</head><body>\n");
        foreach (GenericChart chart in charts)
        {
            page.Append(Place(chart)).Append('\n');
        }

        return page.Append($"<script type=\"text/javascript\">{Draw.ReplaceLineEndings(string.Empty)}</script>\n</body></html>\n").ToString();
    }

    private static string Place(GenericChart chart) => $"<div class=\"nk-plotly\" data-figure=\"{WebUtility.HtmlEncode(GenericChart.toJson(chart))}\"></div>";
}
