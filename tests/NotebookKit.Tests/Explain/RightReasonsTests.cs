using NotebookKit.Data;
using NotebookKit.Explain;
using NotebookKit.Layers;
using NotebookKit.Losses;
using NotebookKit.Optimizers;
using Xunit.Abstractions;

namespace NotebookKit.Tests.Explain;

/// <summary>A loss that asks for the reasons, too.</summary>
public class RightReasonsTests(ITestOutputHelper output)
{
    private static readonly Tensor Inputs = Tensor.Normal([3, 2, 6, 6], rng: new Rng(7), dtype: DType.Float64);
    private static readonly Tensor Labels = Tensor.From([2L, 0, 1]);
    private static readonly Tensor Mask = Tensor.Bernoulli([3, 2, 6, 6], 0.4, new Rng(8), DType.Float64);

    [Fact]
    public void The_penalty_is_the_squared_slope_of_all_log_chances_under_the_mask()
    {
        Sequential net = ExplainNets.Deep();
        double[] x = Inputs.ToArray<double>(), a = Mask.ToArray<double>();
        double Logs(double[] pixels) => net.Predict(Tensor.From(pixels, Inputs.Shape)).LogSoftmax(1).Sum().Item();
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double[] up = [.. x], down = [.. x];
            (up[i], down[i]) = (up[i] + 1e-5, down[i] - 1e-5);
            sum += a[i] * Math.Pow((Logs(up) - Logs(down)) / 2e-5, 2);
        }

