using System.Text.Json.Nodes;
using NotebookKit.Charts.Drawing;
using NotebookKit.Charts.Plotly;

namespace NotebookKit.Charts;

/// <summary>Distributions side by side, at 0, 1, 2, …: boxes from quartile to quartile, with the median, whiskers and outliers.</summary>
/// <param name="Groups">The values of each distribution.</param>
public sealed record BoxSeries(IReadOnlyList<Numbers> Groups) : Series
{
    private const double Half = 0.26;

    /// <summary>Draws the density of the values behind slim boxes, as a violin.</summary>
    public bool Violin { get; init; }

    internal override string Kind => Violin ? "Violin plot" : "Box plot";

    internal override bool WholeX => true;

    internal override void Measure(Extent extent)
    {
        extent.PadX = true;
        for (int i = 0; i < Groups.Count; i++)
        {
            foreach (double value in Groups[i].Span)
            {
                extent.Include(i - 0.5, value);
                extent.Include(i + 0.5, value);
            }
        }
    }

    internal override void Draw(SvgCanvas canvas, Frame frame, Color color)
    {
        for (int i = 0; i < Groups.Count; i++)
        {
            var box = BoxSummary.Of(Groups[i]);
            double low = frame.Y.At(box.Low), q1 = frame.Y.At(box.Q1), median = frame.Y.At(box.Median), q3 = frame.Y.At(box.Q3), high = frame.Y.At(box.High);
            if (box.Count == 0 || !double.IsFinite(low + q1 + median + q3 + high))
            {
                continue;
            }

            double middle = frame.X.At(i), half = Math.Min(32, Math.Abs(frame.X.At(i + Half) - middle));
            if (Violin)
            {
                DrawDensity(canvas, frame, color, Groups[i], middle, 1.5 * half);
                half = Math.Min(6, half / 3);
            }

            string stroke = $"stroke=\"{color.Hex}\" stroke-width=\"1.6\"";
            string x = NumberText.Coordinate(middle), cap = NumberText.Coordinate(half / 2), ends = NumberText.Coordinate(half);
            string whiskers = $"M{x} {C(q1)}V{C(low)}m-{cap} 0h{ends}M{x} {C(q3)}V{C(high)}m-{cap} 0h{ends}";
            canvas.Path(whiskers, $"fill=\"none\" {stroke}");
            canvas.Rect(new(middle - half, q3, middle + half, q1), $"fill=\"{color.Hex}\" fill-opacity=\"{(Violin ? ".6" : ".28")}\" {stroke}", Words(frame.Axis, i, box));
            canvas.Path($"M{NumberText.Coordinate(middle - half)} {C(median)}h{NumberText.Coordinate(2 * half)}", "class=\"r\" style=\"stroke:var(--ink);stroke-width:2.4\"");
            double[] ys = frame.Ys(box.Outliers.Span);
            canvas.Path(Markers.Path([.. ys.Select(_ => middle)], ys, 0, 2.2), $"class=\"p\" stroke=\"{color.Hex}\" stroke-width=\"4.4\"");
        }

        static string C(double value) => NumberText.Coordinate(value);
    }

    internal override void DrawKey(SvgCanvas canvas, double x, double y, Color color) =>
        canvas.Rect(new(x + 2, y - 5, x + 16, y + 5), $"fill=\"{color.Hex}\" fill-opacity=\".28\" stroke=\"{color.Hex}\"");

    internal override void WritePlotly(PlotlyTraces traces, Color color)
    {
        var boxes = Groups.Select(BoxSummary.Of).ToArray();
        var shown = Enumerable.Range(0, boxes.Length).Where(i => boxes[i].Count > 0).ToArray();
        traces.Add("box", Name, new JsonObject
        {
            ["x"] = PlotlyJson.Numbers(shown.Select(i => (double)i)),
            ["lowerfence"] = PlotlyJson.Numbers(shown.Select(i => boxes[i].Low)),
            ["q1"] = PlotlyJson.Numbers(shown.Select(i => boxes[i].Q1)),
            ["median"] = PlotlyJson.Numbers(shown.Select(i => boxes[i].Median)),
            ["q3"] = PlotlyJson.Numbers(shown.Select(i => boxes[i].Q3)),
            ["upperfence"] = PlotlyJson.Numbers(shown.Select(i => boxes[i].High)),
            ["marker"] = new JsonObject { ["color"] = color.Hex },
        });
        var outliers = shown.SelectMany(i => boxes[i].Outliers.Select(value => (X: (double)i, Y: value))).ToArray();
        if (outliers.Length > 0)
        {
            new ScatterSeries(Numbers.From(outliers.Select(p => p.X)), Numbers.From(outliers.Select(p => p.Y))).WritePlotly(traces, color);
        }
    }

    internal override string Describe(Plot plot)
    {
        var boxes = Groups.Select((group, i) => (Index: i, Box: BoxSummary.Of(group))).Where(group => group.Box.Count > 0).ToArray();
        return boxes.Length == 0
            ? "no data"
            : $"{boxes.Length} distribution{(boxes.Length == 1 ? "" : "s")}, {string.Join(", ", boxes.Take(12).Select(group => Words(plot.X, group.Index, group.Box)))}{(boxes.Length > 12 ? ", …" : "")}";
    }

    private static string Words(Axis axis, int index, BoxSummary box)
    {
        string name = axis.Categories is { } names && index < names.Count ? names[index] : index.ToString();
        string outliers = box.Outliers.Count == 0 ? "" : $" and {box.Outliers.Count} outlier{(box.Outliers.Count == 1 ? "" : "s")}";
        return $"{name}: median {NumberText.Short(box.Median)}, half of the values from {NumberText.Short(box.Q1)} to {NumberText.Short(box.Q3)}{outliers}";
    }

    private static void DrawDensity(SvgCanvas canvas, Frame frame, Color color, Numbers values, double middle, double half)
    {
        var (at, density) = KernelDensity.Of(values.Span, 60);
        double highest = density.DefaultIfEmpty().Max();
        if (highest > 0)
        {
            double[] ys = frame.Ys(at);
            var right = density.Select((d, i) => (X: middle + (half * d / highest), Y: ys[i]));
            var left = density.Select((d, i) => (X: middle - (half * d / highest), Y: ys[i])).Reverse();
            var around = right.Concat(left).Where(p => double.IsFinite(p.Y)).Select(p => $"{NumberText.Coordinate(p.X)} {NumberText.Coordinate(p.Y)}");
            canvas.Path("M" + string.Join(' ', around) + "z", $"fill=\"{color.Hex}\" fill-opacity=\".28\" stroke=\"{color.Hex}\"");
        }
    }
}
