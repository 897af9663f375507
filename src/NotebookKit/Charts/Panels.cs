using System.Text.Json.Nodes;
using NotebookKit.Charts.Drawing;
using NotebookKit.Charts.Plotly;

namespace NotebookKit.Charts;

/// <summary>One of several pictures in a figure.</summary>
/// <param name="Title">Stands above it.</param>
/// <param name="Content">What it shows.</param>
public sealed record Panel(string? Title, FigureContent Content);

/// <summary>Pictures side by side, each with its own axes.</summary>
/// <param name="All">From left to right.</param>
public sealed record Panels(IReadOnlyList<Panel> All) : FigureContent
{
    private const double Gap = 28, TitleHeight = 22;

    internal override string Kind => All.Count == 1 ? All[0].Content.Kind : $"{All.Count} panels";

    internal override void Draw(SvgCanvas canvas, Box box)
    {
        double width = PanelWidth(box.Width);
        double titles = All.Any(panel => panel.Title is not null) ? TitleHeight : 0;
        for (int i = 0; i < All.Count; i++)
        {
            double left = box.Left + (i * (width + Gap));
            if (All[i].Title is { } title)
            {
                canvas.TextWithin(left, box.Top + 11, title, width, 13.5, "h2");
            }

            All[i].Content.Draw(canvas, new(left, box.Top + titles, left + width, box.Bottom));
        }
    }

    internal override void WritePlotly(PlotlyFigure figure, Box part)
    {
        double gap = 0.08 * part.Width, width = (part.Width - (gap * (All.Count - 1))) / Math.Max(1, All.Count);
        for (int i = 0; i < All.Count; i++)
        {
            double left = part.Left + (i * (width + gap));
            All[i].Content.WritePlotly(figure, new(left, part.Top, left + width, part.Bottom));
            if (All[i].Title is { } title)
            {
                figure.Add("annotations", new JsonObject
                {
                    ["text"] = PlotlyJson.Text(title),
                    ["xref"] = "paper",
                    ["yref"] = "paper",
                    ["x"] = PlotlyJson.Number(left),
                    ["y"] = PlotlyJson.Number(part.Bottom),
                    ["xanchor"] = "left",
                    ["yanchor"] = "bottom",
                    ["showarrow"] = false,
                });
            }
        }
    }

    internal override IEnumerable<string> Describe() =>
        All.Select(panel => $"{panel.Title ?? panel.Content.Kind}: {string.Join("; ", panel.Content.Describe())}");

    internal override IEnumerable<string> Sketch() => All.SelectMany(panel => panel.Content.Sketch());

    internal override double NaturalHeight(double width) =>
        All.Select(panel => panel.Content is Plot ? PanelWidth(width) * 0.7 : panel.Content.NaturalHeight(PanelWidth(width))).DefaultIfEmpty(60).Max()
        + (All.Any(panel => panel.Title is not null) ? TitleHeight : 0);

    /// <summary>What each of so many panels gets of a width.</summary>
    internal static double PanelWidth(double width, int count) => Math.Max(40, (width - (Gap * (count - 1))) / Math.Max(1, count));

    private double PanelWidth(double width) => PanelWidth(width, All.Count);
}
