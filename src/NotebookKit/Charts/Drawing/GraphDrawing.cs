using System.Text.Json.Nodes;
using NotebookKit.Charts.Plotly;

namespace NotebookKit.Charts.Drawing;

/// <summary>Sizes, places and draws the nodes and arrows of a graph.</summary>
internal sealed class GraphDrawing
{
    private const double FontSize = 12, DetailSize = 11, Most = 170, Row = 14, Gap = 46;
    private readonly Graph graph;
    private readonly LayeredLayout layout;
    private readonly Box[] places;

    public GraphDrawing(Graph graph)
    {
        this.graph = graph;
        layout = new(graph.Nodes.Count, [.. graph.Edges.Select(edge => (edge.From, edge.To))]);
        places = new Box[layout.Column.Count];
        Height = layout.InOrder.Max(column => column.Sum(place => Tall(place) + Row)) + Row;
        double x = 4;
        foreach (var column in layout.InOrder)
        {
            double width = column.Max(Wide), y = (Height - column.Sum(place => Tall(place) + Row) + Row) / 2;
            foreach (int place in column)
            {
                // A passing edge crosses its column level.
                double own = layout.IsHeld(place) ? width : Wide(place);
                places[place] = new(x + ((width - own) / 2), y, x + ((width + own) / 2), y + Tall(place));
                y += Tall(place) + Row;
            }

            x += width + Gap + GapFor(column);
        }

        Width = x - Gap + 4;
    }

    public double Width { get; }

    public double Height { get; }

    public void Draw(SvgCanvas canvas, Box box)
    {
        double scale = Math.Min(1, Math.Min(box.Width / Width, box.Height / Height));
        double left = box.Left + Math.Max(0, (box.Width - (scale * Width)) / 2), top = box.Top + Math.Max(0, (box.Height - (scale * Height)) / 2);
        canvas.Open($"g transform=\"translate({NumberText.Coordinate(left)} {NumberText.Coordinate(top)}) scale({scale.ToString("0.###")})\"");
        var labels = new List<(double X, double Y, string Text)>();
        for (int i = 0; i < graph.Edges.Count; i++)
        {
            DrawEdge(canvas, i, labels);
        }

        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            DrawNode(canvas, i);
        }

        foreach (var (x, y, text) in labels)
        {
            canvas.TextWithin(x, y, text, Gap + 70, DetailSize, "k o", Anchor.Middle);
        }

        canvas.Close("g");
    }

    public void WritePlotly(PlotlyFigure figure, Box part)
    {
        var traces = figure.AddAxes(PlotlyFigure.Hidden(0, Width), PlotlyFigure.Hidden(Height, 0), part);
        for (int i = 0; i < graph.Edges.Count; i++)
        {
            var edge = graph.Edges[i];
            var route = edge.From == layout.Routes[i][0] ? layout.Routes[i] : [.. layout.Routes[i].Reverse()];
            var ends = route.Select(place => places[place]).ToArray();
            traces.Add("scatter", null, new JsonObject
            {
                ["mode"] = "lines+markers",
                ["hoverinfo"] = edge.Label is null ? "skip" : "text",
                ["text"] = PlotlyJson.Text(edge.Label ?? ""),
                ["x"] = PlotlyJson.Numbers(ends.Select((box, n) => n == 0 && ends.Length > 1 ? box.Right : n == ends.Length - 1 ? box.Left : box.CenterX)),
                ["y"] = PlotlyJson.Numbers(ends.Select(box => box.CenterY)),
                ["line"] = new JsonObject { ["color"] = "#8c959f", ["width"] = 1.3 },
                ["marker"] = new JsonObject { ["symbol"] = "arrow", ["angleref"] = "previous", ["size"] = 8, ["color"] = "#8c959f" },
            });
        }

        traces.Add("scatter", null, new JsonObject
        {
            ["mode"] = "markers+text",
            ["hoverinfo"] = "text",
            ["textposition"] = "bottom center",
            ["x"] = PlotlyJson.Numbers(graph.Nodes.Select((_, i) => places[i].CenterX)),
            ["y"] = PlotlyJson.Numbers(graph.Nodes.Select((_, i) => places[i].CenterY)),
            ["text"] = PlotlyJson.Texts(graph.Nodes.Select(node => node.Detail is null ? node.Label : $"{node.Label} {node.Detail}")),
            ["marker"] = new JsonObject { ["size"] = 14, ["color"] = Palette.At(0).Hex },
        });
    }

