using System.Globalization;
using System.Net;
using System.Text;
using NotebookKit.Charts.Drawing;
using NotebookKit.Gradients;

namespace NotebookKit.Display;

/// <summary>A recorded history in a notebook: boxes from left to right in the order of computing, leaves with thicker borders.</summary>
public sealed class GradientGraphFormatterSource : FormatterSource<GradientGraph>
{
    private const int Largest = 150;
    private const int BoxHeight = 26;
    private const int RowHeight = 40;
    private const int Gap = 36;

    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<GradientGraph, string> Write)> Forms =>
    [
        ("text/html", graph => graph.Nodes.Count <= Largest ? $"<div class=\"nk-figure\" style=\"overflow-x:auto\">{Draw(graph)}</div>" : Html.Pre(graph.ToString())),
        ("text/plain", graph => graph.ToString()),
    ];

    /// <summary>The graph as an SVG picture.</summary>
    /// <param name="graph">The graph.</param>
    public static string Draw(GradientGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        int[] columnOf = LayeredLayout.Columns(graph.Nodes.Count, [.. graph.Edges.Select(edge => (edge.From, edge.To))]);
        int[][] columns = [.. Enumerable.Range(0, columnOf.Max() + 1).Select(c => graph.Nodes.Select(n => n.Number).Where(n => columnOf[n] == c).ToArray())];
        int height = (columns.Max(column => column.Length) * RowHeight) + 8;
        Place[] places = new Place[graph.Nodes.Count];
        int x = 4;
        foreach (int[] column in columns)
        {
            int width = column.Max(n => Width(graph.Nodes[n].Label));
            for (int row = 0; row < column.Length; row++)
            {
                places[column[row]] = new Place(x, (height - (column.Length * RowHeight)) / 2 + (row * RowHeight) + ((RowHeight - BoxHeight) / 2), width);
            }

            x += width + Gap;
        }

        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{x - Gap + 4}\" height=\"{height}\" viewBox=\"0 0 {x - Gap + 4} {height}\" ");
        svg.Append(CultureInfo.InvariantCulture, $"role=\"img\" aria-label=\"A graph of {graph.Nodes.Count} tensors and {graph.Edges.Count} steps\" fill=\"none\" stroke=\"currentColor\" font-family=\"sans-serif\" font-size=\"12\">");
        foreach (GradientGraphEdge edge in graph.Edges)
        {
            (int fromX, int fromY) = (places[edge.From].X + places[edge.From].Width, places[edge.From].Middle);
            (int toX, int toY) = (places[edge.To].X, places[edge.To].Middle);
            svg.Append(CultureInfo.InvariantCulture, $"<path opacity=\".6\" d=\"M{fromX} {fromY}C{fromX + (Gap / 2)} {fromY} {toX - (Gap / 2)} {toY} {toX} {toY}m-6 -3l6 3l-6 3\"/>");
        }

        foreach (GradientGraphNode node in graph.Nodes)
        {
            Place place = places[node.Number];
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{place.X}\" y=\"{place.Y}\" width=\"{place.Width}\" height=\"{BoxHeight}\" rx=\"{(node.IsLeaf ? 2 : 12)}\" stroke-width=\"{(node.IsLeaf ? 2 : 1)}\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{place.X + (place.Width / 2)}\" y=\"{place.Middle + 4}\" text-anchor=\"middle\" fill=\"currentColor\" stroke=\"none\">{WebUtility.HtmlEncode(node.Label)}</text>");
        }

        return svg.Append("</svg>").ToString();
    }

    private static int Width(string label) => (label.Length * 7) + 18;

    private readonly record struct Place(int X, int Y, int Width)
    {
        public int Middle => Y + (BoxHeight / 2);
    }
}
