using System.Xml.Linq;
using NotebookKit.Charts;
using NotebookKit.Charts.Drawing;
using NotebookKit.Layers;

namespace NotebookKit.Tests.Charts;

/// <summary>Surfaces, networks and graphs.</summary>
public class DrawingsTests
{
    [Fact]
    public void A_surface_is_drawn_from_the_back_to_the_front()
    {
        var projection = new Projection(-55, 28, new(0, 0, 100, 100));

        // What is nearer to the reader is lower on the page at one height, and higher up is higher on the page.
        Assert.True(projection.Nearness(0, -1, 0) > projection.Nearness(0, 1, 0));
        Assert.True(projection.At(0, -1, 0).Y > projection.At(0, 1, 0).Y);
        Assert.True(projection.At(0, 0, 1).Y < projection.At(0, 0, -1).Y);
        Assert.True(projection.At(1, 0, 0).X > projection.At(-1, 0, 0).X);
    }

    [Fact]
    public void Every_corner_of_the_box_in_space_is_on_the_page()
    {
        foreach (double azimuth in (double[])[-170, -55, 0, 45, 120])
        {
            var projection = new Projection(azimuth, 30, new(0, 0, 100, 80));
            foreach (int corner in Enumerable.Range(0, 8))
            {
                var (x, y) = projection.At((corner & 1) == 0 ? -1 : 1, (corner & 2) == 0 ? -1 : 1, (corner & 4) == 0 ? -1 : 1);
                Assert.True(x is >= -1e-9 and <= 100 + 1e-9 && y is >= -1e-9 and <= 80 + 1e-9, $"{azimuth}: {x}, {y}");
            }
        }
    }

    [Fact]
    public void A_large_surface_is_thinned_and_keeps_its_peak()
    {
        Numbers at = Numbers.Range(301);
        var z = new double[301 * 301];
        z[(123 * 301) + 217] = 5;
        var surface = new Surface(at, at, NumberGrid.Of(z, 301, 301));

        Assert.Contains(123, SurfaceDrawing.Chosen(surface, rows: true, 44));
        Assert.Contains(217, SurfaceDrawing.Chosen(surface, rows: false, 44));
        Assert.InRange(new Figure(surface).ToSvg().Length, 1, 300_000);
        Assert.InRange(new Figure(surface).ToPlotly().Length, 1, 400_000);
        Assert.Contains("highest, 5, at (217, 123)", new Figure(surface).AltText);
        Assert.Contains("no data", Chart.Surface([1, 2], [1, 2], new double[,] { { double.NaN, double.NaN }, { double.NaN, double.NaN } }).ToSvg());
        Assert.Throws<ArgumentException>(() => Chart.Surface([1, 2], [1, 2], new double[3, 3]));
    }

    [Fact]
    public void A_network_draws_each_neuron_and_collapses_large_layers()
    {
        Assert.Equal(2 + 3 + 1, Circles(Chart.Network(2, 3, 1)));
        Assert.Equal(7 + 7 + 2, Circles(Chart.Network(784, 100, 2)));
        Assert.Contains(">784</text>", Chart.Network(784, 100, 2).ToSvg());
        Assert.Contains("layers of 784, 100, 2 neurons", Chart.Network(784, 100, 2).AltText);

        static int Circles(Figure figure) => XDocument.Parse(figure.ToSvg()).Descendants().Count(element => element.Attribute("class")?.Value == "n");
    }

    [Fact]
    public void A_networks_weights_are_wide_where_strong_and_dashed_where_negative()
    {
        string svg = Chart.Network([new double[,] { { 2, -1 } }]).ToSvg();

        Assert.Contains("stroke-width=\"4\"", svg);
        Assert.Contains("stroke-width=\"2\" stroke-opacity=\".75\" stroke-dasharray", svg);
        Assert.Throws<ArgumentException>(() => Chart.Network([new double[3, 2], new double[1, 4]]));
    }

    [Fact]
    public void A_model_is_drawn_from_its_linear_layers()
    {
        var model = new Sequential(new Linear(4, 5), new ReLU(), new Linear(5, 3));

        Assert.Contains("3 layers of 4, 5, 3 neurons", Chart.Network(model).AltText);
        Assert.Contains("no Linear layer", Assert.Throws<ArgumentException>(() => Chart.Network(new ReLU())).Message);
    }

