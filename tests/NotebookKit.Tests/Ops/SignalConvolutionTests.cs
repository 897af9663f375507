namespace NotebookKit.Tests.Ops;

/// <summary>Convolution and correlation of signals at the lecture's numbers.</summary>
public class SignalConvolutionTests
{
    private static readonly Tensor F = Numbers(0, 1, 2, 3, 4);
    private static readonly Tensor G = Numbers(1, -1, 2);

    [Fact]
    [Trait("System", "CONV-1D")]
    [Trait("Golden", "G-C1D")]
    [Trait("Golden", "G-C1DS1")]
    public void Convolution_flips_the_kernel_and_commutes_associates_and_distributes()
    {
        AssertClose([0, 1, 1, 3, 5, 2, 8], F.Convolve(G));

        // S1's formula, printed without the flip, is the correlation.
        AssertClose([0, 2, 3, 5, 7, -1, 4], F.Correlate(G));
        Rng rng = new(1);
        Tensor a = Tensor.Normal([17], rng: rng, dtype: DType.Float64);
        Tensor b = Tensor.Normal([9], rng: rng, dtype: DType.Float64);
        Tensor c = Tensor.Normal([9], rng: rng, dtype: DType.Float64);
        AssertClose(a.Convolve(b).ToArray<double>(), b.Convolve(a));
        AssertClose(a.Convolve(b).Convolve(c).ToArray<double>(), a.Convolve(b.Convolve(c)));
        AssertClose((a.Convolve(b) + a.Convolve(c)).ToArray<double>(), a.Convolve(b + c));
    }

    [Fact]
    [Trait("System", "CONV-VALID")]
    [Trait("Golden", "G-C1DV")]
    public void Valid_positions_lie_inside_and_boundary_positions_overlap_in_part()
    {
        double[] full = F.Convolve(G).ToArray<double>();
        AssertClose([1, 3, 5], F.Convolve(G, ConvolutionMode.Valid));
        Assert.Equal([1.0, 3, 5], full[2..5]);
        Assert.Equal([0.0, 1, 2, 8], [.. full[..2], .. full[5..]]);
        AssertClose(full[1..6], F.Convolve(G, ConvolutionMode.Same));
        for (int k = 1; k <= 8; k++)
        {
            Tensor x = Tensor.Ones([8], DType.Float64);
            Tensor kernel = Tensor.Ones([k], DType.Float64);
            Assert.Equal(8 + k - 1, x.Convolve(kernel).Count);
            Assert.Equal(8, x.Convolve(kernel, ConvolutionMode.Same).Count);
            Assert.Equal(8 - k + 1, x.Convolve(kernel, ConvolutionMode.Valid).Count);
        }
    }

    [Fact]
    [Trait("System", "CONV-PAD1")]
    [Trait("Golden", "G-PAD1")]
    public void Padding_keeps_the_length_for_odd_and_even_kernels()
    {
        Tensor f = Numbers(3, 2, 2, -1, -2, -3, -1);
        Tensor g = Numbers(-1, 0, 2, 0, -1);
        AssertClose([4, 5, 3, -1, -5, -5, 0], f.Convolve(g, ConvolutionMode.Same));
        AssertClose([4, 5, 3, -1, -5, -5, 0], f.Correlate(g, ConvolutionMode.Same));
        AssertClose([3, -1, -5], f.Convolve(g, ConvolutionMode.Valid));
        AssertClose([4, 5, 3, -1, -5, -5, 0], f.Reshape(1, 1, 7).Conv1d(g.Reshape(1, 1, 5), padding: 2));
        for (int k = 1; k <= 8; k++)
        {
            Tensor kernel = Tensor.Ones([k], DType.Float64);
            Assert.Equal(7, f.Convolve(kernel, ConvolutionMode.Same).Count);
            Assert.Equal(7, f.Reshape(1, 1, 7).Conv1d(kernel.Reshape(1, 1, k), padding: Padding.Same).Count);
        }
    }

    [Fact]
    [Trait("System", "CONV-XCORR")]
    public void Correlation_is_convolution_with_the_flipped_kernel_and_learns_it_flipped()
    {
        Tensor x = Tensor.Normal([30], rng: new Rng(2), dtype: DType.Float64);
        AssertClose(x.Convolve(G.Flip(0)).ToArray<double>(), x.Correlate(G));
        Tensor target = x.Correlate(Numbers(0.5, -1, 2), ConvolutionMode.Valid);
        double[] byCorrelation = Learn(Numbers(0.1, 0.2, 0.3), k => x.Correlate(k, ConvolutionMode.Valid), target);
        double[] byConvolution = Learn(Numbers(0.3, 0.2, 0.1), k => x.Convolve(k, ConvolutionMode.Valid), target);
        AssertClose([.. byCorrelation.Reverse()], Tensor.From(byConvolution));
        AssertClose([0.5, -1, 2], Tensor.From(byCorrelation), 1e-3);

        // A symmetric kernel is its own flip.
        AssertClose(x.Convolve(Numbers(1, 2, 1)).ToArray<double>(), x.Correlate(Numbers(1, 2, 1)));

        static double[] Learn(Tensor kernel, Func<Tensor, Tensor> slide, Tensor target)
        {
            for (int step = 0; step < 300; step++)
            {
                Tensor learned = kernel.Detach();
                learned.RequiresGrad = true;
                (slide(learned) - target).Square().Mean().Backward();
                kernel = kernel - (learned.Grad! * 0.1);
            }

            return kernel.ToArray<double>();
        }
    }

