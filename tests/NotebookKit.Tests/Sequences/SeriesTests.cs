using NotebookKit.Data;
using NotebookKit.Layers;
using NotebookKit.Losses;
using NotebookKit.Optimizers;
using NotebookKit.Sequences;
using NotebookKit.Training;
using Xunit.Abstractions;

namespace NotebookKit.Tests.Sequences;

/// <summary>Guessing the next value of a series from the last ones.</summary>
public class SeriesTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("System", "SEQ-AR")]
    public void The_coefficients_of_a_made_series_are_found_again()
    {
        double[] noise = Tensor.Normal([10_002], rng: new Rng(1), dtype: DType.Float64).ToArray<double>();
        double[] y = new double[10_002];
        for (int t = 2; t < y.Length; t++)
        {
            y[t] = 0.5 + (0.6 * y[t - 1]) - (0.3 * y[t - 2]) + noise[t];
        }

        Autoregression fitted = Autoregression.Fit(y[2..], 2);
        output.WriteLine(fitted.ToString());
        Assert.Equal(0.6, fitted.Coefficients[0], 0.02);
        Assert.Equal(-0.3, fitted.Coefficients[1], 0.02);
        Assert.Equal(0.5, fitted.Constant, 0.03);
        Assert.Equal(1, fitted.Deviation, 0.02);
        double[] ahead = fitted.Forecast([1, 2], 2);
        double first = fitted.Constant + (fitted.Coefficients[0] * 2) + fitted.Coefficients[1];
        Assert.Equal([first, fitted.Constant + (fitted.Coefficients[0] * first) + (fitted.Coefficients[1] * 2)], ahead.Select(value => value), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void An_exact_recursion_is_found_exactly_and_a_constant_series_is_refused()
    {
        double[] wave = [.. Enumerable.Range(0, 60).Select(t => 3 + Math.Sin(0.3 * t))];
        Autoregression fitted = Autoregression.Fit(wave, 2);
        Assert.Equal(2 * Math.Cos(0.3), fitted.Coefficients[0], 6);
        Assert.Equal(-1, fitted.Coefficients[1], 6);
        Assert.Equal(3 + Math.Sin(0.3 * 70), fitted.Forecast(wave, 11)[^1], 6);
        Assert.Contains("lower order", Assert.Throws<ArgumentException>(() => Autoregression.Fit(Enumerable.Repeat(2.0, 30).ToArray(), 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Autoregression.Fit([1, 2, double.NaN, 4, 5, 6], 2));
        Assert.Throws<ArgumentException>(() => Autoregression.Fit([1, 2, 3], 2));
    }

    [Fact]
    public void Taps_are_the_last_values_the_newest_first()
    {
        Dataset data = DelayTaps.Of([1, 2, 3, 4, 5], 2, [10, 20, 30, 40, 50], 3);
        Assert.Equal([3f, 2, 30, 20, 10, 4, 3, 40, 30, 20], data.Inputs.ToArray<float>());
        Assert.Equal([4f, 5], data.Labels.ToArray<float>());
        Assert.Throws<ArgumentException>(() => DelayTaps.Of([1, 2], 2));
        Assert.Throws<ArgumentException>(() => DelayTaps.Of([1, 2, 3], 1, [1, 2], 1));
        Assert.Throws<ArgumentException>(() => DelayTaps.Of([1, 2, 3], 0));
    }

    [Fact]
    [Trait("System", "SEQ-NARMA")]
    public void An_MLP_on_taps_beats_the_linear_guess_on_a_series_with_products()
    {
        (double[] x, double[] y) = DelayTaps.Narma10(3000, new Rng(1));
        Dataset all = DelayTaps.Of(y[100..], 10, x[100..], 10);
        Dataset train = all.Take(2000), test = new("the rest", all.Inputs[2000..], all.Labels[2000..]);
        double Error(Tensor guess) => Loss.MeanSquaredError(guess, test.Labels).Item();

        // The linear guess on the same taps is as good as least squares gets.
        Tensor design = Tensor.Concat([train.Inputs, Tensor.Ones([train.Count, 1])], 1).To(DType.Float64);
        Tensor normal = design.Transpose().MatMul(design), right = design.Transpose().MatMul(train.Labels.To(DType.Float64));
        Tensor solved = normal.Solve(right);
        double linear = Error(Tensor.Concat([test.Inputs, Tensor.Ones([test.Count, 1])], 1).MatMul(solved.To(DType.Float32)));

        using IDisposable seed = Rng.Seeded(1);
        Sequential mlp = new(new Linear(20, 32), new ReLU(), new Linear(32, 1));
        new Trainer(mlp, new Adam(mlp.Parameters()) { LearningRate = 5e-3 }) { Loss = (guess, truth) => Loss.MeanSquaredError(guess, truth), Show = false }.Fit(train, epochs: 60, batchSize: 50);
        double deep = Error(mlp.Predict(test.Inputs));
        output.WriteLine($"linear {linear:E2}, MLP {deep:E2}");
        Assert.True(deep < 0.7 * linear, $"linear {linear:E2}, MLP {deep:E2}");
    }
}
