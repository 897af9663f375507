using static NotebookKit.Tests.Ops.ActivationTests;

namespace NotebookKit.Tests.Ops;

/// <summary>Elementwise functions where they could overflow, cancel or tie, on every kernel variant and in both float types.</summary>
[Collection(nameof(OneAtATime))]
public class ActivationCornerTests
{
    private static readonly double Infinity = double.PositiveInfinity;

    /// <summary>Each function with its results at minus infinity and infinity.</summary>
    public static TheoryData<string, double, double> Ends => new()
    {
        { nameof(Tensor.Abs), Infinity, Infinity },
        { nameof(Tensor.Sign), -1, 1 },
        { nameof(Tensor.Step), 0, 1 },
        { nameof(Tensor.Square), Infinity, Infinity },
        { nameof(Tensor.Reciprocal), 0, 0 },
        { nameof(Tensor.Sin), double.NaN, double.NaN },
        { nameof(Tensor.Cos), double.NaN, double.NaN },
        { nameof(Tensor.Expm1), -1, Infinity },
        { nameof(Tensor.Log1p), double.NaN, Infinity },
        { nameof(Tensor.Softplus), 0, Infinity },
        { nameof(Tensor.LogSigmoid), -Infinity, 0 },
        { nameof(Tensor.Silu), 0, Infinity },
        { nameof(Tensor.Gelu), 0, Infinity },
        { nameof(Tensor.NormalCdf), 0, 1 },
        { nameof(Tensor.Softsign), -1, 1 },
        { nameof(Tensor.LeakyRelu), -Infinity, Infinity },
        { nameof(Tensor.Elu), -1, Infinity },
        { nameof(Tensor.Selu), -1.7580993408473766, Infinity },
        { nameof(Tensor.Relu6), 0, 6 },
        { nameof(Tensor.HardTanh), -1, 1 },
        { nameof(Tensor.HardSigmoid), 0, 1 },
        { nameof(Tensor.LecunTanh), -1.716, 1.716 },
        { nameof(Tensor.Clamp), -2, 3 },
        { nameof(Tensor.Pow), -Infinity, Infinity },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void Infinities_have_their_limits_and_NaN_stays_NaN(string name, double low, double high) => OpRegistry.OnEveryVariant(width =>
    {
        foreach (DType dtype in new[] { DType.Float32, DType.Float64 })
        {
            double[] y = Named(name)(Numbers(-Infinity, Infinity, double.NaN).To(dtype)).ToArray<double>();
            Assert.Equal([low, high, double.NaN], [Shorter(y[0], low), Shorter(y[1], high), y[2]]);
        }
    });

    [Fact]
    public void Softplus_neither_overflows_nor_loses_its_tail() => OpRegistry.OnEveryVariant(width =>
    {
        Tensor x = Numbers(-1000, -40, 0, 1000);
        double[] y = x.Softplus().ToArray<double>();
        Assert.Equal([0.0, Math.Exp(-40), Math.Log(2), 1000], [y[0], Rounded(y[1], Math.Exp(-40)), Rounded(y[2], Math.Log(2)), y[3]]);
        double[] slope = Slope(v => v.Softplus(), x);
        Assert.Equal((0.0, 0.5, 1.0), (slope[0], slope[2], slope[3]));
        Assert.Equal([-1000.0, 0], Numbers(-1000, 1000).LogSigmoid().ToArray<double>());
    });

    [Fact]
    public void Expm1_and_Log1p_keep_all_digits_next_to_zero() => OpRegistry.OnEveryVariant(width =>
    {
        foreach (double x in new[] { 1e-300, -1e-17, 1e-10, -3e-5, 1e-3 })
        {
            // The first terms of the series are all there is at this size.
            double exponential = x * (1 + (x / 2 * (1 + (x / 3 * (1 + (x / 4 * (1 + (x / 5))))))));
            double logarithm = x * (1 - (x * (0.5 - (x * ((1.0 / 3) - (x * (0.25 - (x * (0.2 - (x / 6))))))))));
            Assert.Equal(1, Numbers(x).Expm1().ToArray<double>()[0] / exponential, 1e-14);
            Assert.Equal(1, Numbers(x).Log1p().ToArray<double>()[0] / logarithm, 1e-14);
        }

        Assert.Equal(double.NegativeInfinity, Numbers(-1).Log1p().ToArray<double>()[0]);
    });

    [Fact]
    public void Expm1_reaches_the_end_of_the_numbers() => OpRegistry.OnEveryVariant(width =>
    {
        float[] single = Tensor.From([88.1f, 88.5f, 88.7f, 89f, 90f, 1000f]).Expm1().ToArray<float>();
        Assert.Equal(1, single[0] / Math.Exp(88.1f), 1e-6);
        Assert.Equal(1, single[1] / Math.Exp(88.5f), 1e-6);
        Assert.Equal(1, single[2] / Math.Exp(88.7f), 1e-6);
        Assert.All(single[3..], value => Assert.Equal(float.PositiveInfinity, value));
        double[] wide = Numbers(709.5, 709.7, 710, 1000).Expm1().ToArray<double>();
        Assert.Equal(1, wide[0] / Math.Exp(709.5), 1e-13);
        Assert.Equal(1, wide[1] / Math.Exp(709.7), 1e-13);
        Assert.All(wide[2..], value => Assert.Equal(Infinity, value));
    });

    [Fact]
    public void The_lower_tail_of_the_normal_distribution_keeps_its_digits() => OpRegistry.OnEveryVariant(width =>
    {
        // erfc(-x / sqrt 2) / 2, computed with 40 digits.
        double[] y = Numbers(-1, -3, -10, -20).NormalCdf().ToArray<double>();
        double[] exact = [0.15865525393145707, 0.0013498980316300946, 7.6198530241605261e-24, 2.7536241186062337e-89];
        Assert.All(y.Zip(exact), pair => Assert.Equal(1, pair.First / pair.Second, 1e-13));
    });

    [Fact]
    public void Bounds_pass_no_gradient_in_hard_activations_and_all_of_it_in_a_clamp() => OpRegistry.OnEveryVariant(width =>
    {
        Tensor x = Numbers(-1.5, -1, 0, 1, 1.5);
        Assert.Equal([0.0, 0, 1, 0, 0], Slope(v => v.HardTanh(), x));
        Assert.Equal([0.0, 1, 1, 1, 0], Slope(v => v.Clamp(-1, 1), x));
        Assert.Equal([1.0, 1, 1, 1, 1], Slope(v => v.Clamp(double.NegativeInfinity, Infinity), x));
        Assert.Equal([0.0, 0, 0, 1, 1], Slope(v => v.Relu6(), x));
        Assert.Equal([0.0, 0], Slope(v => v.HardSigmoid(), Numbers(-3, 3)));
        Assert.Equal([0.1, 1], Slope(v => v.LeakyRelu(), Numbers(0, 1)));
        Assert.Equal([-1.0, 0, 1], Slope(v => v.Abs(), Numbers(-2, 0, 2)));
    });

    [Fact]
    public void Bounds_in_the_wrong_order_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbers(0).Clamp(2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbers(0).HardTanh(1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbers(0).Relu6(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbers(0).HardSigmoid(0));
        Assert.Equal([1.0], Numbers(0).Clamp(1, 1).ToArray<double>());
    }

    [Fact]
    public void Equal_operands_share_the_gradient_of_their_extreme() => OpRegistry.OnEveryVariant(width =>
    {
        Tensor x = Numbers(1, 2, 3, -Infinity, Infinity);
        Tensor y = Numbers(2, 2, 2, -Infinity, 0);
        Assert.Equal([0, 0.5, 1, 0.5, 1], Slope(v => v.Maximum(y), x));
        Assert.Equal([1, 0.5, 0, 0.5, 0], Slope(v => x.Maximum(v), y));
        Assert.Equal([1, 0.5, 0, 0.5, 0], Slope(v => v.Minimum(y), x));
        Assert.Equal([0, 0.5, 1, 0.5, 1], Slope(v => x.Minimum(v), y));
        Assert.Equal([double.NaN, double.NaN], Numbers(double.NaN, 1).Maximum(Numbers(1, double.NaN)).ToArray<double>());
    });

    [Fact]
    public void Powers_of_zero_and_of_negative_numbers() => OpRegistry.OnEveryVariant(width =>
    {
        Assert.Equal([0.0, 0], Numbers(0).Pow(0.5).ToArray<double>().Concat(Numbers(0).Pow(2).ToArray<double>()));
        Assert.Equal([Infinity, 0.25, double.NaN], [Numbers(0).Pow(-1.5).ToArray<double>()[0], Numbers(-2).Pow(-2).ToArray<double>()[0], Numbers(-2).Pow(0.5).ToArray<double>()[0]]);
        Assert.Equal([1.0, 1], Numbers(0, -3).Pow(0).ToArray<double>());
        Assert.Equal([0.0, 0], Slope(v => v.Pow(0), Numbers(0, -3)));
        Assert.Equal([0.0, 12], Slope(v => v.Pow(3), Numbers(0, -2)));
        Assert.Equal([1.0, 1], Slope(v => v.Pow(1), Numbers(0, -2)));
    });

    [Fact]
    public void Far_angles_are_reduced_with_care() => OpRegistry.OnEveryVariant(width =>
    {
        double[] x = [1e5, -1e5, 1e9, 1e16];
        double[] sine = Numbers(x).Sin().ToArray<double>();
        double[] cosine = Numbers(x).Cos().ToArray<double>();
        for (int i = 0; i < x.Length; i++)
        {
            Assert.Equal(Math.Sin(x[i]), sine[i], 1e-14);
            Assert.Equal(Math.Cos(x[i]), cosine[i], 1e-14);
        }
    });

    private static Func<Tensor, Tensor> Named(string name) => name switch
    {
        nameof(Tensor.Clamp) => x => x.Clamp(-2, 3),
        nameof(Tensor.Pow) => x => x.Pow(3),
        nameof(Tensor.LeakyRelu) => x => x.LeakyRelu(),
        nameof(Tensor.Elu) => x => x.Elu(),
        nameof(Tensor.Relu6) => x => x.Relu6(),
        nameof(Tensor.HardTanh) => x => x.HardTanh(),
        nameof(Tensor.HardSigmoid) => x => x.HardSigmoid(),
        _ => x => (Tensor)typeof(Tensor).GetMethod(name, [])!.Invoke(x, null)!,
    };

    // The expected number itself where float32 is as near to it as it can be.
    private static double Shorter(double actual, double expected) =>
        Math.Abs(actual - expected) <= 2e-7 * Math.Abs(expected) ? expected : actual;

    private static double Rounded(double actual, double expected) =>
        Math.Abs(actual - expected) <= 1e-14 * Math.Abs(expected) ? expected : actual;
}
