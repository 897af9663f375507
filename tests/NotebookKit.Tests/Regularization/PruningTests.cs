using NotebookKit.Layers;
using NotebookKit.Losses;
using NotebookKit.Optimizers;
using NotebookKit.Regularization;

namespace NotebookKit.Tests.Regularization;

public class PruningTests
{
    private static readonly Tensor XorInputs = Tensor.From(new double[,] { { -1, -1 }, { -1, 1 }, { 1, -1 }, { 1, 1 } });
    private static readonly Tensor XorTargets = Tensor.From(new double[,] { { -1 }, { 1 }, { 1 }, { -1 } });

    private sealed class TanhLayer : Module
    {
        public override Tensor Forward(Tensor input) => input.Tanh();
    }

    private static Sequential Net(int inputs, int hidden, long seed)
    {
        Rng rng = new(seed);
        return new(new Linear(inputs, hidden, rng: rng, dtype: DType.Float64), new TanhLayer(), new Linear(hidden, 1, rng: rng, dtype: DType.Float64));
    }

    private static void Train(Module model, Func<Tensor> loss, int steps, double rate, Action? after = null)
    {
        Adam optimizer = new(model.Parameters()) { LearningRate = rate };
        for (int step = 0; step < steps; step++)
        {
            optimizer.LearningRate = step < steps / 2 ? rate : rate / 10;
            optimizer.ZeroGrad();
            loss().Backward();
            optimizer.Step();
            after?.Invoke();
        }
    }

    private static bool SolvesXor(Module net) => net.Predict(XorInputs).ToArray<double>().Zip(XorTargets.ToArray<double>()).All(pair => pair.First * pair.Second > 0.5);

    [Fact]
    [Trait("Golden", "G-OBS")]
    public void The_lectures_step_on_paper()
    {
        SurgeonStep step = OptimalBrainSurgeon.Step(Tensor.From(new double[,] { { 2, 1 }, { 1, 2 } }), Tensor.From([1, 0.5]));
        AssertClose([2 / 3.0, -1 / 3.0, -1 / 3.0, 2 / 3.0], Tensor.From(new double[,] { { 2, 1 }, { 1, 2 } }).Inverse().ToArray<double>());
        Assert.Equal(1, step.Index);
        Assert.Equal(0.1875, step.Rise, 1e-12);
        AssertClose([0.75, 0.1875], [.. step.Rises]);
        AssertClose([0.25, -0.5], step.Change.ToArray<double>());
        AssertClose([1.25, 0], step.Weights.ToArray<double>());
        Assert.Equal(0, step.Weights.ToArray<double>()[1]);
        Assert.Equal(0, step.Mu);
    }

    [Fact]
    [Trait("Golden", "G-OBSH")]
    public void The_lectures_Hessian_of_a_neuron_is_the_numeric_one()
    {
        double[][] x = [[1, 0.5], [-0.4, 1.2], [0.7, -0.9]];
        double[] z = [1, 0, 1];
        Linear neuron = new(2, 1, bias: false, dtype: DType.Float64);
        neuron.Weight.Set(Tensor.From([0.3, -0.2], new Shape(1, 2)));
        Tensor Outputs() => neuron.Forward(Tensor.From(x)).Sigmoid();
        Tensor exact = new ParameterVector(neuron).HessianOf(Loss.HalfSquaredError(Outputs(), Tensor.From(z, new Shape(3, 1))));
        AssertClose([0.1221463, -0.0487454, -0.0487454, 0.1900845], exact.ToArray<double>(), 1e-6);

        // The slide's formula: sum of g (1 - g) [g (1 - g) + E (2 g - 1)] x x', with E = z - g.
        double[] formula = new double[4];
        for (int n = 0; n < 3; n++)
        {
            double g = 1 / (1 + Math.Exp(-((0.3 * x[n][0]) - (0.2 * x[n][1]))));
            double factor = g * (1 - g) * ((g * (1 - g)) + ((z[n] - g) * ((2 * g) - 1)));
            for (int i = 0; i < 4; i++)
            {
                formula[i] += factor * x[n][i / 2] * x[n][i % 2];
            }
        }

        AssertClose(formula, exact.ToArray<double>(), 1e-12);

        // And its approximation by outer products of the outputs' gradients.
        Tensor jacobian = new ParameterVector(neuron).JacobianOf(Outputs());
        double[] outer = jacobian.Transpose().MatMul(jacobian).ToArray<double>();
        Assert.True(outer.Zip(formula).All(pair => Math.Abs(pair.First - pair.Second) < 0.1));
    }

