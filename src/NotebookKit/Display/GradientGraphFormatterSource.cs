using System.Globalization;
using System.Text;
using NotebookKit.Charts.Drawing;
using NotebookKit.Gradients;

namespace NotebookKit.Display;

/// <summary>A recorded history in a notebook: boxes from left to right in the order of computing, leaves with thicker borders, each with its value and gradient where they are known.</summary>
public sealed class GradientGraphFormatterSource : FormatterSource<GradientGraph>
{
    private const int Largest = 150;
    private const int LineHeight = 15;
    private const int Gap = 36;
    private const int LaneHeight = 8;
    private const int MostLanes = 6;

    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<GradientGraph, string> Write)> Forms =>
    [
        ("text/html", graph => graph.Nodes.Count <= Largest ? Html.Picture(Draw(graph)) + Html.Note(Legend(graph)) : Html.Pre(Words(graph))),
        ("image/svg+xml", graph => graph.Nodes.Count <= Largest ? Draw(graph) : string.Empty),
        ("text/plain", Words),
    ];

    /// <summary>The graph as an SVG picture.</summary>
    /// <param name="graph">The graph.</param>
    public static string Draw(GradientGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        int[] columnOf = LayeredLayout.Columns(graph.Nodes.Count, [.. graph.Edges.Select(edge => (edge.From, edge.To))]);
        int[][] columns = [.. Enumerable.Range(0, columnOf.Max() + 1).Select(c => graph.Nodes.Select(n => n.Number).Where(n => columnOf[n] == c).ToArray())];
        string[][] lines = [.. graph.Nodes.Select(Lines)];
        int boxHeight = (lines.Max(texts => texts.Length) * LineHeight) + 11;
        int rowHeight = boxHeight + 14;
        int height = (columns.Max(column => column.Length) * rowHeight) + 8;
        int lanes = Math.Min(MostLanes, graph.Edges.Count(edge => columnOf[edge.To] > columnOf[edge.From] + 1));
        int whole = height + (lanes * LaneHeight);
        Place[] places = new Place[graph.Nodes.Count];
        int x = 4;
        foreach (int[] column in columns)
        {
            int width = column.Max(n => lines[n].Max(Width));
            for (int row = 0; row < column.Length; row++)
            {
                places[column[row]] = new Place(x, (height - (column.Length * rowHeight)) / 2 + (row * rowHeight) + ((rowHeight - boxHeight) / 2), width, boxHeight);
            }

            x += width + Gap;
        }

        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{x - Gap + 4}\" height=\"{whole}\" viewBox=\"0 0 {x - Gap + 4} {whole}\" ");
        svg.Append(CultureInfo.InvariantCulture, $"role=\"img\" aria-label=\"A graph of {graph.Nodes.Count} tensors and {graph.Edges.Count} steps\" fill=\"none\" stroke=\"currentColor\" font-family=\"sans-serif\" font-size=\"12\">");
        int lane = 0;
        foreach (GradientGraphEdge edge in graph.Edges)
        {
            (int fromX, int fromY) = (places[edge.From].X + places[edge.From].Width, places[edge.From].Middle);
            (int toX, int toY) = (places[edge.To].X, places[edge.To].Middle);
            // A step over other columns goes below them, not through their boxes.
            string way = columnOf[edge.To] == columnOf[edge.From] + 1 ? $"C{fromX + (Gap / 2)} {fromY} {toX - (Gap / 2)} {toY} {toX} {toY}" : Below(fromX, fromY, toX, toY, height + (LaneHeight * (lane++ % MostLanes)));
            svg.Append(CultureInfo.InvariantCulture, $"<path opacity=\".6\" d=\"M{fromX} {fromY}{way}m-6 -3l6 3l-6 3\"/>");
        }

        foreach (GradientGraphNode node in graph.Nodes)
        {
            Box(svg, node, places[node.Number], lines[node.Number]);
        }

        return svg.Append("</svg>").ToString();
    }

    private static string Below(int fromX, int fromY, int toX, int toY, int y) =>
        $"C{fromX + (Gap / 2)} {fromY} {fromX + (Gap / 4)} {y} {fromX + Gap} {y}H{toX - Gap}C{toX - (Gap / 4)} {y} {toX - (Gap / 2)} {toY} {toX} {toY}";

    private static void Box(StringBuilder svg, GradientGraphNode node, Place place, string[] lines)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{place.X}\" y=\"{place.Y}\" width=\"{place.Width}\" height=\"{place.Height}\" rx=\"{(node.IsLeaf ? 2 : 12)}\" stroke-width=\"{(node.IsLeaf ? 2 : 1)}\"/>");
        int y = place.Middle + 4 - ((lines.Length - 1) * LineHeight / 2);
        for (int line = 0; line < lines.Length; line++)
        {
            string look = line == 0 ? "font-weight=\"600\"" : "font-size=\"11\" opacity=\".85\"";
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{place.X + (place.Width / 2)}\" y=\"{y + (line * LineHeight)}\" text-anchor=\"middle\" fill=\"currentColor\" stroke=\"none\" {look}>{Html.Text(lines[line])}</text>");
        }
    }

    private static string[] Lines(GradientGraphNode node)
    {
        List<string> lines = [Html.Shortened(node.Label, 60)];
        if (Few(node.Value) is { } value)
        {
            lines.Add($"= {value}");
        }

        if (Few(node.Gradient) is { } gradient)
        {
            lines.Add($"gradient {gradient}");
        }

        return [.. lines];
    }

    // One number, or the first three of more.
    private static string? Few(Tensor? tensor)
    {
        if (tensor is null || tensor.IsGone || tensor.Count == 0)
        {
            return null;
        }

        Tensor flat = tensor.Detach();
        double[] first = [.. Enumerable.Range(0, Math.Min(3, flat.Count)).Select(i => TensorWalk.At(flat, i))];
        string numbers = string.Join(", ", first.Select(number => NumberWords.Short(number)));
        return flat.Count == 1 ? numbers : $"[{numbers}{(flat.Count > 3 ? ", …" : string.Empty)}]";
    }

    private static string Legend(GradientGraph graph) =>
        "Boxes with sharp corners are leaves, where the way back ends."
        + (graph.Nodes.Any(node => node.Gradient is not null) ? " The gradient is that of the last box with respect to each." : string.Empty);

    private static string Words(GradientGraph graph)
    {
        string text = string.Join('\n', graph.ToString().Split('\n').Take(Largest).Select((line, i) =>
            line + (Few(graph.Nodes[i].Value) is { } value ? $" = {value}" : string.Empty) + (Few(graph.Nodes[i].Gradient) is { } gradient ? $", gradient {gradient}" : string.Empty)));
        return graph.Nodes.Count > Largest ? $"{text}\nand {graph.Nodes.Count - Largest:N0} more" : text;
    }

    private static int Width(string label) => (label.Length * 7) + 22;

    private readonly record struct Place(int X, int Y, int Width, int Height)
    {
        public int Middle => Y + (Height / 2);
    }
}
