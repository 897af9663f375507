using NotebookKit.Charts.Drawing;
using NotebookKit.Charts.Plotly;

namespace NotebookKit.Charts;

/// <summary>What a figure shows: a plot, a heat map, a grid of images, or several of them side by side.</summary>
[Display.TypeFormatterSource(typeof(Display.FigureContentFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public abstract record FigureContent
{
    /// <summary>What it is called in words, such as "Line chart".</summary>
    internal abstract string Kind { get; }

    /// <summary>Draws the content into its part of the figure.</summary>
    internal abstract void Draw(SvgCanvas canvas, Box box);

    /// <summary>Adds the content to an interactive figure, in a part whose box has its origin at the lower left and sides of 1.</summary>
    internal abstract void WritePlotly(PlotlyFigure figure, Box part);

    /// <summary>What a reader who cannot see the figure should know: phrases without a full stop.</summary>
    internal abstract IEnumerable<string> Describe();

    /// <summary>A few lines of text that sketch the content, or none.</summary>
    internal virtual IEnumerable<string> Sketch() => [];

    /// <summary>The height that suits the content at a width, for figures whose author gave none.</summary>
    internal virtual double NaturalHeight(double width) => Math.Round(width * 0.53);
}