        (Tensor answers, Tensor reasons, Tensor scores) = new RightReasons(6).Parts(net, Inputs, Labels, Mask);
        Assert.Equal(6 * sum / 3, reasons.Item(), 1e-6);
        Assert.Equal(Loss.CrossEntropy(net.Predict(Inputs), Labels).Item(), answers.Item(), 1e-12);
        Assert.Equal(new Shape(3, 3), scores.Shape);
        Assert.Equal(answers.Item(), new RightReasons(0).Loss(net, Inputs, Labels, Mask).Item(), 1e-12);
    }

    [Fact]
    [Trait("System", "VIS-RRR")]
    public void Its_gradient_for_the_weights_goes_through_second_derivatives_of_convolution_normalisation_relu_and_pooling()
    {
        Sequential net = ExplainNets.Deep();
        RightReasons right = new(0.5);
        ParameterVector vector = new(net);
        double[] slope = vector.GradientOf(right.Loss(net, Inputs, Labels, Mask)).ToArray<double>(), w = vector.Values().ToArray<double>();
        for (int i = 0; i < w.Length; i++)
        {
            double At(double step)
            {
                double[] moved = [.. w];
                moved[i] += step;
                vector.Set(Tensor.From(moved));
                return right.Loss(net, Inputs, Labels, Mask).Item();
            }

            Assert.Equal((At(1e-6) - At(-1e-6)) / 2e-6, slope[i], 1e-6);
        }
    }

    [Fact]
    [Trait("System", "VIS-RRR")]
    public void A_model_that_leans_on_one_telling_pixel_leans_on_it_less_with_the_penalty()
    {
        // Pixel 0 is the label; the rest of the picture says it, too, but with noise.
        Rng rng = new(1);
        const int Count = 400;
        Tensor labels = Tensor.From([.. Enumerable.Range(0, Count).Select(_ => (long)rng.Next(2))]);
        Tensor side = (labels.To(DType.Float32) * 2) - 1, tell = Tensor.Zeros([1, 1, 3, 3]), mask = Tensor.From([1f, 0, 0, 0, 0, 0, 0, 0, 0], [1, 1, 3, 3]);
        Tensor honest = Tensor.Normal([Count, 1, 3, 3], 0, 1, rng) + (side.Reshape(Count, 1, 1, 1) * 0.7);
        Tensor train = (honest * (1 - mask)) + (mask * side.Reshape(Count, 1, 1, 1) * 2);
        Tensor test = (honest * (1 - mask)) - (mask * side.Reshape(Count, 1, 1, 1) * 2);
        Dataset data = new("telling", train, labels, ["no", "yes"]);
        (double Swapped, double Share) Trained(double lambda)
        {
            Sequential net = new(new Flatten(), new Linear(9, 16, rng: new Rng(2)), new ReLU(), new Linear(16, 2, rng: new Rng(3)));
            IReadOnlyList<RightReasonsEpoch> history = new RightReasons(lambda).Fit(net, new Adam(net.Parameters()) { LearningRate = 0.01 }, data, mask.Expand([Count, 1, 3, 3]).Contiguous(), 12, 50, new Rng(4));
            output.WriteLine($"{lambda}: {history[^1]}");
            double right = net.Predict(test).ArgMax(1).EqualTo(labels).CountNonZero().Item() / Count;
            return (right, new Saliency().Explain(net, train[0], 0).ShareWithin(mask[0]));
        }

        (double fooled, double much) = Trained(0);
        (double honestly, double little) = Trained(20);
        output.WriteLine($"{fooled} {much} to {honestly} {little}");
        Assert.True(fooled < 0.7 && honestly > 0.9, $"{fooled} to {honestly}");
        Assert.True(little < much / 4, $"{much} to {little}");
    }

    [Fact]
    public void Bad_input_is_named_and_batches_must_not_be_tied_together()
    {
        Sequential net = ExplainNets.Deep();
        Assert.Throws<ArgumentOutOfRangeException>(() => new RightReasons(-1));
        Assert.Contains("mask", Assert.Throws<ArgumentException>(() => new RightReasons(1).Loss(net, Inputs, Labels, Mask[..2])).Message);
        net.IsTraining = true;
        Assert.Contains("GroupNorm", Assert.Throws<InvalidOperationException>(() => new RightReasons(1).Loss(net, Inputs, Labels, Mask)).Message);
        Assert.Equal("cross-entropy + 2 / N sum (A d ln p / dx)^2", new RightReasons(2).ToString());
    }

    [Fact]
    public void Decoys_tell_the_digit_in_one_set_and_nothing_in_the_other()
    {
        Dataset digits = new("zeros", Tensor.Zeros([500, 1, 28, 28], DType.UInt8), Tensor.From([.. Enumerable.Range(0, 500).Select(i => (long)(i % 10))]), [.. Enumerable.Range(0, 10).Select(d => $"{d}")]);
        DecoyDigits tells = DecoyDigits.Make(digits, tells: true, new Rng(1)), silent = DecoyDigits.Make(digits, tells: false, new Rng(1));
        Assert.Equal(Enumerable.Range(0, 500).Select(i => i % 10), tells.Said);
        Assert.InRange(silent.Said.Where((said, i) => said == i % 10).Count(), 25, 80);
        foreach (DecoyDigits set in (DecoyDigits[])[tells, silent])
        {
            byte[] pixels = set.Pictures.Inputs.ToArray<byte>(), masks = set.Masks.ToArray<byte>();
            HashSet<int> corners = [];
            for (int n = 0; n < 500; n++)
            {
                int[] on = [.. Enumerable.Range(0, 784).Where(p => masks[(784 * n) + p] == 255)];
                Assert.Equal(16, on.Length);
                Assert.All(on, p => Assert.Equal(255 - (25 * set.Said[n]), pixels[(784 * n) + p]));
                Assert.Equal(16 * (255 - (25 * set.Said[n])), pixels.AsSpan(784 * n, 784).ToArray().Sum(p => p));
                corners.Add(on[0]);
            }

            Assert.Equal([0, 24, 24 * 28, (24 * 28) + 24], corners.Order());
        }

        Assert.Equal(tells.Pictures.Inputs.ToArray<byte>(), DecoyDigits.Make(digits, true, new Rng(1)).Pictures.Inputs.ToArray<byte>());
        Assert.Equal(0, digits.Inputs.ToArray<byte>().Max());
        Assert.Contains("ten classes", Assert.Throws<ArgumentException>(() => DecoyDigits.Make(digits, true, patch: 15)).Message);
    }
}
