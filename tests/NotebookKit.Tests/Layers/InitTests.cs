using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Losses;

namespace NotebookKit.Tests.Layers;

/// <summary>First weights: their ranges and variances, and what they do to a deep net.</summary>
public class InitTests
{
    [Theory]
    [Trait("System", "INIT-LECUN24")]
    [Trait("Golden", "G-INIT")]
    [InlineData(24)]
    [InlineData(7)]
    [InlineData(300)]
    public void LeCuns_weights_lie_within_2_4_over_n(int inputs)
    {
        double[] w = Init.LecunUniform([200_000 / inputs, inputs], new Rng(1), DType.Float64).ToArray<double>();
        double bound = 2.4 / inputs;
        Assert.All(w, one => Assert.InRange(one, -bound, bound));
        Assert.InRange(w.Max(), 0.99 * bound, bound);
        Within(1.92 / (inputs * inputs), Variance(w), 0.05);
        if (inputs == 24)
        {
            Assert.Equal(0.1, bound, 1e-15);
            Within(0.003333, Variance(w), 0.05);
        }
    }

    [Fact]
    [Trait("System", "INIT-HE")]
    [Trait("Golden", "G-INITHE")]
    public void Hes_weights_have_variance_2_over_n_and_keep_a_relu_net_alive()
    {
        foreach (int inputs in new[] { 10, 24, 250 })
        {
            double[] w = Init.HeNormal([100_000 / inputs, inputs], rng: new Rng(2), dtype: DType.Float64).ToArray<double>();
            Within(2.0 / inputs, Variance(w), 0.05);
        }

        Rng rng = new(3);
        Tensor x = Tensor.Normal([256, 256], rng: rng).Relu();
        double first = Variance(x.ToArray<double>());
        for (int layer = 0; layer < 10; layer++)
        {
            x = x.Linear(Init.HeNormal([256, 256], rng: rng)).Relu();
            Assert.InRange(Variance(x.ToArray<double>()) / first, 0.5, 2);
        }
    }

    [Fact]
    public void Every_rule_has_the_variance_that_it_promises()
    {
        // A kernel of 3 x 5 over 8 channels, 40 of them: 120 connections in, 600 out.
        Shape shape = [40, 8, 3, 5];
        const int In = 120;
        const int Out = 600;
        Rng rng = new(4);
        (Tensor W, double Expected)[] rules =
        [
            (Init.LecunUniform(shape, rng), 1.92 / (In * In)),
            (Init.LecunNormal(shape, rng), 1.0 / In),
            (Init.HeNormal(shape, rng: rng), 2.0 / In),
            (Init.HeNormal(shape, fan: Fan.Out, rng: rng), 2.0 / Out),
            (Init.HeUniform(shape, rng: rng), 2.0 / In),
            (Init.HeUniform(shape, Init.LeakyReluGain(0.5), Fan.Out, rng), 1.6 / Out),
            (Init.XavierNormal(shape, rng: rng), 2.0 / (In + Out)),
            (Init.XavierUniform(shape, Init.TanhGain, rng), 25.0 / 9 * 2 / (In + Out)),
            (Init.Default(shape, rng), 1.0 / (3 * In)),
        ];
        Assert.All(rules, rule =>
        {
            Assert.Equal(DType.Float32, rule.W.DType);
            Within(rule.Expected, Variance(rule.W.ToArray<double>()), 0.07);
        });
        Assert.InRange(Init.Default([1, 100], rng).Abs().Max(1).Item(), 0.09, 0.1);
        Assert.Equal(Init.ReluGain, Math.Sqrt(2));
        Assert.Equal([2.5, 2.5], Init.Constant([2], 2.5).ToArray<double>());
    }

