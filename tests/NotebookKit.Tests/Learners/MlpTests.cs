using NotebookKit.Learners;
using NotebookKit.Losses;
using NotebookKit.Optimizers;

namespace NotebookKit.Tests.Learners;

public class MlpTests
{
    private static readonly Func<Tensor, Tensor>[] Activations = [u => u.Tanh(), u => u.Relu(), u => u.Sigmoid()];

    [Fact]
    [Trait("System", "MLP-NET")]
    [Trait("System", "MLP-IDX")]
    public void A_network_is_the_nested_formula_with_weights_from_sender_to_receiver()
    {
        Rng rng = new(51);
        int[] sizes = [3, 5, 4, 2];
        Mlp net = new([.. Enumerable.Range(1, 3).Select(l => new NeuronLayer(sizes[l - 1], sizes[l], Activations[l - 1], rng: rng, dtype: DType.Float64))]);
        Assert.Equal(sizes, net.Sizes);
        for (int l = 1; l <= 3; l++)
        {
            Assert.Equal(new Shape(sizes[l], sizes[l - 1]), net.Layers[l - 1].Weight.Shape);
            Assert.Equal(new Shape(sizes[l]), net.Layers[l - 1].Bias!.Shape);
        }

        Func<double, double>[] phi = [Math.Tanh, u => Math.Max(0, u), u => 1 / (1 + Math.Exp(-u))];
        Tensor x = Tensor.Normal([6, 3], rng: rng, dtype: DType.Float64);
        double[][] together = net.Forward(x).ToJagged<double>();
        for (int n = 0; n < 6; n++)
        {
            double[] y = x[n].ToArray<double>();
            for (int l = 0; l < 3; l++)
            {
                double[,] w = net.Layers[l].Weight.ToArray2D<double>();
                double[] b = net.Layers[l].Bias!.ToArray<double>();
                y = [.. b.Select((bias, i) => phi[l](bias + y.Select((value, j) => w[i, j] * value).Sum()))];
                Assert.Equal(y, net.Signals(x)[l][n].ToArray<double>(), Near);
            }

            // Batched and single forward agree.
            Assert.Equal(y, together[n], Near);
            Assert.Equal(together[n], net.Forward(x[n..(n + 1)]).ToArray<double>(), Near);
        }
    }

    [Fact]
    [Trait("System", "MLP-DEPTH")]
    public void Depth_counts_hidden_layers_and_deep_means_more_than_one()
    {
        Mlp perceptron = new([4, 2], null), shallow = new([4, 7, 2], Activations[0]), deep = new([4, 7, 9, 2], Activations[0]);
        Assert.Equal((0, 0, false), (perceptron.Depth, perceptron.Width, perceptron.IsDeep));
        Assert.Equal((1, 7, false), (shallow.Depth, shallow.Width, shallow.IsDeep));
        Assert.Equal((2, 9, true), (deep.Depth, deep.Width, deep.IsDeep));
    }

    [Fact]
    [Trait("System", "MLP-OUTSIZE")]
    public void The_task_chooses_the_output_layer()
    {
        Mlp For(TaskKind kind, int? classes = null) => Mlp.For(kind, 4, [6], Activations[0], classes, new Rng(52));
        Assert.Equal((1, 1, 7), (For(TaskKind.Regression).Sizes[^1], For(TaskKind.Binary).Sizes[^1], For(TaskKind.Multiclass, 7).Sizes[^1]));
        Tensor chance = For(TaskKind.Binary).Forward(100 * Tensor.Normal([50, 4], rng: new Rng(1)));
        Assert.InRange(chance.Amin().Item(), 0, 1);
        Assert.InRange(chance.Amax().Item(), 0, 1);
        Assert.Null(For(TaskKind.Regression).Layers[^1].Activation);
        Assert.Contains("at least two", Assert.Throws<ArgumentException>(() => For(TaskKind.Multiclass)).Message);
        Assert.Contains("no classes", Assert.Throws<ArgumentException>(() => For(TaskKind.Binary, 3)).Message);

        LearningTask digits = new("which digit", new Shape(28, 28), new Shape(10));
        Assert.True(digits.ReducesData && !digits.GeneratesData);
        Assert.True(new LearningTask("draw the digit", new Shape(10), new Shape(28, 28)).GeneratesData);
    }

