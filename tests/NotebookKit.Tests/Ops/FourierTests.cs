namespace NotebookKit.Tests.Ops;

/// <summary>Fourier transforms: the convolution theorem and its conditions, the way back, and wrong calls.</summary>
public class FourierTests
{
    private static Tensor F => Tensor.From([0.0, 1, 2, 3, 4]);

    private static Tensor G => Tensor.From([1.0, -1, 2]);

    [Fact]
    [Trait("Golden", "G-FFT")]
    public void With_zeros_behind_the_product_of_spectra_is_the_convolution_and_without_it_is_circular()
    {
        foreach (int length in new[] { 7, 8, 9, 11, 16 })
        {
            Tensor y = (F.RealFft(length) * G.RealFft(length)).InverseRealFft(length);
            AssertClose([0, 1, 1, 3, 5, 2, 8, .. new double[length - 7]], y);
        }

        AssertClose([0, 1, 1, 3, 5, 2, 8], F.FftConvolve(G));
        AssertClose([0, 1, 1, 3, 5, 2, 8], G.FftConvolve(F));
        AssertClose([2, 9, 1, 3, 5], (F.RealFft(5) * G.RealFft(5)).InverseRealFft(5));
        AssertClose([2, 9, 1, 3, 5], F.FftConvolve(G, period: 5));
    }

    [Fact]
    public void The_spectrum_of_a_product_is_the_circular_convolution_of_the_spectra_divided_by_the_length()
    {
        Tensor f = Tensor.Normal([9], rng: new Rng(1), dtype: DType.Float64);
        Tensor g = Tensor.Normal([9], rng: new Rng(2), dtype: DType.Float64);
        System.Numerics.Complex[] a = f.Fft().ToArray();
        System.Numerics.Complex[] b = g.Fft().ToArray();
        System.Numerics.Complex[] product = (f * g).Fft().ToArray();
        for (int k = 0; k < 9; k++)
        {
            System.Numerics.Complex sum = Enumerable.Range(0, 9).Aggregate(System.Numerics.Complex.Zero, (total, j) => total + (a[j] * b[(k - j + 9) % 9]));
            Assert.Equal(0, (product[k] - (sum / 9)).Magnitude, 1e-12);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1009)]
    [InlineData(1024)]
    [InlineData(3000)]
    public void The_inverse_gives_the_numbers_back_and_the_power_is_that_of_the_numbers(int length)
    {
        Tensor x = Tensor.Normal([2, length], rng: new Rng(3), dtype: DType.Float64);
        AssertClose(x.ToArray<double>(), x.Fft().InverseFft().Real, 1e-11);
        AssertClose(new double[2 * length], x.Fft().InverseFft().Imaginary, 1e-11);
        AssertClose(x.ToArray<double>(), x.RealFft().InverseRealFft(length), 1e-11);
        AssertClose(x.ToArray<double>(), x.Fft2().InverseFft2().Real, 1e-11);
        Assert.Equal(1, x.Fft().Power().Sum().Item() / length / x.Square().Sum().Item(), 1e-12);
        Assert.Equal(DType.Float32, x.To(DType.Float32).RealFft().DType);
    }

    [Fact]
    public void A_pure_tone_stands_at_its_frequency_with_its_phase()
    {
        Tensor x = Tensor.From([.. Enumerable.Range(0, 16).Select(n => 2 * Math.Cos((2 * Math.PI * 3 * n / 16) + 0.5))]);
        ComplexTensor spectrum = x.RealFft();
        AssertClose([0, 0, 0, 16, 0, 0, 0, 0, 0], spectrum.Magnitude());
        Assert.Equal(0.5, spectrum.Phase()[3].Item(), 1e-12);
        AssertClose(spectrum.Real.ToArray<double>(), spectrum.Conjugate().Conjugate().Real);
        AssertClose([16], ((spectrum + spectrum - (spectrum * 1.5)) * Tensor.Full([9], 2, DType.Float64)).Magnitude()[3..4]);
    }

    public static TheoryData<string, Action> BadCalls => new()
    {
        { "Fft: axis 1 of [5] does not exist or is empty", () => F.Fft(1) },
        { "Fft: axis -1 of [] does not exist", () => Tensor.Scalar(1).Fft() },
        { "RealFft: axis -1 of [2, 0] does not exist or is empty", () => Tensor.Zeros([2, 0]).RealFft() },
        { "RealFft: the length 0 for axis 0 of [5]", () => F.RealFft(0) },
        { "Fft: works on floats, and the tensor [1] holds Int64", () => Tensor.From([1L]).Fft() },
        { "Fft2: axis -2 of [5] does not exist", () => F.Fft2() },
        { "InverseFft: axis 2 of [5] does not exist", () => F.Fft().InverseFft(2) },
        { "InverseRealFft: 3 frequencies along axis -1 of [3] belong to 4 or 5 numbers, not to 6", () => F.RealFft().InverseRealFft(6) },
        { "FftConvolve: [5] and [3] do not fit a ring of 4 places", () => F.FftConvolve(G, period: 4) },
        { "FftConvolve: the operands [5] and [3] hold Float64 and Float32", () => F.FftConvolve(G.To(DType.Float32)) },
        { "ComplexTensor: the parts have one shape, and these are [5] and [3]", () => _ = new ComplexTensor(F, G) },
    };

    [Theory]
    [MemberData(nameof(BadCalls))]
    public void A_wrong_call_names_the_operation_and_the_shape(string start, Action call) =>
        Assert.StartsWith(start, Assert.ThrowsAny<ArgumentException>(call).Message, StringComparison.Ordinal);

    private static void AssertClose(double[] expected, Tensor actual, double tolerance = 1e-9)
    {
        double[] values = actual.ToArray<double>();
        Assert.Equal(expected.Length, values.Length);
        Assert.All(values.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, tolerance));
    }
}
