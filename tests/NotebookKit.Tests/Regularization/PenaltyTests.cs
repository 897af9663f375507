using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Losses;
using NotebookKit.Optimizers;
using NotebookKit.Regularization;
using NotebookKit.Tests.Ops;

namespace NotebookKit.Tests.Regularization;

[Collection(nameof(OneAtATime))]
public class PenaltyTests
{
    public static TheoryData<string> Names => ["l1", "l2", "elastic", "elimination"];

    private static Penalty Make(string name, IEnumerable<Parameter> weights) => name switch
    {
        "l1" => new L1Penalty(weights, 0.3, 7),
        "l2" => new L2Penalty(weights, 0.3, 7),
        "elastic" => new ElasticNetPenalty(weights, 0.3, 0.5, 7),
        _ => new WeightElimination(weights, 0.3, 0.7),
    };

    private static Linear Layer(double[] weights, double[] biases)
    {
        Linear layer = new(weights.Length / biases.Length, biases.Length, dtype: DType.Float64);
        layer.Weight.Set(Tensor.From(weights).Reshape(layer.Weight.Shape.Span));
        layer.Bias!.Set(Tensor.From(biases));
        return layer;
    }

    private static double[] GradientOf(Linear layer, Penalty penalty)
    {
        layer.ZeroGrad();
        ((layer.Weight * 0).Sum() + (layer.Bias! * 0).Sum()).Backward();
        penalty.AddGradients();
        return layer.Weight.Grad!.ToArray<double>();
    }

    [Fact]
    [Trait("Golden", "G-L1L2")]
    public void The_lectures_terms_and_gradients()
    {
        Linear layer = Layer([3, -4], [5]);
        L1Penalty l1 = new(layer, 0.1, samples: 2);
        L2Penalty l2 = new(layer, 0.1, samples: 2);
        Assert.Equal(0.35, l1.Value().Item(), 1e-12);
        Assert.Equal(0.625, l2.Value().Item(), 1e-12);
        AssertClose([0.05, -0.05], GradientOf(layer, l1));
        AssertClose([0.15, -0.2], GradientOf(layer, l2));
        Assert.Equal(0, layer.Bias!.Grad!.Item());
    }

    [Fact]
    [Trait("Golden", "G-WD")]
    public void The_penalty_gamma_w_squared_decays_by_one_minus_two_eta_gamma()
    {
        Linear layer = Layer([2], [1]);
        L2Penalty.OfSquares([layer.Weight], 0.01).Decay(0.1);
        Assert.Equal(1.996, layer.Weight.Item(), 1e-12);

        // The printed factor 1 - eta gamma belongs to half that penalty.
        layer.Weight.Set(Tensor.From([2.0], new Shape(1, 1)));
        new L2Penalty(layer, 0.01).Decay(0.1);
        Assert.Equal(1.998, layer.Weight.Item(), 1e-12);
    }

    [Fact]
    [Trait("System", "REG-L2")]
    public void L2_in_a_step_of_descent_is_a_decay_of_the_weights_and_leaves_biases_alone()
    {
        double[] start = [0.5, -1.5, 2, 0.25, -3, 1];
        Linear layer = Layer(start, [0.7, -0.9]);
        L2Penalty penalty = new(layer, 0.4, samples: 5);
        Sgd optimizer = new(layer.Parameters()) { LearningRate = 0.3 };
        optimizer.ZeroGrad();
        ((layer.Weight * 0).Sum() + (layer.Bias! * 0).Sum() + penalty.Value()).Backward();
        optimizer.Step();
        AssertClose(start.Select(w => w * (1 - (0.3 * 0.4 / 5))), layer.Weight.ToArray<double>());
        Assert.Equal([0.7, -0.9], layer.Bias!.ToArray<double>());

        Linear decayed = Layer(start, [0.7, -0.9]);
        new L2Penalty(decayed, 0.4, samples: 5).Decay(0.3);
        AssertClose(layer.Weight.ToArray<double>(), decayed.Weight.ToArray<double>());
        Assert.Equal([0.7, -0.9], decayed.Bias!.ToArray<double>());
    }

