using NotebookKit.Charts.Drawing;
using NotebookKit.Charts.Plotly;

namespace NotebookKit.Charts;

/// <summary>A finished picture of data: an immutable value that is drawn only when someone looks.</summary>
/// <remarks>
/// To change what is on the screen, make a new figure and call <see cref="IShownValue.Update"/>. The same data always
/// give the same bytes, so a saved notebook only differs where its results do.
/// </remarks>
/// <param name="Content">What it shows.</param>
[Display.TypeFormatterSource(typeof(Display.FigureFormatterSource), PreferredMimeTypes = ["text/html", "image/svg+xml", "application/vnd.plotly.v1+json", "text/plain"])]
public sealed record Figure(FigureContent Content)
{
    private const double Margin = 16, TitleHeight = 30, DefaultWidth = 640;

    // What stands beside a plot, for its numbers, and above and below it, with title and margins.
    private const double AxisWidth = 34, PlotFrame = 96;

    /// <summary>Stands above the figure.</summary>
    public string? Title { get; init; }

    /// <summary>What a reader who cannot see the figure should know; null: told from the data.</summary>
    public string? Description { get; init; }

    /// <summary>Width in pixels; a narrower page shrinks the figure. Null: 640, or what the content needs.</summary>
    public double? Width { get; init; }

    /// <summary>Height in pixels; null: what suits the content.</summary>
    public double? Height { get; init; }

    /// <summary>The text that stands for the figure: the author's, or one made from the data.</summary>
    public string AltText => Description ?? Sentence($"{Content.Kind}{(Title is null ? "" : $" \"{Title}\"")}: {string.Join("; ", Content.Describe())}");

    /// <summary>Puts figures next to each other, as loss beside accuracy; their titles become those of the panels.</summary>
    public static Figure Beside(params IReadOnlyList<Figure> figures)
    {
        double width = Math.Min(1000, figures.Sum(figure => Math.Min(400, figure.Width ?? 400)));
        return new(new Panels([.. figures.Select(figure => new Panel(figure.Title, figure.Content))]))
        {
            Width = width,
            Height = HeightBeside(figures, Panels.PanelWidth(width - (2 * Margin), figures.Count)),
        };
    }

    /// <summary>Adds a layer to a plot, as a fitted line over points.</summary>
    /// <exception cref="InvalidOperationException">The figure is not a plot.</exception>
    public Figure With(Series series) =>
        Content is Plot plot
            ? this with { Content = plot with { Series = [.. plot.Series, series] } }
            : throw new InvalidOperationException($"Figure.With: layers belong to plots; this figure is a {Content.Kind.ToLowerInvariant()}.");

    /// <summary>Adds a level or upright line with words: <c>figure.Mark(y: 0.5, "threshold")</c>, <c>figure.Mark(x: 10, text: "best")</c>.</summary>
    /// <exception cref="ArgumentException">Neither x nor y was given, or both.</exception>
    public Figure Mark(double? y = null, string? text = null, double? x = null) => (x, y) switch
    {
        (null, { } level) => With(ReferenceLine.AtY(level, text)),
        ({ } upright, null) => With(ReferenceLine.AtX(upright, text)),
        _ => throw new ArgumentException("Figure.Mark: give either x or y, as in figure.Mark(y: 0.5, \"threshold\")."),
    };

    /// <summary>Adds words beside a point of a plot.</summary>
    public Figure Note(double x, double y, string text) => With(new NoteSeries([x], [y], [text]));

    /// <summary>The figure as one SVG element that needs nothing else: colours for light and dark pages are inside.</summary>
    public string ToSvg()
    {
        double width = Math.Clamp(Width ?? (Content as ImageGrid)?.NaturalWidth + (2 * Margin) ?? (Content as Graph)?.NaturalWidth + (2 * Margin) ?? DefaultWidth, 60, 10_000);
        double top = Margin + (Title is null ? 0 : TitleHeight - 4);
        double height = Math.Clamp(Height ?? Content.NaturalHeight(width - (2 * Margin)) + top + Margin, 60, 50_000);
        var canvas = new SvgCanvas();
        if (Title is { } title)
        {
            canvas.TextWithin(Margin, Margin + 12, title, width - (2 * Margin), 15.5, "h");
        }

        Content.Draw(canvas, new Box(Margin, top, width - Margin, height - Margin + 2));
        return canvas.ToSvg(width, height, Title ?? Content.Kind, AltText);
    }

    /// <summary>The figure for plotly.js, versions 2 and 3: an object with data and layout as JSON. Values that are not finite become null, which is a gap.</summary>
    public string ToPlotly() => PlotlyFigure.Write(this).ToJsonString();

    /// <summary>The figure in words, with its curves as a line of small bars each.</summary>
    public override string ToString() => string.Join(Environment.NewLine, [AltText, .. Content.Sketch()]);

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";

    // Figures that chose both their sizes keep their proportions, so that what was square stays square.
    private static double? HeightBeside(IReadOnlyList<Figure> figures, double panelWidth)
    {
        double ratio = figures.Max(figure => (figure.Height - PlotFrame) / (figure.Width - (2 * Margin) - AxisWidth)) ?? 0;
        return ratio > 0 ? Math.Round((ratio * (panelWidth - AxisWidth)) + PlotFrame) : null;
    }
}
