using System.Xml.Linq;
using NotebookKit.Display;
using NotebookKit.Gradients;

namespace NotebookKit.Tests.Display;

public class GradientGraphDrawingTests
{
    [Fact]
    public void The_drawing_has_a_box_a_tensor_and_a_line_a_step_all_in_the_picture()
    {
        Tensor x = new Parameter(Tensor.From([1.0, 2]));
        Tensor w = new Parameter(Tensor.From([3.0, 4]));
        Tensor y = ((x * w).Tanh() + x).Sum();
        GradientGraph graph = GradientGraph.Of(y, [("<x>", x), ("w", w)]);
        XElement svg = XElement.Parse(GradientGraphFormatterSource.Draw(graph));
        XElement[] boxes = [.. svg.Elements().Where(element => element.Name.LocalName == "rect")];
        Assert.Equal(graph.Nodes.Count, boxes.Length);
        Assert.Equal(graph.Edges.Count, svg.Elements().Count(element => element.Name.LocalName == "path"));
        Assert.Contains(svg.Elements(), element => element.Value == "<x> [2]");
        int width = (int)svg.Attribute("width")!;
        int height = (int)svg.Attribute("height")!;
        (int X, int Y, int Width)[] places = [.. boxes.Select(box => ((int)box.Attribute("x")!, (int)box.Attribute("y")!, (int)box.Attribute("width")!))];
        Assert.All(places, place => Assert.True(place.X >= 0 && place.Y >= 0 && place.X + place.Width <= width && place.Y + 26 <= height));
        for (int i = 0; i < places.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                Assert.True(
                    Math.Abs(places[i].Y - places[j].Y) >= 26 || places[i].X >= places[j].X + places[j].Width || places[j].X >= places[i].X + places[i].Width,
                    $"boxes {i} and {j} overlap");
            }
        }

        // Every line leads to the right.
        Assert.All(graph.Edges, edge => Assert.True(places[edge.From].X + places[edge.From].Width < places[edge.To].X));
    }

    [Fact]
    public void A_leaf_alone_can_be_drawn() =>
        Assert.Single(XElement.Parse(GradientGraphFormatterSource.Draw(GradientGraph.Of(new Parameter(Tensor.Ones([1]))))).Elements(), element => element.Name.LocalName == "rect");
}
