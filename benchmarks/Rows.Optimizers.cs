using NotebookKit.Optimizers;

namespace NotebookKit.Benchmarks;

/// <content>Steps of optimisers over parameters far larger than the caches: the speed is the memory's.</content>
internal static partial class Rows
{
    private static IEnumerable<Row> Optimizers() =>
    [
        Moved("Adam step of 10,000,000", parameters => new Adam(parameters), 10_000_000),
        Moved("SGD momentum step of 10,000,000", parameters => new Sgd(parameters) { Momentum = 0.9 }, 10_000_000),
    ];

    private static Row Moved(string name, Func<IEnumerable<Parameter>, Optimizer> make, int count)
    {
        Optimizer? optimizer = null;
        return new Row(
            name,
            () =>
            {
                // Made when the row first runs: 160 MB that other rows need not carry.
                optimizer ??= Loaded(make, count);
                optimizer.Step();
            },
            0,
            0.9,
            1);
    }

    private static Optimizer Loaded(Func<IEnumerable<Parameter>, Optimizer> make, int count)
    {
        Parameter weights = new(Tensor.Uniform([count], rng: new Rng(1)));
        (weights * 0.01).Sum().Backward();
        return make([weights]);
    }
}
