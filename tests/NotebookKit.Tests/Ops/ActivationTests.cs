using NotebookKit.Gradients;

namespace NotebookKit.Tests.Ops;

/// <summary>The activation functions at the lecture's numbers.</summary>
[Collection(nameof(OneAtATime))]
public class ActivationTests
{
    /// <summary>Each activation: its name, whether it never falls, and whether it stays within bounds.</summary>
    public static TheoryData<string, bool, bool> Properties => new()
    {
        { nameof(Tensor.Step), true, true },
        { nameof(Tensor.Sigmoid), true, true },
        { nameof(Tensor.HardSigmoid), true, true },
        { nameof(Tensor.Tanh), true, true },
        { nameof(Tensor.LecunTanh), true, true },
        { nameof(Tensor.HardTanh), true, true },
        { nameof(Tensor.Softsign), true, true },
        { nameof(Tensor.NormalCdf), true, true },
        { nameof(Tensor.Relu6), true, true },
        { nameof(Tensor.Relu), true, false },
        { nameof(Tensor.LeakyRelu), true, false },
        { nameof(Tensor.Elu), true, false },
        { nameof(Tensor.Selu), true, false },
        { nameof(Tensor.Softplus), true, false },
        { nameof(Tensor.LogSigmoid), true, false },
        { nameof(Tensor.Silu), false, false },
        { nameof(Tensor.Gelu), false, false },
    };

    [Theory]
    [MemberData(nameof(Properties))]
    [Trait("System", "ACT-PROP")]
    public void An_activation_is_monotone_bounded_and_differentiable_as_its_kind_says(string name, bool monotone, bool bounded)
    {
        Func<Tensor, Tensor> f = Named(name);

        // Shifted so that no point comes near a kink, all of which are whole numbers.
        Tensor x = Tensor.From([.. Enumerable.Range(0, 999).Select(i => -20.01234 + (i * 0.04))]);
        double[] y = f(x).ToArray<double>();
        bool rises = y.Zip(y.Skip(1), (left, right) => right - left).All(step => step >= -1e-14);
        Assert.Equal(monotone, rises);
        double far = f(Numbers(-1e6, 1e6)).ToArray<double>().Max(Math.Abs);
        Assert.Equal(bounded, far < 10);

        const double Width = 1e-5;
        double[] slope = Slope(f, x);
        double[] above = f(x + Width).ToArray<double>();
        double[] below = f(x - Width).ToArray<double>();
        for (int i = 0; i < slope.Length; i++)
        {
            Assert.Equal((above[i] - below[i]) / (2 * Width), slope[i], 1e-8);
        }
    }

    [Fact]
    [Trait("System", "ACT-STEP")]
    [Trait("Golden", "G-STEP0")]
    public void Step_is_one_at_zero_and_zero_right_below() =>
        Assert.Equal([1.0, 0, 1, 0], Numbers(0, -1e-300, 1e-300, -5).Step().ToArray<double>());

    [Fact]
    [Trait("System", "ACT-SIG")]
    [Trait("Golden", "G-SIGLIM")]
    [Trait("Golden", "G-SIGSUM")]
    [Trait("Golden", "G-DSIG")]
    public void Sigmoid_is_stable_complements_itself_and_becomes_a_step()
    {
        Tensor u = Numbers(-1000, -20, -3.3, -0.1, 0, 0.7, 5, 1000);
        double[] sum = (u.Sigmoid() + (-u).Sigmoid()).ToArray<double>();
        Assert.All(sum, value => Assert.Equal(1, value, 1e-15));
        Assert.Equal([0.0, 0.5, 1], Numbers(-1000, 0, 1000).Sigmoid().ToArray<double>());

        double[] slope = Slope(x => x.Sigmoid(), Numbers(0, 1.5, 4));
        AssertClose([0.25, 0.149146452, 0.017662706], slope, 1e-9);

        Tensor off = Numbers(-2, -0.031, 0.031, 2);
        AssertClose(off.Step().ToArray<double>(), (1000 * off).Sigmoid().ToArray<double>(), 1e-12);
    }

    [Fact]
    [Trait("Golden", "G-DSIGA")]
    public void The_slopes_of_steeper_curves_are_alpha_times_their_own()
    {
        const double Alpha = 2.5;
        Tensor z = Numbers(-1.3, -0.2, 0, 0.4, 1.1);
        Tensor sigmoid = (Alpha * z).Sigmoid();
        AssertClose((Alpha * sigmoid * (1 - sigmoid)).ToArray<double>(), Slope(x => (Alpha * x).Sigmoid(), z), 1e-12);
        Tensor tanh = (Alpha * z).Tanh();
        AssertClose((Alpha * (1 - (tanh * tanh))).ToArray<double>(), Slope(x => (Alpha * x).Tanh(), z), 1e-12);
    }

