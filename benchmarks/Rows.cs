using NotebookKit.Layers;
using NotebookKit.Memory;
using NotebookKit.Optimizers;

namespace NotebookKit.Benchmarks;

/// <summary>Something that is measured.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Work">What it does.</param>
/// <param name="Flops">Floating-point operations of one run, where they are the measure.</param>
/// <param name="Floor">The least ratio peer's time / ours that is good enough; 0 for none.</param>
/// <param name="Goal">The ratio that we want.</param>
/// <param name="Note">What else is to be said, such as the memory it takes.</param>
internal sealed record Row(string Name, Action Work, double Flops = 0, double Floor = 0, double Goal = 0, string Note = "")
{
    /// <summary>The script of peers/ for pictures.</summary>
    public const string Pillow = "pillow_rows.py";

    /// <summary>The script of peers/ for what scikit-learn does.</summary>
    public const string Scikit = "sklearn_rows.py";

    /// <summary>Whether a run takes seconds: it is then run once a round, in three rounds at most.</summary>
    public bool IsLong { get; init; }

    /// <summary>How good the last run's result is, by name; the peer gives its own.</summary>
    public Func<IReadOnlyDictionary<string, double>>? Quality { get; init; }

    /// <summary>The script of peers/ that has the same row.</summary>
    public string PeerScript { get; init; } = "torch_rows.py";
}

/// <summary>All rows.</summary>
internal static partial class Rows
{
    /// <summary>In the order in which they are printed.</summary>
    public static IReadOnlyList<Row> All { get; } =
    [
        Product(32, 32, 32, 1.25), Product(64, 64, 64, 1.25), Product(128, 128, 128, 1.25), Product(64, 784, 128, 1.1),
        Product(512, 512, 512, 1.1), Product(1024, 1024, 1024, 1.1), Product(64, 4096, 4096, 1.1),
        Each("add of ten", 10, (a, b) => a + b, 20, 30),
        Each("add of ten, recorded", 10, (a, b) => a + b, 20, 30, requiresGrad: true),
        Scalars(100),
        Each("add of 100,000", 100_000, (a, b) => a + b, 1),
        Each("exp of 100,000", 100_000, (a, _) => a.Exp(), 1),
        Each("tanh of 100,000", 100_000, (a, _) => a.Tanh(), 1),
        Each("relu of 1,000,000", 1_000_000, (a, _) => a.Relu(), 1),
        Xor(),
        Step("MLP 784-512-256-10 step B64 SGD", parameters => new Sgd(parameters) { LearningRate = 0.01 }, 64, 784, 512, 256, 10),
        Step("MLP 784-512-256-10 step B64 Adam", parameters => new Adam(parameters), 64, 784, 512, 256, 10),
        .. Convolutions(),
        .. Pooling(),
        .. Layers(),
        .. Networks(),
        .. Regularization(),
        .. Sparse(),
        .. Optimizers(),
        .. Pictures(),
        .. Decompositions(),
    ];

    private static Row Product(int m, int k, int n, double goal)
    {
        Tensor a = Tensor.Uniform([m, k], rng: new Rng(1));
        Tensor b = Tensor.Uniform([k, n], rng: new Rng(2));
        return new Row($"matmul {m}x{k}x{n}", () => InScope(() => a.MatMul(b)), 2.0 * m * k * n, 0.95, goal);
    }

    private static Row Each(
        string name, int count, Func<Tensor, Tensor, Tensor> work, double floor = 0, double goal = 0, bool requiresGrad = false)
    {
        Tensor a = Tensor.Uniform([count], rng: new Rng(1));
        a.RequiresGrad = requiresGrad;
        Tensor b = Tensor.Uniform([count], rng: new Rng(2));
        return new Row(name, count < 1000 ? () => work(a, b) : () => InScope(() => work(a, b)), 0, floor, goal);
    }

    private static Row Scalars(int pairs)
    {
        Tensor x = Tensor.Uniform([1], rng: new Rng(1));
        x.RequiresGrad = true;
        Tensor c = Tensor.Uniform([1], rng: new Rng(2));
        Tensor d = Tensor.Uniform([1], rng: new Rng(3));
        return new Row(
            $"{2 * pairs} scalar operations and back",
            () =>
            {
                Tensor y = x;
                for (int i = 0; i < pairs; i++)
                {
                    y = (y * c) + d;
                }

                y.Backward();
                x.Grad = null;
            },
            Floor: 20,
            Goal: 40);
    }

    private static Row Xor()
    {
        using IDisposable seed = Rng.Seeded(1);
        Linear hidden = new(2, 8);
        Linear output = new(8, 1);
        Sgd optimizer = new([.. hidden.Parameters(), .. output.Parameters()]) { LearningRate = 0.5 };
        Tensor inputs = Tensor.From(new float[,] { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } });
        Tensor targets = Tensor.From(new float[,] { { 0 }, { 1 }, { 1 }, { 0 } });
        return new Row(
            "XOR 2-8-1 step",
            () =>
            {
                using BufferScope scope = new();
                optimizer.ZeroGrad();
                (output.Forward(hidden.Forward(inputs).Tanh()).Sigmoid() - targets).Square().Mean().Backward();
                optimizer.Step();
            },
            Floor: 15,
            Goal: 30);
    }

    private static Row Step(string name, Func<IEnumerable<Parameter>, Optimizer> train, int batch, params int[] sizes)
    {
        using IDisposable seed = Rng.Seeded(1);
        List<Module> layers = [];
        for (int i = 1; i < sizes.Length; i++)
        {
            layers.Add(new Linear(sizes[i - 1], sizes[i]));
            if (i < sizes.Length - 1)
            {
                layers.Add(new ReLU());
            }
        }

        Sequential model = new([.. layers]);
        Optimizer optimizer = train(model.Parameters());
        Tensor inputs = Tensor.Uniform([batch, sizes[0]]);
        Tensor labels = Tensor.From([.. Enumerable.Range(0, batch).Select(i => (long)(i % sizes[^1]))]);
        return new Row(
            name,
            () =>
            {
                using BufferScope scope = new();
                optimizer.ZeroGrad();
                model.Forward(inputs).CrossEntropy(labels).Backward();
                optimizer.Step();
            },
            Floor: 1.3,
            Goal: 1.5);
    }

    private static void InScope(Func<Tensor> work)
    {
        using BufferScope scope = new();
        _ = work();
    }
}
