using NotebookKit.Devices;
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

    [Theory]
    [InlineData(DType.Float32, false, false)]
    [InlineData(DType.Float32, true, true)]
    [InlineData(DType.Float64, false, true)]
    [InlineData(DType.Float64, true, false)]
    public void Input_sums_of_a_few_steps_at_a_time_have_the_bits_of_all_at_once(DType type, bool reverse, bool uneven) => OpRegistry.OnEveryVariant(_ =>
    {
        // 40 sequences: three steps at a time, and two in the end.
        const int Sequences = 40, Length = 8, Hidden = 64;
        Rng rng = new(3);
        Tensor x = Tensor.Uniform([Length, Sequences, Inputs], -0.5, 0.5, rng, type);
        RecurrentWeights weights = new(Tensor.Uniform([4 * Hidden, Inputs], -0.5, 0.5, rng, type), Tensor.Uniform([4 * Hidden, Hidden], -0.2, 0.2, rng, type), Tensor.Uniform([4 * Hidden], -1, 1, rng, type));
        Tensor? lengths = uneven ? Tensor.From([.. Enumerable.Range(0, Sequences).Select(i => (long)(i % (Length + 1)))], [Sequences]) : null;
        SequencePlan plan = SequencePlan.For("Lstm", 4, x, weights, null, lengths, reverse);
        Tensor none = Tensor.Full([Sequences, Hidden], 0, type);
        double[] plain = Lstm.Composite(plan, coupled: false, [x, none, none, weights.Input, weights.Hidden, weights.InputBias, null, null])[plan.Results].ToArray<double>();
        int before = Fork.Threads;
        try
        {
            double[] all = AllAtOnce();
            Assert.All(plain.Zip(all), pair => Assert.Equal(pair.First, pair.Second, type == DType.Float32 ? 2e-6 : 1e-13));
            foreach (int threads in new[] { 1, 2 })
            {
                Fork.Threads = threads;
                Assert.Equal(3, x.Device.Recurrent!.LstmInputSteps(plan, coupled: false, type));
                Assert.Equal(all, Run());
                x.RequiresGrad = true;
                Assert.Equal(all, Run());
                x.RequiresGrad = false;
            }
        }
        finally
        {
            Fork.Threads = before;
        }

        double[] Run() => Lstm.Apply(x, weights, lengths: lengths, reverse: reverse).Outputs.ToArray<double>();

        double[] AllAtOnce()
        {
            RecurrentKernels kernels = x.Device.Recurrent!;
            Tensor states = Tensor.Full([Length + 2, Sequences, Hidden], 0, type);
            Tensor gates = new SequenceInput(x, weights.Input, weights.InputBias).Sums();
            kernels.LstmSteps(new LstmRun(plan, false, null, null, gates, states, Tensor.Full([2, Sequences, Hidden], 0, type), Tensor.Full([1, Sequences, Hidden], 0, type)), kernels.Pack(weights.Hidden.Transpose()));
            return states[plan.Results].ToArray<double>();
        }
    });

    [Fact]
    public void Without_inputs_the_biases_alone_drive_it()
    {
        RecurrentWeights weights = new(Tensor.Zeros([256, 0]), Tensor.Uniform([256, 64], -0.2, 0.2, new Rng(1)), Tensor.Uniform([256], -1, 1, new Rng(2)));
        double[] none = Lstm.Apply(Tensor.Zeros([4, 8, 0]), weights).Outputs.ToArray<double>();
        double[] zero = Lstm.Apply(Tensor.Zeros([4, 8, 1]), weights with { Input = Tensor.Ones([256, 1]) }).Outputs.ToArray<double>();
        Assert.Equal(zero, none);
        Assert.All(none, value => Assert.NotEqual(0, value));
    }

    [Fact]
    public void A_way_back_that_is_not_the_last_leaves_the_gates_as_they_are()
    {
        Tensor[] given = Given(64, coupled: false, peepholes: true);
        double[] once = Back(retains: false, times: 1);
        Assert.Equal(once, Back(retains: true, times: 1));
        Assert.Equal(Array.ConvertAll(once, slope => 2 * slope), Back(retains: true, times: 2));

        double[] Back(bool retains, int times)
        {
            Tensor loss = Lstm.Apply(given[0], Weights(given), given[1], given[2]).Outputs.Square().Sum();
            for (int i = 0; i < times; i++)
            {
                loss.Backward(retainGraph: retains);
            }

            double[] slopes = [.. given.SelectMany(tensor => tensor.Grad!.ToArray<double>())];
            foreach (Tensor tensor in given)
            {
                tensor.ZeroGradient();
            }

            return slopes;
        }
    }

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
