using NotebookKit.Gradients;

namespace NotebookKit.Tests.Ops;

/// <summary>Softmax and cross-entropy at the lecture's numbers, with the slides' slips corrected.</summary>
public class SoftmaxTests
{
    private static readonly string[] Animals = ["cat", "dog", "horse"];

    [Theory]
    [Trait("System", "ACT-SOFTMAX")]
    [Trait("Golden", "G-SM1")]
    [Trait("Golden", "G-SM2")]
    [Trait("Golden", "G-SM3")]
    [InlineData(new double[] { 5, 4, 2 }, new[] { 0.705385, 0.259496, 0.035119 })]
    [InlineData(new double[] { 4, 2, 8 }, new[] { 0.017943, 0.002428, 0.979629 })]
    [InlineData(new double[] { 4, 4, 1 }, new[] { 0.487856, 0.487856, 0.024289 })]
    public void The_examples_of_the_lecture(double[] scores, double[] expected)
    {
        double[] y = Tensor.From(scores).Softmax().ToArray<double>();
        AssertClose(expected, y, 1e-6);
        Assert.Equal(1, y.Sum(), 1e-15);
        AssertClose(y, (Tensor.From(scores) + 17.5).Softmax().ToArray<double>(), 1e-15);
        AssertClose(y, (Tensor.From(scores) + 1000).Softmax().ToArray<double>(), 1e-15);
        Assert.Equal([0.0, 1, 0], Tensor.From([-1000.0, 1000, 0]).Softmax().ToArray<double>());
    }

    [Fact]
    [Trait("System", "ACT-MAXLAYER")]
    public void At_low_temperature_softmax_becomes_the_max_layer()
    {
        Tensor v = Tensor.From([5.0, 4, 2]);
        double before = 1;
        foreach (double temperature in new[] { 1, 0.5, 0.2, 0.1, 0.05 })
        {
            double distance = 1 - (v / temperature).Softmax().ToArray<double>()[0];
            Assert.True(distance < before);
            before = distance;
        }

        AssertClose([1, 0, 0], (v / 0.01).Softmax().ToArray<double>(), 1e-12);
    }

    [Fact]
    [Trait("System", "CRS-S4QSM")]
    public void Softmax_of_two_classes_is_the_sigmoid()
    {
        foreach (double z in new[] { -30, -2, -0.1, 0, 0.7, 3, 25 })
        {
            Assert.Equal(Tensor.From([z]).Sigmoid().Item(), Tensor.From([z, 0]).Softmax()[0].Item(), 1e-12);
        }
    }

    [Fact]
    [Trait("Golden", "G-S3SM")]
    public void The_slide_with_the_negative_exponent_reverses_the_order()
    {
        Tensor scores = Tensor.From([5.0, 4, 2]);
        AssertClose([0.042010, 0.114195, 0.843795], (-scores).Softmax().ToArray<double>(), 1e-6);
        Assert.Equal(0, scores.Softmax().ArgMax(0).Item());
    }

    [Fact]
    [Trait("System", "LOSS-NLL")]
    [Trait("Golden", "G-NLL")]
    [Trait("Golden", "G-NLLGRAD")]
    public void Negative_log_likelihood_of_the_three_animals_and_its_gradient()
    {
        Tensor scores = new Parameter(Tensor.From(new double[,] { { 5, 4, 2 }, { 4, 2, 8 }, { 4, 4, 1 } }));
        long[] right = [Array.IndexOf(Animals, "cat"), Array.IndexOf(Animals, "horse"), Array.IndexOf(Animals, "dog")];
        double[] losses = [.. right.Select((label, n) => scores.Detach()[n..(n + 1)].CrossEntropy(Tensor.From([label])).Item())];
        AssertClose([0.349012, 0.020581, 0.717736], losses, 1e-6);
        Assert.Equal(1.087329, losses.Sum(), 1e-6);

        // The mean over three examples: three times its gradient is the sum's, y minus one-hot in each row.
        Tensor gradient = Gradient.Of(3 * scores.CrossEntropy(Tensor.From(right)), scores);
        AssertClose([-0.294615, 0.259496, 0.035119], gradient[0].ToArray<double>(), 1e-6);
        AssertClose((scores.Detach().Softmax() - Tensor.From(right).OneHot(3, DType.Float64)).ToArray<double>(), gradient.ToArray<double>(), 1e-15);
        GradientCheck.Run("nll", x => x[0].CrossEntropy(Tensor.From(right)), [scores.Detach()]);
    }

    private static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"element {i} is {actual[i]:R}, expected {expected[i]:R}");
        }
    }
}
