using NotebookKit.Kernels;
using NotebookKit.Ops;
using Lstm = NotebookKit.Ops.Lstm;

namespace NotebookKit.Tests.Ops;

/// <summary>LSTMs of whole panels of units, whose products and gates are one step: beside the plain steps, on every width and any number of threads.</summary>
[Collection(nameof(OneAtATime))]
public class WideLstmTests
{
    private const int Steps = 3, Batch = 13, Inputs = 5;

    public static TheoryData<int, bool, bool, bool> Kinds
    {
        get
        {
            TheoryData<int, bool, bool, bool> kinds = [];
            foreach (int hidden in new[] { 64, 96, 70 })
            {
                kinds.Add(hidden, false, false, false);
                kinds.Add(hidden, true, true, false);
                kinds.Add(hidden, false, true, true);
            }

            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Steps_with_their_product_give_the_plain_steps_and_their_gradients(int hidden, bool coupled, bool peepholes, bool uneven) => OpRegistry.OnEveryVariant(_ =>
    {
        Tensor[] given = Given(hidden, coupled, peepholes);
        Tensor? lengths = uneven ? Tensor.From([.. Enumerable.Range(0, Batch).Select(i => (long)(i % (Steps + 1)))], [Batch]) : null;
        SequencePlan plan = SequencePlan.For("Lstm", coupled ? 3 : 4, given[0], Weights(given), given[1], lengths, reverse: uneven);
        Tensor plain = Lstm.Composite(plan, coupled, [.. given, .. new Tensor?[8 - given.Length]]);
        double[][] expected = [plain[plan.Results].ToArray<double>(), .. Slopes(plain[plan.Results], given)];
        int before = Fork.Threads;
        try
        {
            double[][]? first = null;
            foreach (int threads in new[] { 1, 2, 3 })
            {
                Fork.Threads = threads;
                Tensor fused = Lstm.Apply(given[0], Weights(given), given[1], given[2], lengths, reverse: uneven, coupled: coupled).Outputs;
                double[][] found = [fused.ToArray<double>(), .. Slopes(fused, given)];
                first ??= found;
                for (int i = 0; i < found.Length; i++)
                {
                    Assert.Equal(first[i], found[i]);
                    Assert.All(expected[i].Zip(found[i]), pair => Assert.Equal(pair.First, pair.Second, 1e-10));
                }
            }
        }
        finally
        {
            Fork.Threads = before;
        }
    });

    private static RecurrentWeights Weights(Tensor[] given) => new(given[3], given[4], given[5], given[6], given.Length > 7 ? given[7] : null);

    private static Tensor[] Given(int hidden, bool coupled, bool peepholes)
    {
        Rng rng = new(9);
        int rows = (coupled ? 3 : 4) * hidden;
        Shape[] shapes = [new(Steps, Batch, Inputs), new(Batch, hidden), new(Batch, hidden), new(rows, Inputs), new(rows, hidden), new(rows), new(rows), new(coupled ? 2 : 3, hidden)];
        return [.. shapes[..(peepholes ? 8 : 7)].Select(shape =>
        {
            Tensor numbers = Tensor.Uniform(shape, -0.5, 0.5, rng, DType.Float64);
            numbers.RequiresGrad = true;
            return numbers;
        })];
    }

    private static double[][] Slopes(Tensor outputs, Tensor[] given)
    {
        Tensor weights = Tensor.Uniform(outputs.Shape, -1, 1, new Rng(4), DType.Float64);
        (outputs * weights).Sum().Backward();
        double[][] slopes = [.. given.Select(tensor => tensor.Grad!.ToArray<double>())];
        foreach (Tensor tensor in given)
        {
            tensor.ZeroGradient();
        }

        return slopes;
    }
}