    [Fact]
    [Trait("System", "MLP-COUNT")]
    [Trait("System", "CRS-S4QUIZ")]
    [Trait("System", "CRS-S4TASK")]
    [Trait("System", "CRS-S4QPATH")]
    [Trait("System", "BP-PATHS")]
    [Trait("Golden", "G-S4Q")]
    [Trait("Golden", "G-S4W")]
    [Trait("Golden", "G-S4P")]
    public void Parameters_and_paths_are_the_lectures_and_those_counted_one_by_one()
    {
        Assert.Equal((412, 375), ((int)NetworkSize.Parameters(3, 25, 12), (int)NetworkSize.Weights(3, 25, 12)));
        Assert.Equal(412, new Mlp([3, 25, 12], Activations[0]).ParameterCount);
        Assert.Equal(375, new Mlp([3, 25, 12], Activations[0], bias: false).ParameterCount);
        Assert.Equal((64, 80, 1024, 64), ((int)NetworkSize.Weights(4, 4, 4, 4, 4), (int)NetworkSize.Parameters(4, 4, 4, 4, 4), (int)NetworkSize.Paths(4, 4, 4, 4, 4), (int)NetworkSize.PathsThrough(1, 4, 4, 4, 4, 4)));
        for (int k = 1; k <= 6; k++)
        {
            for (int w = 1; w <= 6; w++)
            {
                int[] sizes = [.. Enumerable.Repeat(w, k + 2)];
                Assert.Equal(w * w * (k + 1), (int)NetworkSize.Weights(sizes));
                Assert.Equal((int)Math.Pow(w, k + 2), (int)NetworkSize.Paths(sizes));
                Assert.Equal((int)Math.Pow(w, k), (int)NetworkSize.PathsThrough(1, sizes));
                Assert.Equal(NetworkSize.Paths(sizes), NetworkSize.Paths([.. Enumerable.Repeat(ConnectionMask.Full(w, w), k + 1)]));
            }
        }

        // With connections missing, against walking along every path.
        Rng rng = new(53);
        for (int trial = 0; trial < 20; trial++)
        {
            int[] sizes = [.. Enumerable.Range(0, 5).Select(_ => 2 + rng.Next(3))];
            Tensor[] masks = [.. Enumerable.Range(1, 4).Select(l => ConnectionMask.Partial(sizes[l], sizes[l - 1], 0.6, rng))];
            float[][,] connected = [.. masks.Select(mask => mask.ToArray2D<float>())];
            int Walk(int layer, int neuron) => layer == 4 ? 1 : Enumerable.Range(0, sizes[layer + 1]).Where(next => connected[layer][next, neuron] != 0).Sum(next => Walk(layer + 1, next));
            Assert.Equal(Enumerable.Range(0, sizes[0]).Sum(input => Walk(0, input)), (int)NetworkSize.Paths(masks));
        }

        Assert.Contains("[3, 0]", Assert.Throws<ArgumentException>(() => NetworkSize.Weights(3, 0)).Message);
    }

    [Fact]
    [Trait("System", "MLP-GRAPH")]
    public void As_a_graph_a_network_lists_its_nodes_and_edges()
    {
        Mlp net = new([3, 5, 2], Activations[0], rng: new Rng(54));
        NetworkGraph graph = net.Graph();
        Assert.Equal([3, 5, 2], graph.Nodes);
        Assert.Equal([15, 10], graph.EdgeCounts);
        Assert.Equal(25, graph.Edges.Distinct().Count());
        NetworkEdge edge = graph.Edges.Single(e => e is { Layer: 2, Receiver: 1, Sender: 4 });
        Assert.Equal(net.Layers[1].Weight[1, 4].Item(), edge.Weight);
        Assert.StartsWith("<svg", graph.Draw().ToSvg());
        Assert.Equal([2], new Mlp([2, 1], null).Graph().EdgeCounts);
    }

    [Fact]
    [Trait("System", "MLP-LINCOLL")]
    public void Linear_layers_are_worth_one_layer_and_beat_no_least_squares()
    {
        Rng rng = new(55);
        Mlp linear = new([4, 6, 3, 2], null, rng: rng, dtype: DType.Float64);
        Tensor x = Tensor.Normal([20, 4], rng: rng, dtype: DType.Float64);
        Assert.Equal(linear.Forward(x).ToArray<double>(), linear.Collapse().Forward(x).ToArray<double>(), Near);
        Assert.Equal(new Shape(2, 4), linear.Collapse().Weight.Shape);
        Assert.Throws<InvalidOperationException>(() => new Mlp([2, 2, 1], Activations[0]).Collapse());

        Tensor z = (x[.., ..1] * x[.., 1..2]) + x.Sum(-1, keepDim: true);
        Tensor augmented = Neuron.WithOne(x);
        double best = (augmented.MatMul(augmented.LeastSquares(z)) - z).Square().Mean().Item();
        Mlp two = new([4, 3, 1], null, rng: rng, dtype: DType.Float64);
        Adam adam = new(two.Parameters()) { LearningRate = 0.03 };
        double last = 0;
        for (int step = 0; step < 600; step++)
        {
            adam.ZeroGrad();
            Tensor loss = (two.Forward(x) - z).Square().Mean();
            last = loss.Item();
            Assert.True(last >= best * (1 - 1e-12));
            loss.Backward();
            adam.Step();
        }

        Assert.Equal(best, last, best * 0.01);
    }

