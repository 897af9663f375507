using NotebookKit.Gradients;
using NotebookKit.Layers;

namespace NotebookKit.Tests.Gradients;

/// <summary>Looking at gradients on their way back, keeping those of results, and the recorded graph as lists.</summary>
public class GradientHookTests
{
    [Fact]
    public void A_hook_sees_the_whole_gradient_once()
    {
        Tensor x = Leaf(3);
        Tensor y = x * 2;
        List<double> seen = [];
        using IDisposable hook = y.OnGradient(g => seen.Add(g.Item()));

        // Two paths lead to y: 2 y and 1.
        ((y * y) + y).Backward();
        Assert.Equal([13.0], seen);
        Assert.Equal(26, x.Grad!.Item());
    }

    [Fact]
    public void A_hook_may_replace_the_gradient_and_the_next_one_sees_that()
    {
        Tensor x = Leaf(3);
        Tensor y = x * 2;
        List<double> seen = [];
        y.OnGradient(g => g * 10);
        y.OnGradient(g => seen.Add(g.Item()));
        y.OnGradient(g => -g);
        y.Backward(retainGraph: true);
        Assert.Equal([10.0], seen);
        Assert.Equal(-20, x.Grad!.Item());
        Assert.Equal(-20, Gradient.Of(y, x).Item());
    }

    [Fact]
    public void A_hook_on_a_parameter_sees_the_gradient_of_this_pass()
    {
        Tensor x = Leaf(2);
        List<double> seen = [];
        x.OnGradient(g => seen.Add(g.Item()));
        (x * 3).Backward();
        (x * 4).Backward();
        Assert.Equal([3.0, 4], seen);
        Assert.Equal(7, x.Grad!.Item());
    }

    [Fact]
    public void A_hook_that_is_disposed_is_gone_even_when_it_removes_itself()
    {
        Tensor x = Leaf(2);
        int first = 0, second = 0;
        IDisposable? once = null;
        once = x.OnGradient(_ =>
        {
            first++;
            once!.Dispose();
        });
        IDisposable other = x.OnGradient(_ => { second++; });
        (x * 3).Backward();
        (x * 3).Backward();
        other.Dispose();
        other.Dispose();
        (x * 3).Backward();
        Assert.Equal((1, 2), (first, second));
    }

    [Fact]
    public void A_hook_is_part_of_the_gradients_own_graph()
    {
        // Reversed on its way back: dy/dx = -3 x^2, and the derivative of that -6 x.
        Tensor x = Leaf(2);
        Tensor y = x * 1;
        y.OnGradient(g => -g);
        Tensor slope = Gradient.Of(y * y * y, x, createGraph: true);
        Assert.Equal(-12, slope.Item());

        // The gradient -3 y^2 goes through y, whose hook turns the sign of what comes back once more.
        Assert.Equal(12, Gradient.Of(slope, x).Item());
    }

