using NotebookKit.Kernels.Simd;

namespace NotebookKit.Tests.Kernels;

/// <summary>The exponential functions of every width against the runtime's, in units of the last place.</summary>
[Collection(nameof(OneAtATime))]
public class ExponentialTests
{
    private static void OnEveryWidth(Action action)
    {
        SimdWidth before = KernelVariant.Width;
        try
        {
            foreach (SimdWidth width in Enum.GetValues<SimdWidth>())
            {
                KernelVariant.Width = width;
                action();
            }
        }
        finally
        {
            KernelVariant.Width = before;
        }
    }

    private static double[] Points(double low, double high) =>
        [.. Enumerable.Range(0, 20_001).Select(i => low + ((high - low) * i / 20_000))];

    [Fact]
    public void Exp_of_floats_is_within_two_units_of_the_last_place() => OnEveryWidth(() =>
    {
        float[] x = [.. Points(-87, 88.7).Select(value => (float)value)];
        float[] y = Tensor.From(x).Exp().ToArray<float>();
        for (int i = 0; i < x.Length; i++)
        {
            double exact = Math.Exp(x[i]);
            Assert.True(Math.Abs(y[i] - exact) <= 2 * (MathF.BitIncrement((float)exact) - (double)(float)exact), $"e^{x[i]:R} = {exact:R}, not {y[i]:R}");
        }
    });

    [Fact]
    public void Exp_of_doubles_is_within_two_units_of_the_last_place() => OnEveryWidth(() =>
    {
        double[] x = Points(-708, 709.7);
        double[] y = Tensor.From(x).Exp().ToArray<double>();
        for (int i = 0; i < x.Length; i++)
        {
            double exact = Math.Exp(x[i]);
            Assert.True(Math.Abs(y[i] - exact) <= 2 * (Math.BitIncrement(exact) - exact), $"e^{x[i]:R} = {exact:R}, not {y[i]:R}");
        }
    });

    [Fact]
    public void Exp_is_exact_at_the_corners() => OnEveryWidth(() =>
    {
        float[] x = [0, -0f, float.NegativeInfinity, float.PositiveInfinity, float.NaN, 89, -110, 1e30f, -1e30f, 0, 0, 0, 0, 0, 0, 0, 0];
        float[] y = Tensor.From(x).Exp().ToArray<float>();
        Assert.Equal([1, 1, 0, float.PositiveInfinity, float.NaN, float.PositiveInfinity, 0, float.PositiveInfinity, 0], y[..9]);
        double[] z = Tensor.From(Array.ConvertAll(x, value => value == 89 ? 710.0 : value == -110 ? -746 : value)).Exp().ToArray<double>();
        Assert.Equal([1, 1, 0, double.PositiveInfinity, double.NaN, double.PositiveInfinity, 0, double.PositiveInfinity, 0], z[..9]);
    });

    [Fact]
    public void Tanh_keeps_its_digits_near_0_and_reaches_1() => OnEveryWidth(() =>
    {
        double[] x = [.. Points(-3, 3), 1e-300, -1e-20, 1e-5, 30, -30, double.PositiveInfinity, double.NegativeInfinity];
        double[] y = Tensor.From(x).Tanh().ToArray<double>();
        for (int i = 0; i < x.Length; i++)
        {
            double exact = Math.Tanh(x[i]);
            Assert.True(Math.Abs(y[i] - exact) <= 1e-15 * Math.Abs(exact), $"tanh {x[i]:R} = {exact:R}, not {y[i]:R}");
        }

        Assert.True(double.IsNaN(Tensor.From([double.NaN]).Tanh().Item()));
    });

    [Fact]
    public void Sigmoid_keeps_its_small_tail() => OnEveryWidth(() =>
    {
        double[] x = [.. Points(-700, 40)];
        double[] y = Tensor.From(x).Sigmoid().ToArray<double>();
        for (int i = 0; i < x.Length; i++)
        {
            double exact = x[i] >= 0 ? 1 / (1 + Math.Exp(-x[i])) : Math.Exp(x[i]) / (1 + Math.Exp(x[i]));
            Assert.True(Math.Abs(y[i] - exact) <= 1e-15 * exact, $"sigmoid {x[i]:R} = {exact:R}, not {y[i]:R}");
        }
    });
}
