using NotebookKit.Gradients;
using NotebookKit.Losses;

namespace NotebookKit.Tests.Gradients;

/// <summary>Backpropagation as the lectures derive it, held against the gradients of the library and against differences.</summary>
public class BackpropTests
{
    private static readonly Dictionary<string, Func<Tensor, Tensor>> Activations = new()
    {
        ["sigmoid"] = x => x.Sigmoid(),
        ["tanh"] = x => x.Tanh(),
        ["lecun tanh"] = x => x.LecunTanh(),
        ["relu"] = x => x.Relu(),
        ["leaky relu"] = x => x.LeakyRelu(),
        ["elu"] = x => x.Elu(),
        ["selu"] = x => x.Selu(),
        ["relu6"] = x => x.Relu6(),
        ["softplus"] = x => x.Softplus(),
        ["log-sigmoid"] = x => x.LogSigmoid(),
        ["hard sigmoid"] = x => x.HardSigmoid(),
        ["hard tanh"] = x => x.HardTanh(),
        ["softsign"] = x => x.Softsign(),
        ["silu"] = x => x.Silu(),
        ["gelu"] = x => x.Gelu(),
        ["normal cdf"] = x => x.NormalCdf(),
    };

    public static TheoryData<string> Names => [.. Activations.Keys];

    [Fact]
    [Trait("System", "BP-CHAIN")]
    public void Random_compositions_have_the_gradient_of_the_chain_rule()
    {
        Func<Tensor, Tensor>[] links =
        [
            x => x.Tanh(), x => x.Sigmoid(), x => x.Sin(), x => x.Exp() / 4, x => x.Square() / 3, x => x.Softplus(), x => (x * x + 1).Sqrt(),
            x => (x.Abs() + 0.5).Log(), x => x.Gelu(), x => x.Softmax(), x => x.Cos() * x, x => x / (1 + x.Square()), x => x - x.Mean(),
        ];
        Rng rng = new(9);
        for (int trial = 0; trial < 60; trial++)
        {
            int[] chain = [.. Enumerable.Range(0, 2 + rng.Next(6)).Select(_ => rng.Next(links.Length))];
            Tensor start = Tensor.Uniform([5], 0.2, 1.5, rng, DType.Float64);
            GradientReport report = Gradient.Check(x => chain.Aggregate(x, (y, link) => links[link](y)), start);
            Assert.True(report.IsRight, $"{string.Join(", ", chain)}: {report}");
        }
    }

    [Fact]
    [Trait("System", "BP-COSTATE")]
    [Trait("Golden", "G-COSTATE")]
    public void The_costate_times_the_state_gives_the_derivative_at_every_time()
    {
        const double Start = 3, Weight = 4, End = 2;
        Tensor a = new Parameter(Tensor.From([0.5]));
        Tensor cost = Weight * Start * (a * End).Exp();
        Assert.Equal(65.238763883, Gradient.Of(cost, a).Item(), 65 * 1e-6);
        double J(double rate) => Weight * Start * Math.Exp(rate * End);
        double numeric = (J(0.5 + 1e-6) - J(0.5 - 1e-6)) / 2e-6;
        Assert.Equal(65.238763884, numeric, 65 * 1e-6);
        foreach (double t in new[] { 0, 0.3, 0.7, 1.5, 2 })
        {
            // The state at time t, cut from its past: what comes after depends on it through J alone.
            Tensor state = new Parameter(Tensor.From([Start * Math.Exp(0.5 * t)]));
            double costate = Gradient.Of(Weight * state * Math.Exp(0.5 * (End - t)), state).Item();
            Assert.Equal(Weight * Math.Exp(0.5 * (End - t)), costate, 1e-12);
            Assert.Equal(numeric, End * costate * state.Item(), 65 * 1e-6);
        }

        // The same from the recorded path: J = c x(t) e^(a (T - t)), with the state's gradient kept on its way back.
        Tensor past = (Start * (a * 0.7).Exp()).RetainGrad();
        (Weight * past * (a.Detach() * 1.3).Exp()).Backward();
        Assert.Equal(65.238763883, End * past.Grad!.Item() * past.Item(), 65 * 1e-6);
    }

