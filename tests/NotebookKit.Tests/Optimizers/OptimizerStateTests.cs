using NotebookKit.Layers;
using NotebookKit.Optimizers;

namespace NotebookKit.Tests.Optimizers;

/// <summary>What an optimiser remembers, what it refuses, and what it allocates.</summary>
[Collection(nameof(OneAtATime))]
public class OptimizerStateTests
{
    private static readonly Dictionary<string, Func<IEnumerable<Parameter>, Optimizer>> Methods = new()
    {
        ["Sgd"] = p => new Sgd(p) { Momentum = 0.9, Dampening = 0.2 },
        ["AdaGrad"] = p => new AdaGrad(p) { InitialSquares = 0.1, RateDecay = 0.1 },
        ["RmsProp"] = p => new RmsProp(p) { Centered = true, Momentum = 0.5 },
        ["AdaDelta"] = p => new AdaDelta(p),
        ["Adam"] = p => new Adam(p) { AmsGrad = true },
        ["AdamW"] = p => new AdamW(p),
        ["AdaMax"] = p => new AdaMax(p),
        ["NAdam"] = p => new NAdam(p),
        ["Quickprop"] = p => new Quickprop(p),
        ["DeltaBarDelta"] = p => new DeltaBarDelta(p),
    };

    public static TheoryData<string> Names => [.. Methods.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_training_that_goes_on_from_its_state_has_the_same_bits(string name)
    {
        Parameter[] whole = Weights();
        Optimizer one = Methods[name](whole);
        Train(one, whole, 0, 9);

        Parameter[] first = Weights();
        Optimizer early = Methods[name](first);
        Train(early, first, 0, 4);
        IReadOnlyDictionary<string, Tensor> state = early.State();
        Parameter[] second = [.. first.Select(p => new Parameter(p.Detach().Clone()))];
        Train(early, first, 4, 9);
        Optimizer late = Methods[name](second);
        late.Load(state);
        Assert.Equal(4, late.Steps);
        Train(late, second, 4, 9);

        for (int i = 0; i < whole.Length; i++)
        {
            Assert.Equal(whole[i].ToArray<float>(), second[i].ToArray<float>());
        }

        Assert.Equal(one.State().Keys, late.State().Keys);
        Assert.All(one.State(), pair => Assert.Equal(pair.Value.To(DType.Float64).ToArray<double>(), late.State()[pair.Key].To(DType.Float64).ToArray<double>()));
    }

    [Fact]
    public void A_state_that_does_not_fit_is_refused_whole()
    {
        Parameter[] weights = Weights();
        Adam adam = new(weights);
        Train(adam, weights, 0, 2);
        Dictionary<string, Tensor> state = new(adam.State());
        string[] parts = ["Adam", "missing: mean.1", "unexpected: velocity.0", "squares.0 is [3, 5] of Float32 and the state has [4] of Float64", "steps", "learningRate"];
        Dictionary<string, Tensor> wrong = new(state)
        {
            ["velocity.0"] = Tensor.Zeros([3]),
            ["squares.0"] = Tensor.Zeros([4], DType.Float64),
            ["steps"] = Tensor.From([-1L]),
            ["learningRate"] = Tensor.Scalar(double.NaN, DType.Float64),
        };
        wrong.Remove("mean.1");
        float[] mean = adam.State()["mean.0"].ToArray<float>();
        string message = Assert.Throws<ArgumentException>(() => adam.Load(wrong)).Message;
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.Contains("nothing was changed", message, StringComparison.Ordinal);
        Assert.Equal((2, 1e-3), (adam.Steps, adam.LearningRate));
        Assert.Equal(mean, adam.State()["mean.0"].ToArray<float>());
    }

    [Fact]
    public void A_parameter_that_joins_late_counts_its_own_steps()
    {
        Parameter a = new(Tensor.From([1.0])), b = new(Tensor.From([1.0]));
        Adam adam = new([a, b, a]);
        Assert.Equal(2, adam.Parameters.Count);
        for (int t = 0; t < 100; t++)
        {
            adam.ZeroGrad();
            a.Sum().Backward();
            adam.Step();
        }

        b.Sum().Backward();
        adam.Step();
        Assert.Equal(1 - 1e-3, b.Item(), 1e-9);
    }

    public static TheoryData<string, string> Misuses => new()
    {
        { "Sgd: LearningRate", "0 or more" },
        { "Sgd: Momentum", "less than 1" },
        { "Sgd: WeightDecay", "0 or more" },
        { "Adam: Beta2", "less than 1" },
        { "AdaDelta: Delta", "above 0" },
        { "Sgd: Nesterov", "Momentum above 0" },
        { "SetFactors", "no parameter of this Adam" },
        { "ByNorm", "above 0" },
    };

    [Theory]
    [MemberData(nameof(Misuses))]
    public void Misuse_gets_one_clear_message(string what, string mend)
    {
        Parameter w = new(Tensor.From([1.0]));
        Dictionary<string, Action> acts = new()
        {
            ["Sgd: LearningRate"] = () => _ = new Sgd([w]) { LearningRate = -0.1 },
            ["Sgd: Momentum"] = () => _ = new Sgd([w]) { Momentum = 1 },
            ["Sgd: WeightDecay"] = () => _ = new Sgd([w]) { WeightDecay = double.NaN },
            ["Adam: Beta2"] = () => _ = new Adam([w]) { Beta2 = 1.5 },
            ["AdaDelta: Delta"] = () => _ = new AdaDelta([w]) { Delta = 0 },
            ["Sgd: Nesterov"] = () =>
            {
                w.Sum().Backward();
                new Sgd([w]) { Nesterov = true }.Step();
            },
            ["SetFactors"] = () => new Adam([w]).SetFactors([new Parameter(Tensor.From([1.0]))]),
            ["ByNorm"] = () => Clip.ByNorm([w], 0),
        };
        string message = Assert.ThrowsAny<Exception>(acts[what]).Message;
        Assert.Contains(what, message, StringComparison.Ordinal);
        Assert.Contains(mend, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gradient_that_is_not_finite_is_named_before_anything_moves()
    {
        Sequential model = new(new Linear(2, 3, rng: new Rng(1)), new Linear(3, 1, rng: new Rng(2)));
        float[] before = [.. model.Parameters().SelectMany(p => p.ToArray<float>())];
        (model.Parameters().First().Sum() + (model.Parameters().Skip(2).First() * float.NaN).Sum()).Backward();
        foreach (Adam adam in new[] { new Adam(model.Parameters()) { CheckGradients = true }, new Adam(model.Parameters()) { ClipNorm = 1 } })
        {
            string message = Assert.Throws<InvalidOperationException>(adam.Step).Message;
            Assert.Contains("1.weight [1, 3] (parameter 2)", message, StringComparison.Ordinal);
            Assert.Equal(0, adam.Steps);
            Assert.Equal(before, model.Parameters().SelectMany(p => p.ToArray<float>()));
        }
    }

    [Fact]
    public void A_step_allocates_nothing_large_once_the_first_has_passed()
    {
        foreach (Func<IEnumerable<Parameter>, Optimizer> make in Methods.Values)
        {
            Parameter w = new(Tensor.Ones([300_000]));
            (w * w).Sum().Backward();
            Optimizer optimizer = make([w]);
            optimizer.ClipNorm = 0.5;
            optimizer.ClipValue = 0.1;
            optimizer.CheckGradients = true;
            optimizer.Step();
            optimizer.Step();
            long before = GC.GetAllocatedBytesForCurrentThread();
            optimizer.Step();
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000);
        }
    }

    [Fact]
    public void Its_name_and_constants_are_a_line() => Assert.StartsWith(
        "Sgd(LearningRate 0.1, WeightDecay 0, ClipNorm 2, Momentum 0.9, ", new Sgd([new Parameter(Tensor.Zeros([3]))]) { LearningRate = 0.1, Momentum = 0.9, ClipNorm = 2 }.ToString(), StringComparison.Ordinal);

    private static Parameter[] Weights()
    {
        Rng rng = new(5);
        return [new(Tensor.Normal([3, 5], rng: rng)), new(Tensor.Normal([7], rng: rng))];
    }

    private static void Train(Optimizer optimizer, Parameter[] weights, int from, int to)
    {
        for (int k = from; k < to; k++)
        {
            optimizer.ZeroGrad();
            (((weights[0] * weights[0]) + (weights[0] + (k / 10.0)).Sin()).Sum() + (weights[1] * (k - 3.5)).Exp().Mean()).Backward();
            optimizer.Step();
        }
    }
}