    [Fact]
    [Trait("System", "REG-OBS")]
    public void The_pruned_weight_is_exactly_0_and_the_loss_rises_as_predicted_to_second_order()
    {
        Tensor x = Tensor.Normal([40, 3], rng: new Rng(1), dtype: DType.Float64);
        Tensor z = ((x[.., 0..1] * x[.., 1..2]).Tanh() + Tensor.Normal([40, 1], 0, 0.1, new Rng(2), DType.Float64)).Detach();

        // A linear model's loss is quadratic: the prediction is exact.
        Linear linear = new(3, 1, dtype: DType.Float64);
        Tensor LinearLoss() => Loss.HalfSquaredError(linear.Forward(x), z);
        Tensor design = Tensor.Concat([x, Tensor.Ones([40, 1], DType.Float64)], 1);
        double[] best = design.LeastSquares(z).ToArray<double>();
        new ParameterVector(linear).Set(Tensor.From(best));
        PruningStep exact = new OptimalBrainSurgeon(linear, LinearLoss).Prune();
        Assert.Equal(exact.Rise, exact.PredictedRise, 1e-10);
        Assert.Equal(0, new ParameterVector(linear).Values().ToArray<double>()[exact.Place]);
        Assert.StartsWith("weight[0, ", exact.Name, StringComparison.Ordinal);

        // A network at its minimum: going only a part t of the way, what the prediction t^2 J misses falls like t^3.
        Sequential net = Net(3, 2, 3);
        Tensor NetLoss() => Loss.HalfSquaredError(net.Forward(x), z) + (L2Penalty.OfSquares(net.Parameters(), 0.05).Value());
        ToMinimum(net, NetLoss);
        ParameterVector vector = new(net);
        Tensor w = vector.Values();
        SurgeonStep step = OptimalBrainSurgeon.Step(vector.HessianOf(NetLoss()), w, damping: 0);
        Assert.Equal(0, step.Mu);
        double start = NetLoss().Item();
        double Missed(double t)
        {
            vector.Set(w + (step.Change * t));
            return Math.Abs(NetLoss().Item() - start - (t * t * step.Rise));
        }

        Assert.True(Missed(0.02) < 0.02 * 0.0004 * step.Rise * 100, $"{Missed(0.02)} of {step.Rise}");
        Assert.InRange(Missed(0.04) / Missed(0.02), 6, 10.5);
    }

