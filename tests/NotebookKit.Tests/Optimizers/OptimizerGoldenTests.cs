using NotebookKit.Optimizers;
using NotebookKit.Tests.Ops;

namespace NotebookKit.Tests.Optimizers;

/// <summary>Twenty steps of every optimiser against PyTorch's, which tests/golden/make_optim.py wrote down.</summary>
[Collection(nameof(OneAtATime))]
public class OptimizerGoldenTests
{
    private static readonly GoldenFile Golden = new("optim.npz");

    private static readonly Dictionary<string, Func<Parameter, Optimizer>> Methods = new()
    {
        ["sgd"] = w => new Sgd([w]) { LearningRate = 0.05 },
        ["sgd decay"] = w => new Sgd([w]) { LearningRate = 0.05, WeightDecay = 0.1 },
        ["sgd momentum"] = w => new Sgd([w]) { LearningRate = 0.05, Momentum = 0.9 },
        ["sgd dampening"] = w => new Sgd([w]) { LearningRate = 0.05, Momentum = 0.9, Dampening = 0.3, WeightDecay = 0.01 },
        ["sgd nesterov"] = w => new Sgd([w]) { LearningRate = 0.05, Momentum = 0.8, Nesterov = true, WeightDecay = 0.02 },
        ["adagrad"] = w => new AdaGrad([w]) { LearningRate = 0.1 },
        ["adagrad all"] = w => new AdaGrad([w]) { LearningRate = 0.1, RateDecay = 0.02, WeightDecay = 0.05, InitialSquares = 0.3, Delta = 1e-5 },
        ["rmsprop"] = w => new RmsProp([w]) { LearningRate = 0.02, Rho = 0.99, Delta = 1e-8, DeltaPlace = DeltaPlace.OutsideRoot },
        ["rmsprop centered"] = w => new RmsProp([w]) { LearningRate = 0.02, Centered = true, DeltaPlace = DeltaPlace.OutsideRoot },
        ["rmsprop momentum"] = w => new RmsProp([w]) { LearningRate = 0.02, Rho = 0.95, Momentum = 0.7, WeightDecay = 0.03, Delta = 1e-8, DeltaPlace = DeltaPlace.OutsideRoot },
        ["rmsprop all"] = w => new RmsProp([w]) { LearningRate = 0.01, Rho = 0.9, Momentum = 0.5, Centered = true, WeightDecay = 0.03, Delta = 1e-8, DeltaPlace = DeltaPlace.OutsideRoot },
        ["adadelta"] = w => new AdaDelta([w]),
        ["adadelta all"] = w => new AdaDelta([w]) { LearningRate = 0.7, Rho = 0.9, Delta = 1e-4, WeightDecay = 0.05 },
        ["adam"] = w => new Adam([w]) { LearningRate = 0.05 },
        ["adam all"] = w => new Adam([w]) { LearningRate = 0.05, Beta1 = 0.8, Beta2 = 0.95, Epsilon = 1e-6, WeightDecay = 0.1, AmsGrad = true },
        ["adamw"] = w => new AdamW([w]) { LearningRate = 0.05 },
        ["adamw all"] = w => new AdamW([w]) { LearningRate = 0.05, Beta1 = 0.8, Beta2 = 0.95, Epsilon = 1e-6, WeightDecay = 0.2, AmsGrad = true },
        ["adamax"] = w => new AdaMax([w]) { LearningRate = 0.05, WeightDecay = 0.02 },
        ["nadam"] = w => new NAdam([w]) { LearningRate = 0.05, WeightDecay = 0.02 },
    };

    public static TheoryData<string> Names => [.. Methods.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Twenty_steps_are_PyTorchs(string name) => OpRegistry.OnEveryVariant(_ =>
    {
        Tensor expected = Golden.Stored($"steps/{name}");
        Near(expected, Path(Methods[name], DType.Float64), 1e-12);
        Near(expected, Path(Methods[name], DType.Float32), 2e-5);
    });

    [Fact]
    public void Every_method_has_a_row() =>
        Assert.All(MethodAttribute.All(MethodKind.Adaptive).Where(type => type != typeof(DeltaBarDelta)), type => Assert.Contains(type, Methods.Values.Select(make => make(new Parameter(Tensor.Zeros([1]))).GetType())));

    [Fact]
    public void Gradients_are_shortened_as_by_PyTorch()
    {
        Parameter[] parameters = Loaded();
        Assert.Equal(Golden.Stored("clip/length").Item(), Clip.Norm(parameters), 1e-12);
        Assert.Equal(Golden.Stored("clip/length").Item(), Clip.ByNorm(parameters, 2.5), 1e-12);
        AssertGradients("norm", parameters);
        Assert.Equal(2.5, Clip.ByNorm(parameters, 100), 1e-6);
        AssertGradients("norm", parameters);
        parameters = Loaded();
        Clip.ByValue(parameters, 1.2);
        AssertGradients("value", parameters);

        static Parameter[] Loaded() => [.. Enumerable.Range(0, 3).Select(i =>
        {
            Tensor gradient = Golden.Stored($"clip/in{i}");
            Parameter parameter = new(Tensor.Zeros(gradient.Shape, DType.Float64));
            (parameter * gradient).Sum().Backward();
            return parameter;
        })];

        static void AssertGradients(string kind, Parameter[] parameters)
        {
            for (int i = 0; i < parameters.Length; i++)
            {
                Near(Golden.Stored($"clip/{kind}{i}"), parameters[i].Grad!.ToArray<double>(), 1e-12);
            }
        }
    }

    [Fact]
    public void A_step_has_the_same_bits_for_any_number_of_threads() => Threads.AllGiveTheSame(() =>
    {
        Rng rng = new(3);
        List<float> all = [];
        foreach (Func<Parameter, Optimizer> make in Methods.Values)
        {
            Parameter w = new(Tensor.Normal([140_001], rng: rng));
            Optimizer optimizer = make(w);
            optimizer.ClipNorm = 1;
            for (int k = 0; k < 2; k++)
            {
                optimizer.ZeroGrad();
                (w * w * w).Sum().Backward();
                optimizer.Step();
            }

            all.AddRange(w.ToArray<float>().Where((_, i) => i % 97 == 0 || i > 139_990));
        }

        return [.. all];
    });

    private static double[] Path(Func<Parameter, Optimizer> make, DType dtype)
    {
        Parameter w = new(Golden.Stored("start").To(dtype));
        Tensor a = Golden.Stored("a").To(dtype);
        Optimizer optimizer = make(w);
        List<double> path = [];
        for (int k = 0; k < 20; k++)
        {
            optimizer.ZeroGrad();
            ((a * w * w) + (w + (k / 10.0)).Sin()).Sum().Backward();
            optimizer.Step();
            path.AddRange(w.Detach().To(DType.Float64).ToArray<double>());
        }

        return [.. path];
    }

    private static void Near(Tensor expected, double[] actual, double tolerance)
    {
        double[] right = expected.ToArray<double>();
        Assert.Equal(right.Length, actual.Length);
        double worst = right.Zip(actual, (x, y) => Math.Abs(x - y)).Max();
        Assert.True(worst <= tolerance, $"off by {worst:E2}");
    }
}