    [Theory]
    [Trait("System", "BP-DELTA")]
    [Trait("System", "BP-LAMBDA")]
    [Trait("System", "BP-SGNCONV")]
    [Trait("Golden", "G-S3DELTA")]
    [MemberData(nameof(Names))]
    public void The_recursions_of_the_lectures_give_the_gradient_of_a_2_4_3_1_net(string name)
    {
        Func<Tensor, Tensor> g = Activations[name];
        Rng rng = new(10);
        int[] sizes = [2, 4, 3, 1];
        Parameter[] w = [.. Enumerable.Range(0, 3).Select(l => new Parameter(Tensor.Normal([sizes[l + 1], sizes[l]], 0, 0.8, rng, DType.Float64)))];
        Parameter[] b = [.. Enumerable.Range(0, 3).Select(l => new Parameter(Tensor.Normal([sizes[l + 1], 1], 0, 0.3, rng, DType.Float64)))];
        Tensor input = Tensor.From([0.5, 0.1], [2, 1]);
        Tensor target = Tensor.From([1.0], [1, 1]);

        GradientReport report = Gradient.Check(p => Loss.HalfSquaredError(Net(p), target), [.. w, .. b]);
        Assert.True(report.IsRight, report.ToString());
        Tensor[] exact = Gradient.Of(Loss.HalfSquaredError(Net([.. w, .. b]), target), [.. w, .. b]);

        // Forward, keeping what each unit summed (y) and said (z), and the slopes g'(y).
        List<Tensor> z = [input];
        List<Tensor> slope = [];
        for (int l = 0; l < 3; l++)
        {
            Tensor y = w[l].Detach().MatMul(z[l]) + b[l].Detach();
            slope.Add(Gradient.VectorJacobianProduct(g, y, Tensor.Ones(y.Shape, DType.Float64)));
            z.Add(g(y));
        }

        // delta = (z - d) g' at the output, (W' delta) g' below; lambda is the same before the factor g', and the error
        // e = d - z with its own delta the same with the other sign.
        Tensor delta = (z[3] - target) * slope[2];
        Tensor lambda = z[3] - target;
        Tensor error = target - z[3];
        for (int l = 2; l >= 0; l--)
        {
            AssertClose(delta.MatMul(z[l].Transpose()), exact[l]);
            AssertClose(delta, exact[l + 3]);
            AssertClose((lambda * slope[l]).MatMul(z[l].Transpose()), exact[l]);

            // w + eta delta z with the one sign is w - eta dL/dw with the other.
            AssertClose(w[l].Detach() + (0.1 * (slope[l] * error).MatMul(z[l].Transpose())), w[l].Detach() - (0.1 * delta.MatMul(z[l].Transpose())));
            Tensor back = w[l].Detach().Transpose();
            lambda = back.MatMul(lambda * slope[l]);
            error = back.MatMul(error * slope[l]);
            delta = l == 0 ? delta : back.MatMul(delta) * slope[l - 1];
        }

        Tensor Net(IReadOnlyList<Tensor> p) =>
            Enumerable.Range(0, 3).Aggregate(input, (below, l) => g(p[l].MatMul(below) + p[l + 3]));
    }

