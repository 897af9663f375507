using NotebookKit.Layers;
using NotebookKit.Losses;
using NotebookKit.Optimizers;
using NotebookKit.Regularization;

namespace NotebookKit.Tests.Regularization;

public class CurvatureTests
{
    private static Sequential Net(int inputs, int hidden, int outputs, long seed = 1)
    {
        Rng rng = new(seed);
        return new(new Linear(inputs, hidden, rng: rng, dtype: DType.Float64), new Tanh(), new Linear(hidden, outputs, rng: rng, dtype: DType.Float64));
    }

    [Fact]
    public void It_is_the_sum_of_squared_second_derivatives()
    {
        // z = (sin x0 + x1^3, x0 x1): second derivatives -sin x0, 6 x1 and none.
        Tensor x = Tensor.From(new double[,] { { 0.3, -0.5 }, { 1.1, 0.7 }, { -2, 0.1 } });
        Tensor F(Tensor t) => Tensor.Stack([t[.., 0].Sin() + t[.., 1].Pow(3), t[.., 0] * t[.., 1]], 1);
        double expected = x.ToJagged<double>().Sum(row => Math.Pow(Math.Sin(row[0]), 2) + Math.Pow(6 * row[1], 2));
        Assert.Equal(expected, new CurvatureSmoothing().Value(F, x).Item(), 1e-10);
        Assert.Equal(expected * 0.25, new CurvatureSmoothing(0.25).Value(F, x).Item(), 1e-10);
    }

    [Fact]
    public void Its_gradient_for_the_weights_is_right()
    {
        Sequential net = Net(2, 3, 2);
        Tensor x = Tensor.Normal([4, 2], rng: new Rng(2), dtype: DType.Float64);
        CurvatureSmoothing smoothing = new(0.5);
        ParameterVector vector = new(net);
        double[] slope = vector.GradientOf(smoothing.Value(net, x)).ToArray<double>();
        double[] w = vector.Values().ToArray<double>();
        for (int i = 0; i < w.Length; i++)
        {
            double At(double step)
            {
                double[] moved = [.. w];
                moved[i] += step;
                vector.Set(Tensor.From(moved));
                return smoothing.Value(net, x).Item();
            }

            Assert.Equal((At(1e-5) - At(-1e-5)) / 2e-5, slope[i], 1e-7);
        }
    }

    [Fact]
    [Trait("System", "REG-CURV")]
    public void It_is_zero_for_linear_nets_and_takes_the_wiggle_out_of_an_overfit()
    {
        Sequential linear = new(new Linear(3, 4, dtype: DType.Float64), new Linear(4, 2, dtype: DType.Float64));
        Assert.Equal(0, new CurvatureSmoothing().Value(linear, Tensor.Normal([5, 3], rng: new Rng(1), dtype: DType.Float64)).Item());

        // Twenty noisy points of a line, and 37 weights that bend towards each of them unless bends cost.
        Tensor x = Tensor.Linspace(-2, 2, 20, DType.Float64).Unsqueeze(1);
        Tensor z = (x * 0.5) + Tensor.Normal([20, 1], 0, 0.3, new Rng(4), DType.Float64);
        Tensor between = Tensor.Linspace(-2, 2, 41, DType.Float64).Unsqueeze(1);
        double Wiggle(double gamma)
        {
            Sequential net = Net(1, 12, 1, 5);
            ((Linear)net[0]).Weight.Set(((Linear)net[0]).Weight.Detach() * 4);
            CurvatureSmoothing smoothing = new(gamma);
            Adam optimizer = new(net.Parameters()) { LearningRate = 0.02 };
            for (int step = 0; step < 400; step++)
            {
                optimizer.ZeroGrad();
                Tensor loss = Loss.MeanSquaredError(net.Forward(x), z);
                (gamma == 0 ? loss : loss + smoothing.Value(net, x)).Backward();
                optimizer.Step();
            }

            return new CurvatureSmoothing().Value(net, between).Item();
        }

        double rough = Wiggle(0);
        double smooth = Wiggle(0.0005);
        Assert.True(smooth < rough / 5, $"{rough} without, {smooth} with");
    }

    private sealed class Tanh : Module
    {
        public override Tensor Forward(Tensor input) => input.Tanh();
    }
}