    [Theory]
    [InlineData(5, 5, 1.0)]
    [InlineData(4, 9, 1.0)]
    [InlineData(9, 4, 2.0)]
    [InlineData(1, 1, 1.0)]
    public void Orthogonal_rows_stand_upright_on_each_other(int rows, int columns, double gain)
    {
        Tensor w = Init.Orthogonal([rows, columns], gain, new Rng(5), DType.Float64);
        Tensor product = rows <= columns ? w.MatMul(w.Transpose()) : w.Transpose().MatMul(w);
        int size = Math.Min(rows, columns);
        double[] expected = [.. Enumerable.Range(0, size * size).Select(i => i % (size + 1) == 0 ? gain * gain : 0)];
        double[] found = product.ToArray<double>();
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], found[i], 1e-12);
        }
    }

    [Fact]
    public void An_orthogonal_kernel_joins_its_further_axes()
    {
        Tensor w = Init.Orthogonal([4, 2, 3, 3], rng: new Rng(6), dtype: DType.Float64);
        Assert.Equal(new Shape(4, 2, 3, 3), w.Shape);
        Assert.Equal(4, w.Flatten(1).MatMul(w.Flatten(1).Transpose()).Square().Sum().Item(), 1e-12);
        Assert.Equal(0, Init.Orthogonal([0, 3]).Count);
    }

    [Fact]
    public void Sparse_weights_leave_each_unit_the_same_number_of_connections()
    {
        double[] w = Init.Sparse([6, 10], 0.75, 0.5, new Rng(7), DType.Float64).ToArray<double>();
        for (int unit = 0; unit < 6; unit++)
        {
            Assert.Equal(8, w.Skip(unit * 10).Take(10).Count(one => one == 0));
        }

        Assert.Equal(w, Init.Sparse([6, 10], 0.75, 0.5, new Rng(7), DType.Float64).ToArray<double>());
    }

    [Fact]
    [Trait("System", "INIT-ZERO")]
    public void Equal_weights_serve_a_perceptron_and_keep_hidden_units_equal_for_ever()
    {
        (double[] X, int D)[] examples = [([1, 2], 1), ([-1, 2], 0), ([0, -1], 0)];
        double[] w = [0, 0];
        int corrections = 0;
        for (int pass = 0, errors = 1; errors > 0 && pass < 20; pass++)
        {
            errors = 0;
            foreach ((double[] x, int d) in examples)
            {
                int error = d - ((x[0] * w[0]) + (x[1] * w[1]) >= 0 ? 1 : 0);
                w = [w[0] + (error * x[0]), w[1] + (error * x[1])];
                errors += Math.Abs(error);
            }

            corrections += errors;
        }

        Assert.Equal(6, corrections);
        Assert.Equal([3.0, 1], w);

        foreach (bool equal in new[] { true, false })
        {
            Rng rng = new(8);
            Linear hidden = new(2, 4, rng: rng, dtype: DType.Float64);
            Linear output = new(4, 1, rng: rng, dtype: DType.Float64);
            if (equal)
            {
                hidden.Weight.Set(Init.Constant([4, 2], 0.3));
                hidden.Bias!.Set(Init.Constant([4], 0));
                output.Weight.Set(Init.Constant([1, 4], 0.3));
            }

            Tensor inputs = Tensor.From(new double[,] { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } });
            Tensor targets = Tensor.From([0.0, 1, 1, 0], [4, 1]);
            Parameter[] all = [hidden.Weight, hidden.Bias!, output.Weight, output.Bias!];
            for (int step = 0; step < 100; step++)
            {
                Tensor[] slopes = Gradient.Of(Loss.HalfSquaredError(output.Forward(hidden.Forward(inputs).Tanh()).Sigmoid(), targets), all);
                for (int i = 0; i < all.Length; i++)
                {
                    all[i].Set(all[i].Detach() - (0.5 * slopes[i]));
                }
            }

            double spread = (hidden.Weight - hidden.Weight[0..1]).Abs().Sum().Item();
            Assert.True(equal ? spread == 0 : spread > 0.1, $"the units differ by {spread}");
            Assert.True(Math.Abs(hidden.Weight[0, 0].Item() - 0.3) > 0.01, "the weights were learned at all");
        }
    }

    [Fact]
    public void Setting_a_parameter_keeps_its_kind_and_is_seen_by_gradients()
    {
        Parameter w = new(Tensor.Zeros([2, 3], DType.Float64));
        Tensor y = (w * w).Sum();
        w.Set(Tensor.Ones([3, 2]).Transpose());
        Assert.Equal(DType.Float64, w.DType);
        Assert.Equal(6, w.Sum().Item());
        Assert.Contains("changed in place", Assert.Throws<InvalidOperationException>(() => y.Backward()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Misuses_are_explained()
    {
        (Action Run, string[] Says)[] misuses =
        [
            (() => Init.HeNormal([5]), ["HeNormal", "[5]", "Constant"]),
            (() => Init.HeUniform([5]), ["HeUniform", "[5]"]),
            (() => Init.XavierNormal([]), ["XavierNormal", "[]"]),
            (() => Init.XavierUniform([5]), ["XavierUniform", "[5]"]),
            (() => Init.LecunNormal([5]), ["LecunNormal", "[5]"]),
            (() => Init.LecunUniform([5]), ["LecunUniform", "[5]"]),
            (() => Init.Orthogonal([5]), ["Orthogonal", "[5]"]),
            (() => Init.Sparse([2, 3, 4], 0.5), ["Sparse", "[2, 3, 4]"]),
            (() => Init.Sparse([2, 3], 1.5), ["Sparse", "1.5"]),
            (() => new Parameter(Tensor.Zeros([2])).Set(Tensor.Zeros([3])), ["Set", "[2]", "[3]"]),
        ];
        Assert.All(misuses, misuse =>
        {
            ArgumentException e = Assert.ThrowsAny<ArgumentException>(misuse.Run);
            Assert.All(misuse.Says, part => Assert.Contains(part, e.Message, StringComparison.Ordinal));
        });
    }

    private static double Variance(double[] values)
    {
        double mean = values.Average();
        return values.Average(value => (value - mean) * (value - mean));
    }

    private static void Within(double expected, double found, double share) => Assert.InRange(found / expected, 1 - share, 1 + share);
}