    [Fact]
    [Trait("System", "BP-3B1B")]
    [Trait("Golden", "G-3B1B")]
    public void The_chain_of_a_single_neuron()
    {
        Tensor w = new Parameter(Tensor.From([0.6]));
        Tensor b = new Parameter(Tensor.From([0.9]));
        Tensor previous = new Parameter(Tensor.From([1.0]));
        Tensor a = ((w * previous) + b).Sigmoid();
        Tensor[] slopes = Gradient.Of(Loss.MeanSquaredError(a, Tensor.From([0.0])), [w, b, previous]);
        Assert.Equal(0.243876665, slopes[0].Item(), 1e-9);
        foreach ((double weight, double bias, double from, double y) in new[] { (0.6, 0.9, 1.0, 0.0), (-1.3, 0.2, 0.7, 1.0), (2.0, -1.0, -0.4, 0.5) })
        {
            double C0(double v, double c, double p) => Math.Pow((1 / (1 + Math.Exp(-((v * p) + c)))) - y, 2);
            double output = 1 / (1 + Math.Exp(-((weight * from) + bias)));
            double common = 2 * (output - y) * output * (1 - output);
            const double H = 1e-6;
            Assert.Equal((C0(weight + H, bias, from) - C0(weight - H, bias, from)) / (2 * H), common * from, 1e-9);
            Assert.Equal((C0(weight, bias + H, from) - C0(weight, bias - H, from)) / (2 * H), common, 1e-9);
            Assert.Equal((C0(weight, bias, from + H) - C0(weight, bias, from - H)) / (2 * H), common * weight, 1e-9);
        }

        // A unit that feeds several gets the sum over all of them.
        Tensor fan = Tensor.From([0.4, -1.1, 0.7]);
        Tensor outputs = ((fan * previous) + b).Sigmoid();
        double[] each = (2 * outputs * outputs * (1 - outputs) * fan).ToArray<double>();
        Assert.Equal(each.Sum(), Gradient.Of(outputs.Square().Sum(), previous).Item(), 1e-15);
    }

    [Fact]
    [Trait("System", "BP-REUSE")]
    public void Reusing_the_derivatives_of_the_next_layer_saves_all_but_a_few_multiplications()
    {
        Rng rng = new(12);
        foreach ((int width, int hidden) in new[] { (2, 1), (3, 2), (4, 3), (5, 3) })
        {
            double[][,] w = [.. Enumerable.Range(0, hidden + 1).Select(_ => Square(width, rng))];
            int naive = 0;
            int reused = 0;
            double[] byPaths = [.. Enumerable.Range(0, width).Select(i => FromUnit(i, 0, 1))];
            double[] delta = [.. Enumerable.Repeat(1.0, width)];
            for (int layer = hidden; layer >= 0; layer--)
            {
                delta = [.. Enumerable.Range(0, width).Select(i => Enumerable.Range(0, width).Sum(j =>
                {
                    reused++;
                    return delta[j] * w[layer][j, i];
                }))];
            }

            Assert.Equal(Math.Pow(width, hidden + 2) * (hidden + 1), naive);
            Assert.Equal(width * width * (hidden + 1), reused);
            Tensor x = new Parameter(Tensor.Ones([width, 1], DType.Float64));
            double[] exact = Gradient.Of(w.Aggregate(x, (below, matrix) => Tensor.From(matrix).MatMul(below)).Sum(), x).ToArray<double>();
            for (int i = 0; i < width; i++)
            {
                Assert.Equal(exact[i], byPaths[i], 1e-12);
                Assert.Equal(exact[i], delta[i], 1e-12);
            }

            // Walks every path to an output and multiplies its weights anew.
            double FromUnit(int unit, int layer, double product)
            {
                if (layer > hidden)
                {
                    naive += hidden + 1;
                    return product;
                }

                return Enumerable.Range(0, width).Sum(j => FromUnit(j, layer + 1, product * w[layer][j, unit]));
            }
        }

        static double[,] Square(int size, Rng rng)
        {
            double[,] matrix = new double[size, size];
            for (int i = 0; i < size * size; i++)
            {
                matrix[i / size, i % size] = rng.NextDouble() - 0.5;
            }

            return matrix;
        }
    }

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        double[] right = expected.ToArray<double>();
        double[] found = actual.ToArray<double>();
        for (int i = 0; i < right.Length; i++)
        {
            Assert.True(Math.Abs(right[i] - found[i]) <= 1e-12, $"element {i} is {found[i]:R}, expected {right[i]:R}");
        }
    }
}
