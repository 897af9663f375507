namespace NotebookKit.Ilgpu.Tests;

/// <summary>NaN, infinities, zeros with signs, and the ends of the ranges of numbers.</summary>
[Collection(nameof(SimulatedGpu))]
public sealed class CornerTests(SimulatedGpu simulated)
{
    private static readonly double[] Corners =
    [
        double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0.0, -0.0, 1, -1, 0.5, 1.5, 2.5, -2.5, 1e-30, -1e-30, 1e30, -1e30, 80, -80, 87.5, -104, 12345.678, 1e-40,
    ];

    private static readonly (string Name, Func<Tensor, Tensor> Run)[] Functions =
    [
        ("Exp", x => x.Exp()), ("Log", x => x.Log()), ("Sqrt", x => x.Sqrt()), ("Tanh", x => x.Tanh()), ("Sigmoid", x => x.Sigmoid()), ("Relu", x => x.Relu()),
        ("Abs", x => x.Abs()), ("Sign", x => x.Sign()), ("Floor", x => x.Floor()), ("Ceil", x => x.Ceil()), ("Round", x => x.Round()), ("Softplus", x => x.Softplus()),
        ("Gelu", x => x.Gelu()), ("Silu", x => x.Silu()), ("Elu", x => x.Elu()), ("Log1p", x => x.Log1p()), ("Expm1", x => x.Expm1()), ("Pow", x => x.Pow(3)),
    ];

    public static TheoryData<string> Names => [.. Functions.Select(function => function.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Functions_do_with_corners_what_they_do_on_the_processor(string name)
    {
        Func<Tensor, Tensor> run = Functions.Single(function => function.Name == name).Run;
        foreach (DType dtype in new[] { DType.Float32, DType.Float64 })
        {
            Tensor x = Tensor.From(Corners).To(dtype);
            double[] expected = run(x).ToArray<double>();
            double[] actual = run(x.To(simulated.Device)).ToArray<double>();
            for (int i = 0; i < Corners.Length; i++)
            {
                bool same = expected[i].Equals(actual[i]) || Math.Abs(expected[i] - actual[i]) <= (dtype == DType.Float32 ? 1e-6 : 1e-14) * Math.Max(Math.Abs(expected[i]), 1e-37);
                Assert.True(same, $"{name}({Corners[i]:R}) of {dtype} is {actual[i]:R}, and {expected[i]:R} on the processor");
            }
        }
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(1e3)]
    [InlineData(1e5)]
    public void Sine_and_cosine_keep_their_digits_for_many_turns(double scale)
    {
        double[] angles = [.. Enumerable.Range(-20, 41).Select(i => i * 0.37 * scale)];
        Tensor x = Tensor.From(angles).To(simulated.Device);
        Close.Assert([.. angles.Select(Math.Sin)], x.Sin().ToArray<double>(), 1e-10, "sine");
        Close.Assert([.. angles.Select(Math.Cos)], x.Cos().ToArray<double>(), 1e-10, "cosine");
    }

    [Fact]
    public void Remainders_are_exact_and_have_the_sign_of_the_divisor()
    {
        double[] x = [7, -7, 7, -7, 0.3, 1e17, 5, double.PositiveInfinity, 3, 6, -0.0];
        double[] y = [3, 3, -3, -3, 0.1, 7, double.PositiveInfinity, 2, 0, 3, 2];
        (Tensor a, Tensor b) = (Tensor.From(x), Tensor.From(y));
        (Tensor c, Tensor d) = (a.To(simulated.Device), b.To(simulated.Device));
        Assert.Equal(a.Remainder(b).ToArray<double>(), c.Remainder(d).ToArray<double>());
        Assert.Equal(a.FloorDivide(b).ToArray<double>(), c.FloorDivide(d).ToArray<double>());
    }

    [Fact]
    public void Casts_end_where_the_kind_of_number_ends()
    {
        Tensor x = Tensor.From(Corners);
        foreach (DType dtype in new[] { DType.Float32, DType.Int64, DType.UInt8, DType.Bool })
        {
            Assert.Equal(x.To(dtype).ToArray<double>(), x.To(simulated.Device).To(dtype).ToArray<double>());
        }
    }

    [Fact]
    public void Order_puts_NaN_last_and_keeps_equals_in_place()
    {
        Tensor x = Tensor.From([2, double.NaN, 1, 2, double.NegativeInfinity, 1, double.PositiveInfinity, double.NaN]);
        foreach (bool descending in new[] { false, true })
        {
            Assert.Equal(x.ArgSort(0, descending).ToArray<long>(), x.To(simulated.Device).ArgSort(0, descending).ToArray<long>());
        }

        Assert.Equal(1, x.To(simulated.Device).ArgMax().Item());
    }

    [Fact]
    public void Nine_axes_that_cannot_be_joined_are_refused_with_a_way_out()
    {
        Tensor x = Tensor.Ones([2, 2, 2, 2, 2, 2, 2, 2, 2]).To(simulated.Device);
        NotSupportedException error = Assert.Throws<NotSupportedException>(() => x.Permute(8, 7, 6, 5, 4, 3, 2, 1, 0).Contiguous());
        Assert.Contains("walks 8", error.Message, StringComparison.Ordinal);
        Assert.Equal(512, x.Permute(1, 0, 2, 3, 4, 5, 6, 7, 8).Contiguous().Sum().Item());
    }
}