    [Fact]
    public void Edges_lead_to_the_right_and_circles_are_broken()
    {
        var layout = new LayeredLayout(5, [(0, 1), (1, 2), (2, 0), (2, 3), (0, 3), (4, 4)]);

        Assert.All(layout.Routes.Where(route => route.Count > 1), route => Assert.All(route.Zip(route.Skip(1)), step => Assert.Equal(layout.Column[step.First] + 1, layout.Column[step.Second])));
        Assert.Equal(layout.Column.Count, layout.InOrder.Sum(column => column.Count));
        Assert.Equal([2, 0], new[] { layout.Routes[2][^1], layout.Routes[2][0] });
    }

    [Fact]
    public void Boxes_of_a_graph_do_not_overlap()
    {
        var random = new Random(1);
        (int From, int To)[] edges = [.. Enumerable.Range(0, 60).Select(_ => (random.Next(30), random.Next(30)))];
        var figure = Chart.Graph([.. Enumerable.Range(0, 30).Select(i => new GraphNode($"node {i}", i % 2 == 0 ? "1.00" : null))], [.. edges.Select(edge => (GraphEdge)edge)]);

        var boxes = XDocument.Parse(figure.ToSvg()).Descendants().Where(element => element.Name.LocalName == "rect" && element.Attribute("class")?.Value == "n")
            .Select(rect => (X: (double)rect.Attribute("x")!, Y: (double)rect.Attribute("y")!, W: (double)rect.Attribute("width")!, H: (double)rect.Attribute("height")!)).ToArray();

        Assert.Equal(30, boxes.Length);
        for (int i = 0; i < boxes.Length; i++)
        {
            Assert.All(boxes[..i], other => Assert.True(other.X + other.W <= boxes[i].X || boxes[i].X + boxes[i].W <= other.X || other.Y + other.H <= boxes[i].Y || boxes[i].Y + boxes[i].H <= other.Y));
        }
    }

    [Fact]
    public void A_graph_says_which_edge_is_wrong()
    {
        Assert.Contains("0 -> 7", Assert.Throws<ArgumentException>(() => Chart.Graph(["a"], [(0, 7)])).Message);
        Assert.Throws<ArgumentException>(() => Chart.Graph([.. Enumerable.Repeat(new GraphNode("x"), 301)], []));
        Assert.Contains("no data", Chart.Graph([], []).ToSvg());
    }

    [Fact]
    public void A_tensor_is_a_list_a_matrix_and_a_function()
    {
        Tensor y = Tensor.From([1f, 3, 2]);

        Assert.Equal(Chart.Line([1, 3, 2]).ToSvg(), Chart.Line(y).ToSvg());
        Assert.Equal(Chart.Line([1, 3, 2]).ToSvg(), Chart.Line(new[] { 1, 3, 2 }.Select(v => (double)v)).ToSvg());
        Assert.Contains("2 rows by 3 columns", Chart.HeatMap(Tensor.From(new double[2, 3])).AltText);
        Assert.Throws<ArgumentException>(() => Chart.HeatMap(Tensor.Ones([2, 3, 4])));
        Assert.Contains("lowest, 0, at (0, 0)", Chart.Contour(input => (input * input).Sum(1), (-1, 1), (-1, 1)).AltText);
        Assert.Contains("gives 2 numbers", Assert.Throws<ArgumentException>(() => Chart.Contour(input => input, (-1, 1), (-1, 1))).Message);
    }

    [Fact]
    public void A_models_decision_is_drawn_under_its_points()
    {
        Tensor points = Tensor.From(new float[,] { { -1, 0 }, { 1, 0 } });

        // Two scores, one score around zero, one share around a half: all three divide the plane at x = 0.
        foreach (Func<Tensor, Tensor> model in (Func<Tensor, Tensor>[])[input => Tensor.Concat([-input[.., ..1], input[.., ..1]], 1), input => input[.., ..1], input => input[.., ..1].Sigmoid()])
        {
            string alt = Chart.DecisionBoundary(model, points, [0, 1], ["left", "right"]).AltText;
            Assert.Contains("50 % belongs to class 0", alt);
            Assert.Contains("1 point of left", alt);
        }

        Assert.Throws<ArgumentException>(() => Chart.DecisionBoundary(input => input, points, [0]));
    }
}
