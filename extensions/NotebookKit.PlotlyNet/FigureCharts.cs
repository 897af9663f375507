using System.Text.Json;
using NotebookKit.Charts;
using Plotly.NET;
using Figure = NotebookKit.Charts.Figure;

namespace NotebookKit.PlotlyNet;

/// <summary>Figures of the library as charts of Plotly.NET, and charts as figures.</summary>
public static class FigureCharts
{
    /// <summary>The figure as a chart that Plotly.NET's functions take further: <c>figure.ToGenericChart().WithSize(600, 400)</c>.</summary>
    /// <remarks>
    /// Data and layout are those of <see cref="Figure.ToPlotly"/>: numbers have seven digits, what is not finite is a gap,
    /// and long lines are thinned to what a screen can show.
    /// </remarks>
    /// <param name="figure">Any figure.</param>
    public static GenericChart ToGenericChart(this Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        using JsonDocument json = JsonDocument.Parse(figure.ToPlotly());
        return PlotlyObjects.Chart(json.RootElement);
    }

    /// <summary>The last picture of an animation as a chart; Plotly.NET's charts hold no frames.</summary>
    /// <param name="animation">An animation with one frame or more.</param>
    /// <exception cref="ArgumentException">The animation has no frames.</exception>
    public static GenericChart ToGenericChart(this Animation animation)
    {
        ArgumentNullException.ThrowIfNull(animation);
        return animation.Frames.Count > 0
            ? animation.Frames[^1].Figure.ToGenericChart()
            : throw new ArgumentException("ToGenericChart: the animation has no frames.", nameof(animation));
    }

    /// <summary>The chart as a figure, which is drawn as SVG: lines, points, bars, histograms, boxes, violins, contours, heat maps and surfaces, also several side by side.</summary>
    /// <remarks>The data, names, titles, axes and whole colours come along; what a figure has no word for (hover texts, sliders, annotations) stays behind.</remarks>
    /// <param name="chart">A chart.</param>
    /// <exception cref="NotSupportedException">The chart has a kind of trace that no figure has, a second scale over the first, or plots below each other; the message names the kind of trace.</exception>
    public static Figure ToFigure(this GenericChart chart)
    {
        ArgumentNullException.ThrowIfNull(chart);
        using JsonDocument json = JsonDocument.Parse(GenericChart.toFigureJson(chart));
        return FigureReader.Read(json.RootElement);
    }

    /// <summary>The same, or null where a figure cannot show the chart.</summary>
    internal static Figure? TryToFigure(this GenericChart chart)
    {
        try
        {
            return chart.ToFigure();
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }
}
