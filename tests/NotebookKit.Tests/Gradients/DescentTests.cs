using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Losses;

namespace NotebookKit.Tests.Gradients;

/// <summary>What the gradients of backpropagation are for: steps that reduce the risk, nets that learn, and where the signal is lost.</summary>
public class DescentTests
{
    [Fact]
    [Trait("System", "BP-DELTARULE")]
    public void A_small_step_against_the_gradient_reduces_the_risk()
    {
        Rng rng = new(11);
        for (int trial = 0; trial < 20; trial++)
        {
            Tensor x = Tensor.Normal([10, 3], rng: rng, dtype: DType.Float64);
            Tensor d = Tensor.Normal([10, 2], rng: rng, dtype: DType.Float64);
            Parameter w = new(Tensor.Normal([2, 3], rng: rng, dtype: DType.Float64));
            double Risk(Tensor weights) => Loss.MeanSquaredError(x.Linear(weights).Tanh(), d).Item();
            Tensor slope = Gradient.Of(Loss.MeanSquaredError(x.Linear(w).Tanh(), d), w);
            double before = Risk(w);
            foreach (double eta in new[] { 1e-2, 1e-3, 1e-4 })
            {
                Assert.True(Risk(w.Detach() - (eta * slope)) < before);
                Assert.True(Risk(w.Detach() + (eta * slope)) > before);
            }

            // A weight with a negative gradient grows.
            double[] step = (-0.001 * slope).ToArray<double>();
            Assert.All(step.Zip(slope.ToArray<double>()), pair => Assert.Equal(-Math.Sign(pair.Second), Math.Sign(pair.First)));
        }
    }

    [Fact]
    [Trait("System", "BP-VANISH")]
    public void Gradients_vanish_in_a_deep_net_of_sigmoids_and_pass_one_of_relus()
    {
        Assert.True(FirstOverLast(x => x.Sigmoid(), (shape, rng) => Init.XavierUniform(shape, 1, rng, DType.Float64)) < 1e-6);
        double relu = FirstOverLast(x => x.Relu(), (shape, rng) => Init.HeNormal(shape, rng: rng, dtype: DType.Float64));
        Assert.InRange(relu, 1e-2, 1e2);

        static double FirstOverLast(Func<Tensor, Tensor> g, Func<Shape, Rng, Tensor> first)
        {
            Rng rng = new(13);
            Parameter[] w = [.. Enumerable.Range(0, 20).Select(_ => new Parameter(first([32, 32], rng)))];
            Tensor x = Tensor.Normal([16, 32], rng: rng, dtype: DType.Float64);
            Tensor y = w.Aggregate(x, (below, weights) => g(below.Linear(weights)));
            Tensor[] slopes = Gradient.Of(Loss.MeanSquaredError(y, Tensor.Ones([16, 32], DType.Float64)), w);
            return Math.Sqrt(slopes[0].Square().Sum().Item() / slopes[^1].Square().Sum().Item());
        }
    }

    [Fact]
    [Trait("System", "BP-ALG")]
    public void The_algorithm_learns_xor_and_a_curve_and_is_the_same_for_the_same_seed()
    {
        Tensor corners = Tensor.From(new double[,] { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } });
        Tensor odd = Tensor.From([0.0, 1, 1, 0], [4, 1]);
        (double loss, double[] outputs, double[] weights) = Learn(corners, odd, 4, x => x.Sigmoid(), epochs: 700, rate: 1);
        Assert.True(loss < 0.01, $"the loss is {loss}");
        Assert.Equal([0.0, 1, 1, 0], outputs.Select(y => Math.Round(y)));
        Assert.Equal(weights, Learn(corners, odd, 4, x => x.Sigmoid(), epochs: 700, rate: 1).Weights);

        Tensor x = Tensor.From([.. Enumerable.Range(0, 21).Select(i => (i / 10.0) - 1)], [21, 1]);
        (double error, _, _) = Learn(x, (3 * x).Sin() / 2, 8, y => y, epochs: 150, rate: 0.1);
        Assert.True(error < 0.002, $"the loss is {error}");

        static (double Loss, double[] Outputs, double[] Weights) Learn(Tensor inputs, Tensor targets, int units, Func<Tensor, Tensor> last, int epochs, double rate)
        {
            Rng rng = new(14);
            Linear hidden = new(inputs.Shape[1], units, rng: rng, dtype: DType.Float64);
            Linear output = new(units, 1, rng: rng, dtype: DType.Float64);
            Parameter[] all = [hidden.Weight, hidden.Bias!, output.Weight, output.Bias!];
            Tensor Net(Tensor x) => last(output.Forward(hidden.Forward(x).Tanh()));
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                foreach (int n in rng.Permutation(inputs.Shape[0]))
                {
                    Tensor[] slopes = Gradient.Of(Loss.HalfSquaredError(Net(inputs[n..(n + 1)]), targets[n..(n + 1)]), all);
                    for (int i = 0; i < all.Length; i++)
                    {
                        all[i].Set(all[i].Detach() - (rate * slopes[i]));
                    }
                }
            }

            Tensor y = Net(inputs);
            return (Loss.MeanSquaredError(y, targets).Item(), y.ToArray<double>(), [.. all.SelectMany(p => p.ToArray<double>())]);
        }
    }
}
