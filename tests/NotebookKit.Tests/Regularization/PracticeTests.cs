using NotebookKit.Data;
using NotebookKit.Layers;
using NotebookKit.Losses;
using NotebookKit.Optimizers;
using NotebookKit.Regularization;

namespace NotebookKit.Tests.Regularization;

/// <summary>Rules of thumb, ensembles, noise, hints and transfer.</summary>
public class PracticeTests
{
    [Fact]
    [Trait("Golden", "G-NMIN")]
    [Trait("System", "RULE-NMIN")]
    public void Fewer_than_ten_examples_a_weight_are_warned_of()
    {
        Assert.Equal(4560, RulesOfThumb.NeededSamples(456));
        Linear model = new(3, 4);
        Assert.Equal(16, model.ParameterCount);
        Assert.False(RulesOfThumb.Advise(model, 159).IsEnough);
        Assert.StartsWith("warning", RulesOfThumb.Advise(model, 159).ToString(), StringComparison.Ordinal);
        Assert.True(RulesOfThumb.Advise(model, 160).IsEnough);
        Assert.DoesNotContain("warning", RulesOfThumb.Advise(model, 160).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Golden", "G-PE")]
    [Trait("System", "RULE-PE")]
    public void The_prediction_error_is_least_at_the_true_order_of_a_polynomial()
    {
        Assert.Equal(0.25, RulesOfThumb.PredictionError(10, 100, 5, 0.5), 1e-12);
        int right = 0;
        for (int seed = 1; seed <= 50; seed++)
        {
            Rng rng = new(seed);
            Tensor x = Tensor.Uniform([200], -1, 1, rng, DType.Float64);
            Tensor z = 1 - (x * 2) + (x.Pow(3) * 3) + Tensor.Normal([200], 0, 0.3, rng, DType.Float64);
            int best = Enumerable.Range(0, 7).MinBy(order =>
            {
                Tensor design = Tensor.Stack([.. Enumerable.Range(0, order + 1).Select(p => p == 0 ? Tensor.OnesLike(x) : x.Pow(p))], 1);
                Tensor rest = z - design.MatMul(design.LeastSquares(z).Unsqueeze(1)).Squeeze(1);
                return RulesOfThumb.PredictionError(rest.Square().Sum().Item() / 2, 200, order + 1, 0.09);
            });
            right += best == 3 ? 1 : 0;
        }

        Assert.True(right > 25, $"{right} of 50");
    }

    // Ten noisy points of a wave, and polynomials of rising order with a penalty on their coefficients.
    private static (double Train, double Validation) Polynomial(int order, double l2, int seed)
    {
        Rng rng = new(seed);
        Tensor x = Tensor.Linspace(-1, 1, 10, DType.Float64);
        Tensor z = (x * 3).Sin() + Tensor.Normal([10], 0, 0.2, rng, DType.Float64);
        Tensor newX = Tensor.Uniform([200], -1, 1, rng, DType.Float64);
        Tensor newZ = (newX * 3).Sin() + Tensor.Normal([200], 0, 0.2, rng, DType.Float64);
        Tensor Design(Tensor t) => Tensor.Stack([.. Enumerable.Range(0, order + 1).Select(p => p == 0 ? Tensor.OnesLike(t) : t.Pow(p))], 1);
        Tensor design = Design(x);
        Tensor w = l2 == 0
            ? design.LeastSquares(z)
            : (design.Transpose().MatMul(design) + (Tensor.Eye(order + 1, dtype: DType.Float64) * l2)).Solve(design.Transpose().MatMul(z.Unsqueeze(1))).Squeeze(1);
        double Error(Tensor d, Tensor t) => (d.MatMul(w.Unsqueeze(1)).Squeeze(1) - t).Square().Mean().Item();
        return (Error(design, z), Error(Design(newX), newZ));
    }

    [Fact]
    [Trait("System", "REG-OVERFIT")]
    public void With_more_capacity_the_training_error_goes_to_0_and_the_validation_error_down_and_up_again()
    {
        (double Train, double Validation)[] mean = [.. Enumerable.Range(0, 10).Select(order =>
        {
            (double Train, double Validation)[] runs = [.. Enumerable.Range(1, 15).Select(seed => Polynomial(order, 0, seed))];
            return (runs.Average(run => run.Train), runs.Average(run => run.Validation));
        })];
        Assert.All(mean.Zip(mean.Skip(1)), pair => Assert.True(pair.Second.Train <= pair.First.Train + 1e-9));
        Assert.True(mean[9].Train < 1e-12);
        int best = Enumerable.Range(0, 10).MinBy(order => mean[order].Validation);
        Assert.InRange(best, 3, 6);
        Assert.True(mean[0].Validation > 2 * mean[best].Validation && mean[9].Validation > 2 * mean[best].Validation, string.Join(", ", mean));
    }

    [Fact]
    [Trait("System", "REG-DEF")]
    public void Regularisation_raises_the_training_loss_and_lowers_the_validation_loss()
    {
        (double Train, double Validation)[] free = [.. Enumerable.Range(1, 15).Select(seed => Polynomial(9, 0, seed))];
        (double Train, double Validation)[] held = [.. Enumerable.Range(1, 15).Select(seed => Polynomial(9, 0.003, seed))];
        Assert.All(free.Zip(held), pair => Assert.True(pair.Second.Train > pair.First.Train));
        Assert.True(held.Average(run => run.Validation) < free.Average(run => run.Validation) / 2);
    }

    [Fact]
    [Trait("Golden", "G-K1")]
    [Trait("Golden", "G-K2B")]
    [Trait("Golden", "G-K4")]
    [Trait("System", "RULE-BATCH")]
    public void The_lectures_defaults()
    {
        Assert.Equal((32, 256, 10_000), (RulesOfThumb.SmallBatch, RulesOfThumb.LargeBatch, RulesOfThumb.SecondOrderBatch));
        Assert.Equal((200, 10_000, 1_000_000), (RulesOfThumb.MiniBatch, RulesOfThumb.WholeBatchUpTo, RulesOfThumb.NeverWholeBatch));
        Assert.Equal((0.2, 0.5, 1, 10, 150), (RulesOfThumb.LeastDropout, RulesOfThumb.MostDropout, RulesOfThumb.CheckpointEpochs, RulesOfThumb.CheckpointEpochsOfShort, RulesOfThumb.DeepestLayers));
        Assert.InRange(new Dropout().P, RulesOfThumb.LeastDropout, RulesOfThumb.MostDropout);
        Assert.Equal(0.1, RulesOfThumb.NoiseVariance);
        Assert.Equal(0.1, new Jitter().Variance);
        Assert.Equal((0.001 * 4, 0.1 * 4), RulesOfThumb.DecayRange(4));
    }

    [Fact]
    [Trait("System", "REG-NOISE")]
    public void Jitter_has_its_variance_and_makes_surrogates_with_the_same_labels()
    {
        Tensor x = Tensor.Uniform([100_000], rng: new Rng(1), dtype: DType.Float64);
        Tensor noise = new Jitter(rng: new Rng(2)).Apply(x) - x;
        Assert.InRange(noise.Variance().Item(), 0.095, 0.105);
        Assert.Equal(0, noise.Mean().Item(), 0.005);
        Assert.Same(x, new Jitter(0).Apply(x));

        Dataset data = new("d", Tensor.Arange(0, 6).Reshape(3, 2), Tensor.From([0L, 1, 1]), ["a", "b"]);
        Dataset more = new Jitter(0.01, new Rng(3)).Surrogates(data, 2);
        Assert.Equal(9, more.Count);
        Assert.Equal([0L, 1, 1, 0, 1, 1, 0, 1, 1], more.Labels.ToArray<long>());
        Assert.Equal(data.Inputs.ToArray<float>(), more.Inputs[..3].ToArray<float>());
        Assert.All(more.Inputs[3..6].ToArray<float>().Zip(data.Inputs.ToArray<float>()), pair => Assert.InRange(pair.First - pair.Second, -0.6f, 0.6f));
        Assert.NotEqual(more.Inputs[3..6].ToArray<float>(), more.Inputs[6..].ToArray<float>());
    }

    [Fact]
    [Trait("System", "REG-HINTS")]
    public void Taking_off_the_hint_leaves_the_main_outputs_unchanged()
    {
        Rng rng = new(1);
        MultiTaskNetwork model = new(new Sequential(new Linear(4, 8, rng: rng), new ReLU()), new Linear(8, 3, rng: rng), new Linear(8, 1, rng: rng));
        Tensor x = Tensor.Normal([20, 4], rng: rng);
        Tensor severity = x[.., 0..1].Abs().Detach();
        Tensor labels = Tensor.From([.. Enumerable.Range(0, 20).Select(i => (long)(i % 3))]);
        Sgd optimizer = new(model.Parameters()) { LearningRate = 0.1 };
        for (int step = 0; step < 20; step++)
        {
            optimizer.ZeroGrad();
            IReadOnlyList<Tensor> outputs = model.ForwardAll(x);
            (Loss.CrossEntropy(outputs[0], labels) + (Loss.MeanSquaredError(outputs[1], severity) * 0.5)).Backward();
            optimizer.Step();
        }

        Module use = model.WithoutHints();
        Assert.Equal(model.ForwardAll(x)[0].ToArray<float>(), use.Forward(x).ToArray<float>());
        Assert.Equal(model.Forward(x).ToArray<float>(), use.Forward(x).ToArray<float>());
        Assert.Equal(model.ParameterCount - 9, use.ParameterCount);
    }

    [Fact]
    [Trait("System", "SSL-MULTI")]
    public void Two_tasks_learn_together_over_one_trunk()
    {
        Rng rng = new(2);
        Tensor x = Tensor.Normal([64, 3], rng: rng);
        Tensor[] targets = [(x[.., 0..1] * x[.., 1..2]).Detach(), (x[.., 0..1] * x[.., 1..2] + x[.., 2..3]).Detach()];
        MultiTaskNetwork model = new(new Sequential(new Linear(3, 16, rng: rng), new ReLU()), new Linear(16, 1, rng: rng), new Linear(16, 1, rng: rng));
        Adam optimizer = new(model.Parameters()) { LearningRate = 0.02 };
        double[] Losses() => [.. model.ForwardAll(x).Zip(targets, (y, t) => Loss.MeanSquaredError(y, t).Item())];
        double[] before = Losses();
        for (int step = 0; step < 300; step++)
        {
            optimizer.ZeroGrad();
            IReadOnlyList<Tensor> y = model.ForwardAll(x);
            (Loss.MeanSquaredError(y[0], targets[0]) + Loss.MeanSquaredError(y[1], targets[1])).Backward();
            optimizer.Step();
        }

        double[] after = Losses();
        Assert.True(after[0] < before[0] / 5 && after[1] < before[1] / 5, $"{before[0]}, {before[1]} to {after[0]}, {after[1]}");
        Assert.Equal(model.ForwardAll(x)[1].ToArray<float>(), model.Task(1).Forward(x).ToArray<float>());
    }

    [Fact]
    [Trait("System", "REG-ENS")]
    public void The_mean_of_an_ensemble_errs_no_more_than_its_members_do_on_average()
    {
        Rng rng = new(1);
        Tensor x = Tensor.Uniform([80, 1], -2, 2, rng);
        Tensor z = (x * 2).Sin() + Tensor.Normal([80, 1], 0, 0.3, rng);
        Tensor test = Tensor.Linspace(-2, 2, 100).Unsqueeze(1);
        Tensor truth = (test * 2).Sin();
        Ensemble ensemble = Ensemble.Train(5, number =>
        {
            Rng own = new(100 + number);
            Sequential net = new(new Linear(1, 20, rng: own), new ReLU(), new Linear(20, 1, rng: own));
            Adam optimizer = new(net.Parameters()) { LearningRate = 0.02 };
            for (int step = 0; step < 150; step++)
            {
                optimizer.ZeroGrad();
                Loss.MeanSquaredError(net.Forward(x), z).Backward();
                optimizer.Step();
            }

            return net;
        });
        double Error(Module model) => Loss.MeanSquaredError(model.Predict(test), truth).Item();
        double members = ensemble.Members.Average(Error);
        double mean = Error(ensemble);

        // What is gained is exactly the members' spread around their mean.
        double spread = ensemble.Members.Average(member => Loss.MeanSquaredError(member.Predict(test), ensemble.Predict(test)).Item());
        Assert.True(mean < members);
        Assert.Equal(members - spread, mean, 1e-5);
        Assert.Equal(5 * 61, ensemble.ParameterCount);
    }

    [Fact]
    public void Bagging_gives_each_member_a_sample_of_its_own()
    {
        Dataset data = new("d", Tensor.Arange(0, 50).Unsqueeze(1), Tensor.From(new long[50]), ["a"]);
        List<float[]> seen = [];
        Ensemble bag = Ensemble.Bag(data, 3, (sample, _) =>
        {
            seen.Add(sample.Inputs.ToArray<float>());
            return new Identity();
        }, new Rng(1));
        Assert.All(seen, sample => Assert.Equal(50, sample.Length));
        Assert.NotEqual(seen[0], seen[1]);
        Assert.All(seen, sample => Assert.InRange(sample.Distinct().Count(), 25, 40));
        Assert.Equal([1f, 2], bag.Forward(Tensor.From([1f, 2])).ToArray<float>());
        Ensemble vote = new(new Identity()) { Averaged = scores => scores.Softmax() };
        Assert.Equal(1, vote.Forward(Tensor.From(new float[,] { { 1, 2, 3 } })).Sum().Item(), 1e-6);
    }

    [Fact]
    public void All_thinned_networks_average_to_the_scaled_linear_layer()
    {
        Linear layer = new(4, 3, rng: new Rng(1), dtype: DType.Float64);
        Tensor x = Tensor.Normal([5, 4], rng: new Rng(2), dtype: DType.Float64);
        foreach (double drop in new[] { 0.2, 0.5 })
        {
            double[] mean = ThinnedNetworks.Mean(layer.Forward, x, drop).ToArray<double>();
            Assert.All(mean.Zip(layer.Predict(x * (1 - drop)).ToArray<double>()), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
        }

        Assert.Equal(16, ThinnedNetworks.Count(4));
        Assert.StartsWith("ThinnedNetworks", Assert.ThrowsAny<ArgumentException>(() => ThinnedNetworks.Mean(t => t, Tensor.Ones([2, 30]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("System", "REG-BNREG")]
    public void In_training_what_batch_normalisation_says_of_an_example_varies_with_its_batch()
    {
        BatchNorm1d layer = new(3);
        Tensor x = Tensor.Normal([8, 3], rng: new Rng(1));
        Tensor others = Tensor.Concat([x[..1], Tensor.Normal([7, 3], rng: new Rng(2))]);
        Assert.NotEqual(layer.Forward(x)[0].ToArray<float>(), layer.Forward(others)[0].ToArray<float>());
        Assert.Equal(layer.Predict(x)[0].ToArray<float>(), layer.Predict(others)[0].ToArray<float>());
    }

    [Fact]
    [Trait("System", "RULE-ARCHSEARCH")]
    public void A_random_search_finds_the_best_of_all_it_tried_and_tries_none_twice()
    {
        double Error(IReadOnlyList<int> hidden) => Math.Abs(hidden.Sum() - 24) + hidden.Count;
        ArchitectureSearchResult all = ArchitectureSearch.Random(100, [4, 8, 16], [1, 2], Error, new Rng(1));
        Assert.Equal(12, all.Trials.Count);
        Assert.Equal(12, all.Trials.Select(trial => string.Join('-', trial.Hidden)).Distinct().Count());
        Assert.Equal(24, all.Best.Hidden.Sum());
        ArchitectureSearchResult some = ArchitectureSearch.Random(5, [4, 8, 16], [1, 2, 3], Error, new Rng(2));
        Assert.Equal(5, some.Trials.Count);
        Assert.Equal(some.Trials.Min(trial => trial.ValidationError), some.Best.ValidationError);
        Assert.Equal(some.Trials.Select(trial => trial.ToString()), ArchitectureSearch.Random(5, [4, 8, 16], [1, 2, 3], Error, new Rng(2)).Trials.Select(trial => trial.ToString()));
        Assert.StartsWith("ArchitectureSearch", Assert.ThrowsAny<ArgumentException>(() => ArchitectureSearch.Random(1, [], [1], Error)).Message, StringComparison.Ordinal);
    }
}
