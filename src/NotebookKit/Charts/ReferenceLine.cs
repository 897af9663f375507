using System.Text.Json.Nodes;
using NotebookKit.Charts.Drawing;
using NotebookKit.Charts.Plotly;

namespace NotebookKit.Charts;

/// <summary>A thin line across the whole plot at one value: a threshold, an optimum, the end of an epoch.</summary>
/// <remarks>It takes no colour of the palette and does not stretch the axes unless <see cref="Stretch"/> says so.</remarks>
public sealed record ReferenceLine : Series
{
    private ReferenceLine(double value, bool horizontal, string? text) => (Value, IsHorizontal, Text) = (value, horizontal, text);

    /// <summary>The value at which it stands.</summary>
    public double Value { get; }

    /// <summary>Whether it is level, at a value of y; otherwise upright, at a value of x.</summary>
    public bool IsHorizontal { get; }

    /// <summary>What stands beside it.</summary>
    public string? Text { get; }

    /// <summary>Whether the axis reaches out to the line where the data do not.</summary>
    public bool Stretch { get; init; }

    internal override string Kind => "Reference line";

    internal override bool WholeX => true;

    internal override bool TakesColor => false;

    /// <summary>A level line at a value of y.</summary>
    public static ReferenceLine AtY(double y, string? text = null) => new(y, true, text);

    /// <summary>An upright line at a value of x.</summary>
    public static ReferenceLine AtX(double x, string? text = null) => new(x, false, text);

    internal override void Measure(Extent extent)
    {
        if (Stretch && !extent.IsEmpty)
        {
            extent.Include(IsHorizontal ? extent.MinX : Value, IsHorizontal ? Value : extent.MinY);
        }
    }

    internal override void Draw(SvgCanvas canvas, Frame frame, Color color)
    {
        var box = frame.Box;
        double at = Math.Round(IsHorizontal ? frame.Y.At(Value) : frame.X.At(Value)) + 0.5;
        if (!double.IsFinite(at) || (IsHorizontal ? at < box.Top - 5 || at > box.Bottom + 5 : at < box.Left - 5 || at > box.Right + 5))
        {
            return;
        }

        string path = IsHorizontal ? PathData.Line([box.Left, box.Right], [at, at]) : PathData.Line([at, at], [box.Top, box.Bottom]);
        canvas.Path(path, "class=\"r\" stroke-dasharray=\"5 3\"");
        if (Text is not null && IsHorizontal)
        {
            canvas.TextWithin(box.Left + 6, at - (at < box.Top + 16 ? -13 : 5), Text, box.Width - 12, 11, "k o");
        }
        else if (Text is not null)
        {
            bool left = at + TextSize.Width(Text, 11) + 6 > box.Right;
            canvas.TextWithin(at + (left ? -5 : 5), box.Top + 10, Text, left ? at - box.Left : box.Right - at, 11, "k o", left ? Anchor.End : Anchor.Start);
        }
    }

    internal override void DrawKey(SvgCanvas canvas, double x, double y, Color color) =>
        canvas.Path(PathData.Line([x, x + 18], [y, y]), "class=\"r\" stroke-dasharray=\"5 3\"");

    internal override void WritePlotly(PlotlyTraces traces, Color color)
    {
        if (!double.IsFinite(Value))
        {
            return;
        }

        string across = traces.Across(IsHorizontal), value = IsHorizontal ? "y" : "x", other = IsHorizontal ? "x" : "y";
        traces.Add("shapes", new JsonObject
        {
            ["type"] = "line",
            [other + "ref"] = across,
            [other + "0"] = 0,
            [other + "1"] = 1,
            [value + "0"] = PlotlyJson.Number(Value),
            [value + "1"] = PlotlyJson.Number(Value),
            ["line"] = new JsonObject { ["color"] = "#808080", ["width"] = 1.3, ["dash"] = "dash" },
        });
        if (Text is not null)
        {
            traces.Add("annotations", new JsonObject
            {
                ["text"] = PlotlyJson.Text(Text),
                [other + "ref"] = across,
                [other] = IsHorizontal ? 0 : 1,
                [value] = PlotlyJson.Number(Value),
                ["xanchor"] = "left",
                ["yanchor"] = IsHorizontal ? "bottom" : "top",
                ["showarrow"] = false,
            });
        }
    }

    internal override string Describe(Plot plot) =>
        $"{Text ?? Name ?? "a line"} at {(IsHorizontal ? plot.Y.Label ?? "y" : plot.X.Label ?? "x")} = {NumberText.Short(Value)}";
}
