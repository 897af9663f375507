using NotebookKit.Optimizers;

namespace NotebookKit.Tests.Optimizers;

/// <summary>Each step against the formula in plain doubles, written out here once more.</summary>
public class OptimizerTests
{
    private static readonly double[] Start = [.. Enumerable.Range(0, 19).Select(i => Math.Cos(i))];

    private static double Slope(double w, int step) => (2 * w) + (0.1 * step);

    private static double[] Run(Func<Parameter, Optimizer> make, int steps)
    {
        Parameter w = new(Tensor.From(Start));
        Optimizer optimizer = make(w);
        for (int step = 1; step <= steps; step++)
        {
            optimizer.ZeroGrad();
            ((w * w) + (w * (0.1 * step))).Sum().Backward();
            optimizer.Step();
        }

        return w.ToArray<double>();
    }

    private static void AssertSame(IEnumerable<double> expected, double[] actual)
    {
        foreach ((double one, double other) in expected.Zip(actual))
        {
            Assert.Equal(one, other, 1e-12);
        }
    }

    [Theory]
    [InlineData(0, false, 0)]
    [InlineData(0, false, 0.01)]
    [InlineData(0.9, false, 0)]
    [InlineData(0.9, true, 0.01)]
    public void Sgd_follows_its_formula(double momentum, bool nesterov, double decay)
    {
        IEnumerable<double> expected = Start.Select(w =>
        {
            double v = 0;
            for (int step = 1; step <= 5; step++)
            {
                double g = Slope(w, step) + (decay * w);
                v = (momentum * v) + g;
                w -= 0.05 * (nesterov ? g + (momentum * v) : v);
            }

            return w;
        });
        AssertSame(expected, Run(w => new Sgd([w]) { LearningRate = 0.05, Momentum = momentum, Nesterov = nesterov, WeightDecay = decay }, 5));
    }

    [Fact]
    public void Adam_follows_its_formula()
    {
        IEnumerable<double> expected = Start.Select(w =>
        {
            double m = 0;
            double v = 0;
            for (int step = 1; step <= 7; step++)
            {
                double g = Slope(w, step);
                m = (0.9 * m) + (0.1 * g);
                v = (0.999 * v) + (0.001 * g * g);
                w -= 0.01 * (m / (1 - Math.Pow(0.9, step))) / (Math.Sqrt(v / (1 - Math.Pow(0.999, step))) + 1e-8);
            }

            return w;
        });
        AssertSame(expected, Run(w => new Adam([w]) { LearningRate = 0.01 }, 7));
    }

    [Fact]
    public void An_optimiser_without_parameters_says_so() =>
        Assert.Contains("needs parameters", Assert.Throws<ArgumentException>(() => new Adam([])).Message, StringComparison.Ordinal);
}