    [Fact]
    [Trait("Golden", "G-XORSZ")]
    public void Sigmoid_networks_of_the_lectures_sizes_learn_xor_from_one_of_twenty_seeds()
    {
        LabelledPoints xor = BooleanFunction.Xor.Table();
        Tensor target = xor.Labels.To(DType.Float64).Reshape(4, 1);
        foreach ((int hidden, int parameters) in ((int, int)[])[(2, 9), (4, 17), (8, 33), (12, 49)])
        {
            Assert.Equal(parameters, new Mlp([2, hidden, 1], u => u.Sigmoid()).ParameterCount);
            int right = 0;
            for (int seed = 0; seed < 20 && right < 4; seed++)
            {
                Mlp net = new([2, hidden, 1], u => u.Sigmoid(), u => u.Sigmoid(), rng: new Rng(seed), dtype: DType.Float64);
                Adam adam = new(net.Parameters()) { LearningRate = 0.1 };
                for (int step = 0; step < 300; step++)
                {
                    adam.ZeroGrad();
                    (net.Forward(xor.Inputs) - target).Square().Mean().Backward();
                    adam.Step();
                }

                right = (int)((net.Forward(xor.Inputs).Detach() > 0.5).EqualTo(target > 0.5)).To(DType.Float64).Sum().Item();
            }

            Assert.Equal(4, right);
        }
    }

    [Fact]
    [Trait("System", "REP-NOBRAIN")]
    public void Sixty_sigmoid_layers_have_many_weights_and_no_gradient_left()
    {
        for (int width = 2; width <= 32; width *= 2)
        {
            // One more layer of w neurons: w^2 more weights, and w more biases.
            int[] sizes = [.. Enumerable.Repeat(width, 5)];
            Assert.Equal(width * width, (int)(NetworkSize.Weights([.. sizes, width]) - NetworkSize.Weights(sizes)));
            Assert.Equal((width * width) + width, (int)(NetworkSize.Parameters([.. sizes, width]) - NetworkSize.Parameters(sizes)));
        }

        Mlp deep = new([4, .. Enumerable.Repeat(8, 60), 1], u => u.Sigmoid(), rng: new Rng(56));
        Tensor x = Tensor.Normal([16, 4], rng: new Rng(57));
        deep.Forward(x).Square().Mean().Backward();
        Assert.Equal(DType.Float32, deep.Layers[0].Weight.DType);
        Assert.Equal(0, deep.Layers[0].Weight.Grad!.Abs().Sum().Item());
        Assert.NotEqual(0, deep.Layers[^1].Weight.Grad!.Abs().Sum().Item());
    }

    [Fact]
    public void More_hidden_neurons_do_not_fit_the_training_points_worse()
    {
        Rng rng = new(58);
        Tensor x = Tensor.Uniform([60, 2], -1, 1, rng, DType.Float64);
        Tensor ring = ((x * x).Sum(-1) > 0.5).To(DType.Float64).Reshape(60, 1);
        double[] errors = [.. new[] { 3, 6, 20 }.Select(hidden => Enumerable.Range(0, 3).Min(seed =>
        {
            Mlp net = new([2, hidden, 1], u => u.Tanh(), rng: new Rng(seed), dtype: DType.Float64);
            Adam adam = new(net.Parameters()) { LearningRate = 0.05 };
            Tensor? loss = null;
            for (int step = 0; step < 300; step++)
            {
                adam.ZeroGrad();
                loss = Loss.BinaryCrossEntropyOfScores(net.Forward(x), ring);
                loss.Backward();
                adam.Step();
            }

            return loss!.Item();
        }))];
        Assert.True(errors[0] >= errors[1] && errors[1] >= errors[2], string.Join(", ", errors));
    }

    [Fact]
    public void Misuse_is_named()
    {
        Assert.Contains("[3]", Assert.Throws<ArgumentException>(() => new Mlp([3], null)).Message);
        Assert.Contains("layer 2 takes 4 numbers, and layer 1 gives 3", Assert.Throws<ArgumentException>(() => new Mlp(new NeuronLayer(2, 3), new NeuronLayer(4, 1))).Message);
        Assert.Contains("unit 1 of layer 2 has 2 weights", Assert.Throws<ArgumentException>(() => new ThresholdNet([new([1, 1])], [new([1, 1])])).Message);
        Assert.Contains("axis 0", Assert.Throws<ArgumentException>(() => new BlumLi(_ => 0, [1.0, 0.5])).Message);
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) < 1e-12;
}