    [Fact]
    [Trait("System", "ACT-TANH")]
    [Trait("Golden", "G-DTANH")]
    public void Tanh_is_a_stretched_sigmoid_with_slope_one_minus_its_square()
    {
        Tensor u = Numbers(-9, -1.7, -0.3, 0, 0.01, 1, 4);
        AssertClose(((2 * (2 * u).Sigmoid()) - 1).ToArray<double>(), u.Tanh().ToArray<double>(), 1e-14);
        AssertClose([0.419974342], Slope(x => x.Tanh(), Numbers(1)), 1e-9);
        AssertClose([.. u.ToArray<double>().Select(v => (1 - Math.Tanh(v)) * (1 + Math.Tanh(v)))], Slope(x => x.Tanh(), u), 1e-14);
    }

    [Fact]
    [Trait("System", "ACT-PWL")]
    public void Hard_sigmoid_with_the_tangent_at_zero_is_a_clamped_line_close_to_the_sigmoid()
    {
        Tensor u = Tensor.From([.. Enumerable.Range(0, 2001).Select(i => (i - 1000) / 100.0)]);
        double[] hard = u.HardSigmoid(0.25).ToArray<double>();
        AssertClose([.. u.ToArray<double>().Select(v => Math.Clamp((0.25 * v) + 0.5, 0, 1))], hard, 1e-15);
        double error = hard.Zip(u.Sigmoid().ToArray<double>(), (left, right) => Math.Abs(left - right)).Max();
        Assert.InRange(error, 0.11, 0.12);
        AssertClose(hard, ((u / 2).HardTanh() / 2 + 0.5).ToArray<double>(), 1e-15);
    }

    [Fact]
    [Trait("System", "ACT-LECUN")]
    [Trait("Golden", "G-LECUN")]
    public void Lecun_tanh_is_all_but_one_at_one()
    {
        AssertClose([-1.000055534, 0, 1.000055534], Numbers(-1, 0, 1).LecunTanh().ToArray<double>(), 1e-8);
        AssertClose([1.144], Slope(x => x.LecunTanh(), Numbers(0)), 1e-8);
    }

    [Fact]
    [Trait("System", "ACT-SOFTPLUS")]
    public void Softplus_is_stable_and_its_slope_is_the_sigmoid()
    {
        AssertClose([Math.Log(2)], Numbers(0).Softplus().ToArray<double>(), 1e-15);
        Tensor ends = Numbers(-1000, 1000);
        Assert.Equal([0.0, 1000], ends.Softplus().ToArray<double>());
        Assert.Equal([0.0, 1], Slope(x => x.Softplus(), ends));
        Tensor u = Numbers(-30, -2, -0.1, 0, 0.6, 3, 40);
        Assert.Equal(u.Sigmoid().ToArray<double>(), Slope(x => x.Softplus(), u));
    }

    [Fact]
    [Trait("System", "ACT-LEAKY")]
    public void Leaky_relu_keeps_a_tenth_below_zero_and_wants_a_slope_between_zero_and_one()
    {
        AssertClose([-0.2, 0, 3], Numbers(-2, 0, 3).LeakyRelu(0.1).ToArray<double>(), 1e-15);
        Assert.All([-0.1, 0, 1, 1.5, double.NaN], slope => Assert.Throws<ArgumentOutOfRangeException>(() => Numbers(1).LeakyRelu(slope)));
    }

    [Fact]
    [Trait("System", "ACT-PRELU")]
    public void The_slope_of_a_prelu_learns_from_the_inputs_below_zero()
    {
        Tensor x = Numbers(-2, 3, -0.5, 0, 1);
        Tensor slope = Numbers(0.25);
        slope.RequiresGrad = true;
        Tensor y = x.PRelu(slope);
        AssertClose([-0.5, 3, -0.125, 0, 1], y.ToArray<double>(), 1e-15);
        Tensor gradient = Gradient.Of(y, [slope], start: Numbers(1, 10, 2, 100, 1000))[0];
        AssertClose([(1 * -2.0) + (2 * -0.5)], gradient.ToArray<double>(), 1e-15);
    }

    [Fact]
    [Trait("System", "ACT-ELU")]
    public void Elu_is_continuous_at_zero() =>
        AssertClose([-0.632120559, -1e-12, 0, 1e-12], Numbers(-1, -1e-12, 0, 1e-12).Elu(1).ToArray<double>(), 1e-9);

    [Fact]
    [Trait("System", "ACT-RELU6")]
    public void Relu6_stops_at_its_cap()
    {
        Tensor x = Numbers(-3, 2, 5.9, 6.1, 10);
        AssertClose([0, 2, 5.9, 6, 6], x.Relu6().ToArray<double>(), 0);
        Assert.Equal([0.0, 1, 1, 0, 0], Slope(v => v.Relu6(), x));
        Assert.Equal([0.0, 1, 1, 1, 1], x.Relu6(1).ToArray<double>());
    }

    [Fact]
    [Trait("System", "ACT-RELU")]
    [Trait("Golden", "G-DRELU")]
    public void Relu_has_slope_zero_at_zero()
    {
        Tensor x = Numbers(-2, -1e-300, 0, 1e-300, 2);
        Assert.Equal([0.0, 0, 0, 1, 1], Slope(v => v.Relu(), x));
        GradientCheck.Run("relu off 0", v => v[0].Relu(), [Numbers(-2, -0.1, 0.1, 2)]);
    }