    [Fact]
    public void An_indefinite_Hessian_is_damped_until_it_is_positive()
    {
        SurgeonStep step = OptimalBrainSurgeon.Step(Tensor.From(new double[,] { { 1, 0 }, { 0, -0.5 } }), Tensor.From([1, 0.5]));
        Assert.Equal(0.5 + 0.01, step.Mu, 1e-12);
        Assert.All(step.Rises, rise => Assert.True(rise > 0));

        // What the loss is to do is said without mu: it falls along the bend downwards.
        Assert.Equal((1, -0.5 * 0.25 / 2), (step.Index, Math.Round(step.Rise, 12)));
        Assert.True(OptimalBrainSurgeon.Step(Tensor.Zeros([2, 2], DType.Float64), Tensor.From([1, 0.5])).Mu > 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_net_that_solves_XOR_is_pruned_and_still_solves_it(bool outerProducts)
    {
        Sequential net = Net(2, 4, 1);
        Tensor Error() => Loss.HalfSquaredError(net.Forward(XorInputs), XorTargets);
        Train(net, Error, 600, 0.05);
        Assert.True(SolvesXor(net));
        OptimalBrainSurgeon surgeon = new(net, Error, outerProducts ? () => net.Forward(XorInputs) : null, biases: true);
        PruningTrace trace = surgeon.PruneWhile(() => SolvesXor(net), mask => Train(net, Error, 150, 0.02, mask.Apply));

        Assert.True(SolvesXor(net));
        Assert.Equal(trace.Steps.Count, surgeon.Mask.Pruned);
        double[] w = new ParameterVector(net).Values().ToArray<double>();
        Assert.All(trace.Steps, step => Assert.Equal(0, w[step.Place]));

        // Of 17 numbers, two hidden units with four weights, their two to the output and a threshold or two can be enough.
        Assert.True(trace.Steps.Count >= 7, $"{trace}");
    }

    [Fact]
    [Trait("System", "REG-PRUNE")]
    public void The_surgeon_does_no_worse_than_magnitude_at_equal_sparsity()
    {
        Tensor x = Tensor.Normal([60, 4], rng: new Rng(25), dtype: DType.Float64);
        Tensor z = ((x[.., 0..1] * 1.5).Tanh() - (x[.., 1..2] * 0.5) + Tensor.Normal([60, 1], 0, 0.1, new Rng(26), DType.Float64)).Detach();
        Sequential net = Net(4, 4, 27);
        Tensor Error() => Loss.HalfSquaredError(net.Forward(x), z);
        Train(net, Error, 1000, 0.03);
        double[] before = new ParameterVector(net).Values().ToArray<double>();
        PruningCurve curve = PruningCurve.Of(net, Error, 14, () => net.Forward(x));
        Assert.Equal(20, curve.Weights);
        Assert.Equal(15, curve.Surgeon.Count);
        Assert.All(curve.Surgeon.Zip(curve.Magnitude), pair => Assert.True(pair.First <= pair.Second * 1.001, $"{pair.First} by the surgeon, {pair.Second} by magnitude"));
        Assert.True(curve.Magnitude[8] > 2 * curve.Surgeon[8], $"{string.Join(", ", curve.Surgeon)} against {string.Join(", ", curve.Magnitude)}");
        Assert.Equal(before, new ParameterVector(net).Values().ToArray<double>());
    }

    [Fact]
    public void Magnitude_pruning_takes_the_smallest_weights_of_all_layers_and_no_bias()
    {
        Sequential net = Net(3, 2, 1);
        new ParameterVector(net).Set(Tensor.From([0.1, -5, 0.3, 4, -0.2, 6, 0.001, 0.001, 3, -0.05, 0.001]));
        PruningMask mask = MagnitudePruning.Prune(net, 0.5);
        Assert.Equal([0, -5, 0, 4, 0, 6, 0.001, 0.001, 3, 0, 0.001], new ParameterVector(net).Values().ToArray<double>());
        Assert.Equal((8, 4, 0.5), (mask.Count, mask.Pruned, mask.Sparsity));
        new ParameterVector(net).Set(Tensor.Ones([11]));
        mask.Apply();
        Assert.Equal(7, new ParameterVector(net).Values().Sum().Item());
    }

    [Fact]
    public void A_misuse_is_named()
    {
        Assert.StartsWith("OptimalBrainSurgeon", Assert.ThrowsAny<ArgumentException>(() => OptimalBrainSurgeon.Step(Tensor.Ones([2, 3]), Tensor.Ones([2]))).Message, StringComparison.Ordinal);
        Assert.StartsWith("OptimalBrainSurgeon", Assert.ThrowsAny<ArgumentException>(() => OptimalBrainSurgeon.Step(Tensor.Eye(2), Tensor.Ones([2]), candidates: [])).Message, StringComparison.Ordinal);
        Assert.StartsWith("MagnitudePruning", Assert.ThrowsAny<ArgumentException>(() => MagnitudePruning.Prune(new Linear(2, 2), 1.5)).Message, StringComparison.Ordinal);
        Assert.StartsWith("PruningMask", Assert.ThrowsAny<ArgumentException>(() => new PruningMask(new BatchNorm1d(3))).Message, StringComparison.Ordinal);
        Assert.StartsWith("ParameterVector", Assert.ThrowsAny<ArgumentException>(() => new ParameterVector(new TanhLayer())).Message, StringComparison.Ordinal);
        Assert.Contains("[3]", Assert.ThrowsAny<ArgumentException>(() => new ParameterVector(new Linear(2, 2)).Set(Tensor.Ones([3]))).Message, StringComparison.Ordinal);
    }

    // Newton's steps, damped while the Hessian is not positive.
    private static void ToMinimum(Module model, Func<Tensor> loss)
    {
        Train(model, loss, 800, 0.02);
        ParameterVector vector = new(model);
        for (int step = 0; step < 12; step++)
        {
            Tensor slope = vector.GradientOf(loss());
            Tensor hessian = vector.HessianOf(loss());
            vector.Set(vector.Values() - hessian.Solve(slope));
        }

        Assert.True(vector.GradientOf(loss()).Abs().Amax().Item() < 1e-9);
    }

    private static void AssertClose(double[] expected, double[] actual, double tolerance = 1e-12)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }
}