    [Fact]
    [Trait("Golden", "G-WELIM")]
    [Trait("System", "REG-WELIM")]
    public void Weight_elimination_is_a_half_at_its_scale_and_never_above_one()
    {
        double Value(double w, double scale) => new WeightElimination(Layer([w], [1]), 1, scale).Value().Item();
        Assert.Equal(0.5, Value(0.8, 0.8), 1e-12);
        Assert.Equal(0.9, Value(2.4, 0.8), 1e-12);
        Assert.Equal(1, Value(1e6, 0.8), 1e-10);
        Assert.True(Value(1e6, 0.8) <= 1);
        double[] w = [0.3, -0.8, 2.4, 0];
        Linear layer = Layer(w, [1, 1]);
        AssertClose(w.Select(x => 2 * x / 0.64 / Math.Pow(1 + (x * x / 0.64), 2)), GradientOf(layer, new WeightElimination(layer, 1, 0.8)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_loop_over_the_gradients_adds_the_derivative_of_the_value(string name) => OpRegistry.OnEveryVariant(_ =>
    {
        foreach (DType dtype in new[] { DType.Float32, DType.Float64 })
        {
            Parameter[] weights = [new(Tensor.Normal([5, 7], rng: new Rng(1), dtype: dtype)), new(Tensor.From([0.0, -0.0, 1, -2]).To(dtype))];
            Penalty penalty = Make(name, weights);
            Tensor[] wanted = Gradient.Of(penalty.Value(), weights);
            foreach (Parameter weight in weights)
            {
                (weight * 2).Sum().Backward();
            }

            penalty.AddGradients();
            foreach ((Parameter weight, Tensor one) in weights.Zip(wanted))
            {
                AssertClose(one.ToArray<double>().Select(g => g + 2), weight.Grad!.ToArray<double>(), dtype == DType.Float32 ? 1e-6 : 1e-13);
            }
        }
    });

    [Fact]
    public void A_frozen_weight_and_a_normalisation_are_left_alone()
    {
        Sequential model = new(new Linear(3, 4), new BatchNorm1d(4), new Rnn(4, 5), new Linear(5, 1, bias: false));
        Assert.Equal(["0.weight", "2.weightIhL0", "2.weightHhL0", "3.weight"], model.NamedWeights().Select(named => named.Name));
        Penalty penalty = new L2Penalty(model, 1);
        penalty.AddGradients();
        Assert.All(model.Parameters(), parameter => Assert.Null(parameter.Grad));
    }

    [Fact]
    [Trait("System", "REG-L1")]
    public void L1_pulls_by_its_rate_whatever_the_size_and_ends_with_more_zeros_than_L2()
    {
        double[] pull = GradientOf(Layer([3, -0.001], [0]), new L1Penalty(Layer([3, -0.001], [0]), 0.1, 2));
        Assert.Equal([0, 0], pull);
        Linear layer = Layer([3, -0.001], [0]);
        AssertClose([0.05, -0.05], GradientOf(layer, new L1Penalty(layer, 0.1, 2)));

        // Ten inputs of which two matter.
        Tensor x = Tensor.Normal([60, 10], rng: new Rng(1), dtype: DType.Float64);
        Tensor z = (x[.., 0..1] * 2) - x[.., 1..2] + Tensor.Normal([60, 1], 0, 0.1, new Rng(2), DType.Float64);
        int Small(Func<Linear, Penalty> make)
        {
            Linear model = new(10, 1, rng: new Rng(3), dtype: DType.Float64);
            Penalty penalty = make(model);
            Sgd optimizer = new(model.Parameters()) { LearningRate = 0.01 };
            for (int step = 0; step < 600; step++)
            {
                // Near the end in smaller steps, as the pull of L1 jumps over 0 by the size of a step.
                optimizer.LearningRate = step < 400 ? 0.05 : 0.002;
                optimizer.ZeroGrad();
                Loss.MeanSquaredError(model.Forward(x), z).Backward();
                penalty.AddGradients();
                optimizer.Step();
            }

            return model.Weight.ToArray<double>().Count(w => Math.Abs(w) < 1e-3);
        }

        int l1 = Small(model => new L1Penalty(model, 0.2));
        int l2 = Small(model => new L2Penalty(model, 0.2));
        Assert.True(l1 >= 7 && l1 > l2, $"L1 leaves {l1} zeros, L2 {l2}");
    }

    [Fact]
    public void Shrinking_makes_exact_zeros()
    {
        Linear layer = Layer([0.02, -0.5, 0.1, -0.1], [1]);
        new L1Penalty(layer, 1).Shrink(0.1);
        AssertClose([0, -0.4, 0, 0], layer.Weight.ToArray<double>());
        Assert.Equal(3, layer.Weight.ToArray<double>().Count(w => w == 0));
    }

    [Fact]
    public void Max_norm_scales_back_only_the_neurons_whose_weights_are_too_long()
    {
        Linear layer = Layer([3, 4, 0.3, 0.4], [9, 9]);
        new MaxNorm(layer, 2).Apply();
        AssertClose([1.2, 1.6, 0.3, 0.4], layer.Weight.ToArray<double>());
        Assert.Equal([9, 9], layer.Bias!.ToArray<double>());
        Conv2d filters = new(2, 3, 3, rng: new Rng(1));
        filters.Weight.Set(filters.Weight.Detach() * 100);
        new MaxNorm(filters, 3).Apply();
        Assert.All(filters.Weight.Detach().Flatten(1).Norm(2, 1).ToArray<double>(), length => Assert.Equal(3, length, 1e-5));
    }

    [Fact]
    public void A_misuse_is_named()
    {
        Linear layer = Layer([1, 2], [1]);
        Assert.StartsWith("L1Penalty", Assert.ThrowsAny<ArgumentException>(() => new L1Penalty(layer, -1)).Message, StringComparison.Ordinal);
        Assert.StartsWith("L2Penalty", Assert.ThrowsAny<ArgumentException>(() => new L2Penalty(new Identity(), 1)).Message, StringComparison.Ordinal);
        Assert.StartsWith("L2Penalty", Assert.ThrowsAny<ArgumentException>(() => new L2Penalty(layer, 10).Decay(1)).Message, StringComparison.Ordinal);
        Assert.StartsWith("ElasticNetPenalty", Assert.ThrowsAny<ArgumentException>(() => new ElasticNetPenalty(layer, 1, double.NaN)).Message, StringComparison.Ordinal);
        Assert.StartsWith("WeightElimination", Assert.ThrowsAny<ArgumentException>(() => new WeightElimination(layer, 1, 0)).Message, StringComparison.Ordinal);
        Assert.StartsWith("MaxNorm", Assert.ThrowsAny<ArgumentException>(() => new MaxNorm(layer, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("[3]", Assert.ThrowsAny<ArgumentException>(() => new CurvatureSmoothing().Value(layer, Tensor.Ones([3]))).Message, StringComparison.Ordinal);
    }

    private static void AssertClose(IEnumerable<double> expected, double[] actual, double tolerance = 1e-12)
    {
        Assert.Equal(expected.Count(), actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }
}