    [Fact]
    [Trait("Golden", "G-SELU")]
    public void Selu_at_minus_one() =>
        AssertClose([-1.111330738, 0, 1.0507009874], Numbers(-1, 0, 1).Selu().ToArray<double>(), 1e-8);

    [Fact]
    [Trait("System", "ACT-SELU")]
    public void Selu_keeps_mean_zero_and_variance_one_through_twenty_layers()
    {
        const int Size = 512;
        (double mean, double variance) = ThroughLayers(x => x.Selu(), Size);
        Assert.Equal(0, mean, 0.1);
        Assert.Equal(1, variance, 0.1);
        Assert.True(ThroughLayers(x => x.Elu(), Size).Variance < 0.5);
    }

    [Fact]
    [Trait("Golden", "G-ACTV")]
    public void The_derived_points_of_the_lecture()
    {
        AssertClose([0.5], Numbers(0).Sigmoid().ToArray<double>(), 1e-9);
        AssertClose([0.693147181], Numbers(0).Softplus().ToArray<double>(), 1e-9);
        AssertClose([-0.632120559], Numbers(-1).Elu(1).ToArray<double>(), 1e-9);
        AssertClose([-0.2], Numbers(-2).LeakyRelu(0.1).ToArray<double>(), 1e-9);
        AssertClose([6], Numbers(10).Relu6().ToArray<double>(), 1e-9);
        Tensor z = Numbers(-7, -0.4, 2.2);
        AssertClose([1, 1, 1], (z.Sigmoid() + (-z).Sigmoid()).ToArray<double>(), 1e-9);
    }

    [Fact]
    [Trait("Golden", "G-K3")]
    public void The_defaults_are_the_constants_of_the_lecture()
    {
        Tensor x = Numbers(-3, 10);
        Assert.Equal(x.LeakyRelu(0.1).ToArray<double>(), x.LeakyRelu().ToArray<double>());
        Assert.Equal(x.Elu(1).ToArray<double>(), x.Elu().ToArray<double>());
        Assert.Equal(x.Relu6(6).ToArray<double>(), x.Relu6().ToArray<double>());
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Elu(-0.1));
    }

    /// <summary>Float64 numbers in a row.</summary>
    internal static Tensor Numbers(params double[] values) => Tensor.From(values);

    /// <summary>dy/dx at each x.</summary>
    internal static double[] Slope(Func<Tensor, Tensor> f, Tensor x)
    {
        Tensor input = x.Clone();
        input.RequiresGrad = true;
        Tensor y = f(input);
        return Gradient.Of(y, [input], start: Tensor.From([.. Enumerable.Repeat(1.0, y.Count)], y.Shape))[0].ToArray<double>();
    }

    private static Func<Tensor, Tensor> Named(string name) => name switch
    {
        nameof(Tensor.Step) => x => x.Step(),
        nameof(Tensor.Sigmoid) => x => x.Sigmoid(),
        nameof(Tensor.HardSigmoid) => x => x.HardSigmoid(),
        nameof(Tensor.Tanh) => x => x.Tanh(),
        nameof(Tensor.LecunTanh) => x => x.LecunTanh(),
        nameof(Tensor.HardTanh) => x => x.HardTanh(),
        nameof(Tensor.Softsign) => x => x.Softsign(),
        nameof(Tensor.NormalCdf) => x => x.NormalCdf(),
        nameof(Tensor.Relu6) => x => x.Relu6(),
        nameof(Tensor.Relu) => x => x.Relu(),
        nameof(Tensor.LeakyRelu) => x => x.LeakyRelu(),
        nameof(Tensor.Elu) => x => x.Elu(),
        nameof(Tensor.Selu) => x => x.Selu(),
        nameof(Tensor.Softplus) => x => x.Softplus(),
        nameof(Tensor.LogSigmoid) => x => x.LogSigmoid(),
        nameof(Tensor.Silu) => x => x.Silu(),
        nameof(Tensor.Gelu) => x => x.Gelu(),
        _ => throw new ArgumentException($"{name} is not an activation of this test."),
    };

    // Twenty layers of weights with mean 0 and variance 1 / inputs, on standard normal inputs.
    private static (double Mean, double Variance) ThroughLayers(Func<Tensor, Tensor> activation, int size)
    {
        Random random = new(5);
        Tensor x = Normal(random, 256, size, 1);
        for (int layer = 0; layer < 20; layer++)
        {
            x = activation(x.MatMul(Normal(random, size, size, 1 / Math.Sqrt(size))));
        }

        double[] values = x.ToArray<double>();
        double mean = values.Average();
        return (mean, values.Average(value => (value - mean) * (value - mean)));
    }

    // Box and Muller's way from even to normal numbers.
    private static Tensor Normal(Random random, int rows, int columns, double deviation) => Tensor.From(
        [.. Enumerable.Range(0, rows * columns).Select(_ => deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))],
        new Shape(rows, columns));

    private static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"element {i} is {actual[i]:R}, expected {expected[i]:R}");
        }
    }
}
