using NotebookKit.Charts.Drawing;
using NotebookKit.Charts.Plotly;

namespace NotebookKit.Charts;

/// <summary>A node of a drawn graph.</summary>
/// <param name="Label">What stands in it.</param>
/// <param name="Detail">A smaller second line, such as a value or a shape; null for none.</param>
/// <param name="Round">A pill instead of a box: what is computed, rather than given.</param>
/// <param name="Accent">The number of a palette colour for its border; null for none.</param>
public sealed record GraphNode(string Label, string? Detail = null, bool Round = false, int? Accent = null)
{
    /// <summary>A plain node.</summary>
    public static implicit operator GraphNode(string label) => new(label);
}

/// <summary>An arrow of a drawn graph.</summary>
/// <param name="From">The number of the node where it begins.</param>
/// <param name="To">The number of the node where it ends.</param>
/// <param name="Label">What stands on it; null for nothing.</param>
public sealed record GraphEdge(int From, int To, string? Label = null)
{
    /// <summary>An arrow without words.</summary>
    public static implicit operator GraphEdge((int From, int To) edge) => new(edge.From, edge.To);

    /// <summary>An arrow with words.</summary>
    public static implicit operator GraphEdge((int From, int To, string Label) edge) => new(edge.From, edge.To, edge.Label);
}

/// <summary>A directed graph, laid out from left to right: computations, state machines, trees.</summary>
public sealed record Graph : FigureContent
{
    /// <summary>So many nodes at most: beyond, no reader finds anything.</summary>
    public const int MostNodes = 300;

    /// <summary>Nodes, and arrows between their numbers.</summary>
    /// <exception cref="ArgumentException">An arrow names a node that is not there, or there are too many nodes.</exception>
    public Graph(IReadOnlyList<GraphNode> nodes, IReadOnlyList<GraphEdge> edges)
    {
        if (nodes.Count > MostNodes)
        {
            throw new ArgumentException($"Graph: {nodes.Count} nodes are more than a picture can show ({MostNodes}); draw a part of the graph.", nameof(nodes));
        }

        if (edges.FirstOrDefault(edge => edge.From < 0 || edge.To < 0 || edge.From >= nodes.Count || edge.To >= nodes.Count) is { } wrong)
        {
            throw new ArgumentException($"Graph: the edge {wrong.From} -> {wrong.To} names a node that is not there; the nodes are 0 to {nodes.Count - 1}.", nameof(edges));
        }

        (Nodes, Edges) = ([.. nodes], [.. edges]);
    }

    /// <summary>The nodes.</summary>
    public IReadOnlyList<GraphNode> Nodes { get; }

    /// <summary>The arrows.</summary>
    public IReadOnlyList<GraphEdge> Edges { get; }

    internal override string Kind => "Graph";

    internal double NaturalWidth => Nodes.Count == 0 ? 200 : new GraphDrawing(this).Width;

    internal override void Draw(SvgCanvas canvas, Box box)
    {
        if (Nodes.Count == 0)
        {
            canvas.Text(box.CenterX, box.CenterY + 4, "no data", "m", Anchor.Middle);
            return;
        }

        new GraphDrawing(this).Draw(canvas, box);
    }

    internal override double NaturalHeight(double width) => Nodes.Count == 0 ? 60 : new GraphDrawing(this).Height * Math.Min(1, width / NaturalWidth);

    internal override IEnumerable<string> Describe()
    {
        yield return $"{Nodes.Count} node{(Nodes.Count == 1 ? "" : "s")} and {Edges.Count} edge{(Edges.Count == 1 ? "" : "s")}";
        if (Edges.Count > 0)
        {
            yield return string.Join(", ", Edges.Take(16).Select(edge => $"{Nodes[edge.From].Label} to {Nodes[edge.To].Label}")) + (Edges.Count > 16 ? ", …" : "");
        }
    }

    internal override void WritePlotly(PlotlyFigure figure, Box part)
    {
        if (Nodes.Count == 0)
        {
            figure.AddAxes(PlotlyFigure.Hidden(0, 1), PlotlyFigure.Hidden(0, 1), part);
            return;
        }

        new GraphDrawing(this).WritePlotly(figure, part);
    }
}