    [Fact]
    [Trait("System", "CONV-DEF")]
    public void Two_boxes_make_a_triangle()
    {
        // The integral of f(tau) g(t - tau) by sums of width 1/100.
        Tensor box = Tensor.Ones([100], DType.Float64);
        double[] integral = (box.Convolve(box) / 100).ToArray<double>();
        for (int i = 0; i < integral.Length; i++)
        {
            double t = (i + 1) / 100.0;
            Assert.Equal(t <= 1 ? t : 2 - t, integral[i], 1e-12);
        }
    }

    [Fact]
    [Trait("System", "CONV-SMOOTH")]
    [Trait("Golden", "G-SMOOTH")]
    public void Five_fifths_keep_a_constant_and_divide_the_variance_of_noise_by_five()
    {
        Tensor kernel = Tensor.Full([5], 0.2, DType.Float64);
        Assert.Equal(1, kernel.Sum().Item(), 1e-15);
        Assert.All(Tensor.Full([80], 3.7, DType.Float64).Convolve(kernel, ConvolutionMode.Valid).ToArray<double>(), value => Assert.Equal(3.7, value, 1e-12));
        Tensor noise = Tensor.Normal([200_000], rng: new Rng(3), dtype: DType.Float64);
        double ratio = Variance(noise) / Variance(noise.Convolve(kernel, ConvolutionMode.Valid));
        Assert.InRange(ratio, 5 * 0.95, 5 * 1.05);

        static double Variance(Tensor x) => (x - x.Mean()).Square().Mean().Item();
    }

    [Fact]
    [Trait("System", "CONV-DIFF")]
    [Trait("Golden", "G-DIFF")]
    public void The_seeds_derivative_kernels_give_half_the_slope_and_minus_a_quarter_of_the_bend()
    {
        Tensor squares = Numbers(0, 1, 4, 9, 16, 25);
        AssertClose([0.5, 0.5, 0.5, 0.5], F.Convolve(Numbers(0.5, -0.5), ConvolutionMode.Valid));
        AssertClose([-0.5, -0.5, -0.5, -0.5], squares.Convolve(Numbers(-0.25, 0.5, -0.25), ConvolutionMode.Valid));
        AssertClose([1, 1, 1, 1], F.Convolve(Numbers(1, -1), ConvolutionMode.Valid));
        AssertClose([2, 2, 2, 2], squares.Convolve(Numbers(1, -2, 1), ConvolutionMode.Valid));
    }

    public static TheoryData<string, Action, string> BadCalls => new()
    {
        { "axes", () => Tensor.Zeros([2, 3, 4]).Convolve(Tensor.Zeros([2])), "Convolve: takes two signals [n] and [k], or two images [H, W] and [kh, kw], none of them empty, and got [2, 3, 4] and [2]" },
        { "empty", () => Tensor.Zeros([3]).Correlate(Tensor.Zeros([0])), "Correlate: takes two signals" },
        { "kinds", () => Tensor.Zeros([3]).Convolve(Tensor.Zeros([2], DType.Float64)), "Convolve: the operands [3] and [2] hold Float32 and Float64" },
        { "valid", () => Tensor.Zeros([3, 2]).Convolve(Tensor.Zeros([2, 3]), ConvolutionMode.Valid), "the kernel [2, 3] lies nowhere inside [3, 2]: n - k + 1 = 2 - 3 + 1 along axis 1" },
    };

    [Theory]
    [MemberData(nameof(BadCalls))]
    public void A_wrong_call_names_the_mend(string what, Action call, string mend)
    {
        ArgumentNullException.ThrowIfNull(what);
        ArgumentException e = Assert.ThrowsAny<ArgumentException>(call);
        Assert.Contains(mend, e.Message, StringComparison.Ordinal);
    }

    private static Tensor Numbers(params double[] values) => Tensor.From(values);

    private static void AssertClose(double[] expected, Tensor actual, double tolerance = 1e-12)
    {
        double[] found = actual.ToArray<double>();
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], found[i], tolerance);
        }
    }
}