    [Fact]
    public void A_hook_that_gives_back_another_shape_or_kind_is_told()
    {
        Tensor x = new Parameter(Tensor.From([1.0, 2]));
        IDisposable hook = x.OnGradient(g => g.Sum());
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => (x * x).Sum().Backward());
        Assert.All(["OnGradient", "[2]", "[]", "null"], part => Assert.Contains(part, e.Message, StringComparison.Ordinal));
        hook.Dispose();
        x.OnGradient(g => g.To(DType.Float32));
        Assert.Contains("Float32", Assert.Throws<InvalidOperationException>(() => (x * x).Sum().Backward()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_without_gradient_has_no_hooks()
    {
        Tensor x = Tensor.From([1.0, 2]);
        Assert.All<Action>(
            [() => x.OnGradient(g => g), () => x.OnGradient(_ => { }), () => x.RetainGrad()],
            run => Assert.Contains("[2]", Assert.Throws<InvalidOperationException>(run).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void The_gradient_of_a_result_is_kept_when_asked_for()
    {
        Tensor x = Leaf(3);
        Tensor y = (x * 2).RetainGrad();
        Tensor z = y * y;
        Assert.Null(y.Grad);
        z.Backward(retainGraph: true);
        Assert.Equal(12, y.Grad!.Item());
        Assert.Null(z.Grad);
        z.Backward();
        Assert.Equal(24, y.Grad!.Item());
    }

    [Fact]
    public void A_kept_gradient_outlives_the_scope_of_its_pass()
    {
        Tensor x = new Parameter(Tensor.Ones([1000], DType.Float64));
        Tensor y;
        using (new NotebookKit.Memory.BufferScope())
        {
            y = (x * 2).RetainGrad();
            y.Sum().Backward();
        }

        Assert.Equal(1000, y.Grad!.Sum().Item());
    }

    [Fact]
    public void The_graph_lists_operations_shapes_and_names()
    {
        Linear layer = new(3, 2, rng: new Rng(1));
        Tensor output = layer.Forward(Tensor.Ones([4, 3])).Relu().Sum();
        GradientGraph graph = GradientGraph.Of(output, layer.NamedParameters());
        Assert.Equal(["Leaf", "Leaf", "Linear", "Relu", "Sum"], graph.Nodes.Select(node => node.Operation));
        Assert.Equal(["weight", "bias"], graph.Nodes.Take(2).Select(node => node.Name));
        Assert.Equal([new Shape(2, 3), new Shape(2), new Shape(4, 2), new Shape(4, 2), new Shape([])], graph.Nodes.Select(node => node.Shape));
        Assert.Equal([null, 0, 1], graph.Nodes[2].Operands);
        Assert.Equal([new(0, 2, 1), new(1, 2, 2), new(2, 3, 0), new GradientGraphEdge(3, 4, 0)], graph.Edges);
        Assert.Equal("0: weight [2, 3]\n1: bias [2]\n2: Linear [4, 2] <- -, 0, 1\n3: Relu [4, 2] <- 2\n4: Sum [] <- 3", graph.ToString());
        string dot = graph.ToDot();
        Assert.Contains("n0 [label=\"weight [2, 3]\", shape=box];", dot, StringComparison.Ordinal);
        Assert.Contains("n2 -> n3;", dot, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_that_is_used_twice_is_one_node()
    {
        Tensor x = Leaf(2);
        Tensor y = x * x;
        GradientGraph graph = GradientGraph.Of(y + y);
        Assert.Equal("0: Leaf [1]\n1: Multiply [1] <- 0, 0\n2: Add [1] <- 1, 1", graph.ToString());
        Assert.Equal(4, graph.PathsTo(0));
        Assert.Contains("RequiresGrad", Assert.Throws<InvalidOperationException>(() => GradientGraph.Of(Tensor.Ones([1]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("System", "BP-PATHS")]
    [Trait("Golden", "G-S4P")]
    public void The_paths_through_a_net_are_a_power_of_its_depth()
    {
        for (int width = 1; width <= 6; width++)
        {
            for (int hidden = 1; hidden <= 6; hidden++)
            {
                (double paths, double throughOneWeight) = Paths(width, hidden);
                Assert.Equal(Math.Pow(width, hidden + 2), paths);
                if (paths < 5000)
                {
                    Assert.Equal(BruteForce(width, hidden + 2), paths);
                }

                Assert.Equal(Math.Pow(width, hidden), throughOneWeight);
            }
        }

        Assert.Equal((1024, 64), Paths(4, 3));
    }

    // A net of single numbers: width inputs, hidden layers of that width, width outputs added up.
    private static (double All, double ThroughOneWeight) Paths(int width, int hidden)
    {
        Tensor[] inputs = [.. Enumerable.Range(0, width).Select(i => Leaf(i + 1))];
        Tensor[] layer = inputs;
        Tensor? firstWeight = null;
        for (int depth = 0; depth <= hidden; depth++)
        {
            layer = [.. Enumerable.Range(0, width).Select(_ => layer.Select(unit =>
            {
                Tensor weight = Leaf(0.5);
                firstWeight ??= weight;
                return unit * weight;
            }).Aggregate((sum, part) => sum + part))];
        }

        Tensor output = layer.Aggregate((sum, part) => sum + part);
        GradientGraph graph = GradientGraph.Of(output, [.. inputs.Select((x, i) => ($"x{i}", x)), ("w", firstWeight!)]);
        double all = graph.Nodes.Where(node => node.Name?.StartsWith('x') == true).Sum(node => graph.PathsTo(node.Number));
        return (all, graph.PathsTo(graph.Nodes.Single(node => node.Name == "w").Number));
    }

    // Walks every path.
    private static int BruteForce(int width, int layers) =>
        layers == 0 ? 1 : Enumerable.Range(0, width).Sum(_ => BruteForce(width, layers - 1));

    private static Parameter Leaf(double value) => new Parameter(Tensor.From([value]));
}