    private void DrawNode(SvgCanvas canvas, int index)
    {
        var (node, box) = (graph.Nodes[index], places[index]);
        string x = NumberText.Coordinate(box.Left), y = NumberText.Coordinate(box.Top);
        string round = NumberText.Coordinate(node.Round ? box.Height / 2 : 4);
        string accent = node.Accent is { } number ? $" style=\"stroke:{Palette.At(Math.Abs(number)).Hex};stroke-width:2.2\"" : "";
        canvas.Rect(box, $"class=\"n\" rx=\"{round}\"{accent}", node.Detail is null ? node.Label : $"{node.Label}, {node.Detail}");
        double middle = box.CenterY + (node.Detail is null ? 4 : -3);
        canvas.TextWithin(box.CenterX, middle, node.Label, box.Width - 14, FontSize, "l", Anchor.Middle);
        if (node.Detail is { } detail)
        {
            canvas.TextWithin(box.CenterX, middle + 15, detail, box.Width - 12, DetailSize, "k", Anchor.Middle);
        }
    }

    private void DrawEdge(SvgCanvas canvas, int index, List<(double X, double Y, string Text)> labels)
    {
        var edge = graph.Edges[index];
        var route = layout.Routes[index];
        if (edge.From == edge.To)
        {
            var own = places[edge.From];
            canvas.Path($"M{C(own.CenterX + 10)} {C(own.Top)}c4 -16 -24 -16 -20 -1m-3.5 -4.5l3.5 5l4 -4.5", "class=\"r\"");
            Remember(own.CenterX, own.Top - 14);
            return;
        }

        // An arrow that leads back is drawn from the right to the left.
        bool back = route[0] != edge.From;
        string path = "";
        for (int i = 0; i + 1 < route.Count; i++)
        {
            var (from, to) = (places[route[i]], places[route[i + 1]]);
            double x1 = from.Right, y1 = from.CenterY, x2 = to.Left, y2 = to.CenterY, half = (x2 - x1) / 2;
            path += (i == 0 ? $"M{C(x1)} {C(y1)}" : $"L{C(x1)} {C(y1)}") + $"C{C(x1 + half)} {C(y1)} {C(x2 - half)} {C(y2)} {C(x2)} {C(y2)}";
        }

        var (first, last) = (places[route[0]], places[route[^1]]);
        path += back ? $"M{C(first.Right + 6)} {C(first.CenterY - 4)}l-6 4l6 4" : $"M{C(last.Left - 6)} {C(last.CenterY - 4)}l6 4l-6 4";
        canvas.Path(path, back ? "class=\"r\" stroke-dasharray=\"5 3\"" : "class=\"r\"");
        // A long arrow carries its words where it runs level, away from the crowd around its ends.
        if (route.Count > 2)
        {
            var held = places[route[route.Count / 2]];
            Remember(held.CenterX, held.CenterY - 4);
        }
        else
        {
            Remember((first.Right + last.Left) / 2, ((first.CenterY + last.CenterY) / 2) - 4);
        }

        void Remember(double x, double y)
        {
            if (edge.Label is { Length: > 0 } text)
            {
                labels.Add((x, y, text));
            }
        }
    }

    private static string C(double value) => NumberText.Coordinate(value);

    private double Wide(int place)
    {
        if (layout.IsHeld(place))
        {
            return 10;
        }

        var node = graph.Nodes[place];
        return Math.Clamp(Math.Max(TextSize.Width(node.Label, FontSize), TextSize.Width(node.Detail ?? "", DetailSize)) + 22, 36, Most);
    }

    private double Tall(int place) => layout.IsHeld(place) ? 8 : graph.Nodes[place].Detail is null ? 28 : 42;

    // Words on arrows need room between the columns.
    private double GapFor(IReadOnlyList<int> column)
    {
        var here = column.ToHashSet();
        return graph.Edges.Where((_, i) => here.Contains(layout.Routes[i][0])).Select(edge => Math.Clamp(TextSize.Width(edge.Label ?? "", DetailSize) - 24, 0, 80)).DefaultIfEmpty().Max();
    }
}
