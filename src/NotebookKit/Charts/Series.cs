using NotebookKit.Charts.Drawing;
using NotebookKit.Charts.Plotly;

namespace NotebookKit.Charts;

/// <summary>One layer of a plot: a line, points, bars. Layers share the axes and are drawn in order, the last on top.</summary>
public abstract record Series
{
    /// <summary>What the legend calls it; null keeps it out of the legend.</summary>
    public string? Name { get; init; }

    /// <summary>Its colour; null takes the next of the <see cref="Palette"/>.</summary>
    public Color? Color { get; init; }

    internal abstract string Kind { get; }

    /// <summary>Whether names can stand at the right end of the series instead of in a legend.</summary>
    internal virtual bool HasEnd => false;

    /// <summary>Whether all x values are whole, so that ticks between would mean nothing.</summary>
    internal abstract bool WholeX { get; }

    internal abstract void Measure(Extent extent);

    internal abstract void Draw(SvgCanvas canvas, Frame frame, Color color);

    internal abstract void DrawKey(SvgCanvas canvas, double x, double y, Color color);

    /// <summary>The last value that can be seen, for the name beside it.</summary>
    internal virtual double EndValue => double.NaN;

    /// <summary>Whether it takes the next colour of the palette; helping lines and notes do not.</summary>
    internal virtual bool TakesColor => true;

    /// <summary>The colours of its values, where a bar beside the plot has to explain them.</summary>
    internal virtual ColorRange? Bar => null;

    internal abstract void WritePlotly(PlotlyTraces traces, Color color);

    internal abstract string Describe(Plot plot);

    internal virtual string? Sketch() => null;

    private protected static void SameLength(Numbers x, Numbers y, string kind)
    {
        if (x.Count != y.Count)
        {
            throw new ArgumentException($"{kind}: {x.Count} x values but {y.Count} y values.", nameof(y));
        }
    }

    private protected static bool AllWhole(Numbers values)
    {
        foreach (double value in values.Span)
        {
            if (value != Math.Floor(value))
            {
                return false;
            }
        }

        return true;
    }
}
