using System.Globalization;
using System.Text;
using NotebookKit.Charts;
using NotebookKit.Charts.Drawing;
using NotebookKit.Gradients;

namespace NotebookKit.Display;

/// <summary>A computation in a notebook: boxes from left to right, each with its value and its gradient.</summary>
public sealed class ValueGraphFormatterSource : FormatterSource<ValueGraph>
{
    private const int Largest = 80;
    private const int BoxHeight = 58;
    private const int RowHeight = 74;
    private const int Gap = 44;
    private const int Lane = 9;

    private static readonly Dictionary<string, string> Signs = new()
    {
        ["Add"] = "+",
        ["Subtract"] = "−",
        ["Multiply"] = "×",
        ["Divide"] = "÷",
    };

    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<ValueGraph, string> Write)> Forms =>
    [
        ("text/html", graph => graph.Nodes.Count <= Largest ? $"<div class=\"nk-figure\" style=\"overflow-x:auto\">{Draw(graph)}</div>" : Html.Pre(graph.ToString())),
        ("text/plain", graph => graph.ToString()),
    ];

    /// <summary>The graph as an SVG picture.</summary>
    public static string Draw(ValueGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        int[][] columns = Columns(graph);
        int[] columnOf = new int[graph.Nodes.Count];
        for (int c = 0; c < columns.Length; c++)
        {
            Array.ForEach(columns[c], n => columnOf[n] = c);
        }

        int lanes = graph.Nodes.Sum(node => node.Operands.Count(operand => columnOf[node.Number] > columnOf[operand] + 1));
        int top = lanes == 0 ? 0 : 10 + (Lane * lanes);
        int height = top + (columns.Max(column => column.Length) * RowHeight) + 40;
        Place[] places = new Place[graph.Nodes.Count];
        int x = 16;
        foreach (int[] column in columns)
        {
            int width = column.Max(n => Width(graph.Nodes[n]));
            for (int row = 0; row < column.Length; row++)
            {
                places[column[row]] = new Place(x, top + ((height - top - 24 - (column.Length * RowHeight)) / 2) + (row * RowHeight) + ((RowHeight - BoxHeight) / 2), width);
            }

            x += width + Gap;
        }

        int right = Math.Max(x - Gap + 16, 440);
        StringBuilder svg = new();
        string alt = $"The graph of a computation of {graph.Nodes.Count} tensors; the result is {FewNumbers.Of(graph.Nodes[^1].Value)}.";
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"nkvg\" width=\"{right}\" height=\"{height}\" viewBox=\"0 0 {right} {height}\" role=\"img\" aria-label=\"{Html.Text(alt)}\" style=\"min-width:{right * 0.8:0}px\">");
        svg.Append(CultureInfo.InvariantCulture, $"<style>{SvgStyle.Sheet("nkvg")}.nkvg .e{{fill:none;stroke:#8c959f;stroke:var(--axis);stroke-width:1.3}}</style><rect class=\"paper\" width=\"{right}\" height=\"{height}\"/>");
        foreach (ValueGraphNode node in graph.Nodes)
        {
            foreach (int operand in node.Operands)
            {
                if (columnOf[node.Number] > columnOf[operand] + 1)
                {
                    // A line over more than one column runs above the boxes, each in a lane of its own.
                    Detour(svg, places[operand], places[node.Number], top - (Lane * lanes--) + 2);
                }
                else
                {
                    Edge(svg, places[operand], places[node.Number]);
                }
            }
        }

        foreach (ValueGraphNode node in graph.Nodes)
        {
            Box(svg, node, places[node.Number]);
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"m\" x=\"16\" y=\"{height - 12}\">thick: inputs. gradient: d({(graph.IsOfSum ? "sum of the result" : "result")})/d(box). A range stands for many numbers.</text>");
        return svg.Append("</svg>").ToString();
    }

    private static void Edge(StringBuilder svg, Place from, Place to)
    {
        int fromX = from.X + from.Width;
        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"e\" d=\"M{fromX} {from.Middle}C{fromX + (Gap / 2)} {from.Middle} {to.X - (Gap / 2)} {to.Middle} {to.X} {to.Middle}m-6 -3.5l6 3.5l-6 3.5\"/>");
    }

    private static void Detour(StringBuilder svg, Place from, Place to, int lane)
    {
        (int fromX, int half) = (from.X + from.Width, Gap / 2);
        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"e\" d=\"M{fromX} {from.Middle}C{fromX + half} {from.Middle} {fromX + 6} {lane} {fromX + half} {lane}H{to.X - half}C{to.X - 6} {lane} {to.X - half} {to.Middle} {to.X} {to.Middle}m-6 -3.5l6 3.5l-6 3.5\"/>");
    }

    private static void Box(StringBuilder svg, ValueGraphNode node, Place place)
    {
        int middle = place.X + (place.Width / 2);
        svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"paper\" x=\"{place.X}\" y=\"{place.Y}\" width=\"{place.Width}\" height=\"{BoxHeight}\" rx=\"{(node.IsLeaf ? 3 : 14)}\" style=\"stroke:var(--axis);stroke-width:{(node.IsLeaf ? 2.5 : 1.2)}\"/>");
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"l b\" x=\"{middle}\" y=\"{place.Y + 17}\" text-anchor=\"middle\">{Html.Text(Label(node))}</text>");
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"v\" x=\"{middle}\" y=\"{place.Y + 33}\" text-anchor=\"middle\">{Html.Text(Value(node))}</text>");
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"v\" x=\"{middle}\" y=\"{place.Y + 49}\" text-anchor=\"middle\" style=\"fill:{Palette.At(1).Hex}\">{Html.Text(Slope(node))}</text>");
    }

    // Each result stands right of all its operands, a leaf just left of its first use, and rows follow their operands so that few lines cross.
    private static int[][] Columns(ValueGraph graph)
    {
        int[] columnOf = new int[graph.Nodes.Count];
        foreach (ValueGraphNode node in graph.Nodes.Where(node => node.Operands.Count > 0))
        {
            columnOf[node.Number] = node.Operands.Max(operand => columnOf[operand]) + 1;
        }

        foreach (ValueGraphNode leaf in graph.Nodes.Where(node => node.IsLeaf && graph.Nodes.Count > 1))
        {
            columnOf[leaf.Number] = graph.Nodes.Where(node => node.Operands.Contains(leaf.Number)).Min(node => columnOf[node.Number]) - 1;
        }

        int[][] columns = [.. Enumerable.Range(0, columnOf.Max() + 1).Select(c => Enumerable.Range(0, columnOf.Length).Where(n => columnOf[n] == c).ToArray())];
        double[] rows = new double[columnOf.Length];
        foreach (int[] column in columns)
        {
            foreach (int n in column)
            {
                rows[n] = graph.Nodes[n].Operands.Count > 0 ? graph.Nodes[n].Operands.Average(operand => rows[operand]) : int.MaxValue;
            }

            int[] order = [.. column.OrderBy(n => rows[n]).ThenBy(n => n)];
            order.CopyTo(column, 0);
            for (int row = 0; row < column.Length; row++)
            {
                rows[column[row]] = row - (column.Length / 2.0);
            }
        }

        return columns;
    }

    private static string Label(ValueGraphNode node)
    {
        string name = Signs.GetValueOrDefault(node.Label, node.Label);
        string cut = name.Length > 24 ? name[..24] + "…" : name;
        return node.Shape.Rank == 0 ? cut : $"{cut}  {node.Shape}";
    }

    private static string Value(ValueGraphNode node) => FewNumbers.Of(node.Value);

    private static string Slope(ValueGraphNode node) => $"gradient {FewNumbers.Of(node.Gradient)}";

    private static int Width(ValueGraphNode node) => Math.Max(Label(node).Length * 8, Math.Max(Value(node).Length, Slope(node).Length) * 7) + 24;

    private readonly record struct Place(int X, int Y, int Width)
    {
        public int Middle => Y + (BoxHeight / 2);
    }
}
