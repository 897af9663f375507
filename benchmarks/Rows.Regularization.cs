using NotebookKit.Regularization;

namespace NotebookKit.Benchmarks;

/// <content>Penalties on ten million weights: gradient and weight are read once and the gradient is written once, at the speed of the memory.</content>
internal static partial class Rows
{
    private const int Millions = 10;

    private static IEnumerable<Row> Regularization() =>
    [
        Penalised("L2 penalty of 10,000,000 gradients", w => new L2Penalty([w], 0.01), floor: 0.9, goal: 1),
        Penalised("L1 and L2 penalty of 10,000,000 gradients", w => new ElasticNetPenalty([w], 0.01, 0.01), floor: 1.5, goal: 2),
        Penalised("weight elimination of 10,000,000 gradients", w => new WeightElimination([w], 0.01), floor: 2, goal: 4),
    ];

    private static Row Penalised(string name, Func<Parameter, Penalty> penalty, double floor, double goal)
    {
        // Made when first run: forty megabytes each that most runs do not need.
        Lazy<Penalty> made = new(() =>
        {
            Parameter weight = new(Tensor.Normal([Millions * 1_000_000], rng: new Rng(1)));
            weight.Grad = Tensor.Normal(weight.Shape, rng: new Rng(2));
            return penalty(weight);
        });
        return new Row(name, () => made.Value.AddGradients(), Floor: floor, Goal: goal);
    }
}
