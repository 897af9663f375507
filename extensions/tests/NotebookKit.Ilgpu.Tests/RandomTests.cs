namespace NotebookKit.Ilgpu.Tests;

/// <summary>Random numbers: the processor's, from the same seed.</summary>
[Collection(nameof(SimulatedGpu))]
public sealed class RandomTests(SimulatedGpu simulated)
{
    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void Uniform_numbers_have_the_processor_s_bits(DType dtype)
    {
        Tensor here = Tensor.Uniform([2, 17], -1, 3, new Rng(7), dtype);
        Assert.Equal(here.ToArray<double>(), Made(() => Tensor.Uniform([2, 17], -1, 3, new Rng(7), dtype)).ToArray<double>());
    }

    [Theory]
    [InlineData(DType.Float32, 1e-6)]
    [InlineData(DType.Float64, 1e-14)]
    public void Normal_numbers_are_the_processor_s_up_to_rounding(DType dtype, double tolerance)
    {
        Tensor here = Tensor.Normal([201], 1, 2, new Rng(-3), dtype);
        Close.Assert(here.ToArray<double>(), Made(() => Tensor.Normal([201], 1, 2, new Rng(-3), dtype)).ToArray<double>(), tolerance, "normal");
        simulated.CompileForACard();
    }

    [Fact]
    public void Dropout_drops_the_same_numbers()
    {
        Tensor x = Tensor.Ones([9, 7]);
        Assert.Equal(x.Dropout(0.4, new Rng(2)).ToArray<float>(), x.To(simulated.Device).Dropout(0.4, new Rng(2)).ToArray<float>());
    }

    private Tensor Made(Func<Tensor> make)
    {
        using IDisposable home = simulated.Device.MakeHome();
        Tensor made = make();
        Assert.Same(simulated.Device, made.Device);
        return made;
    }
}
