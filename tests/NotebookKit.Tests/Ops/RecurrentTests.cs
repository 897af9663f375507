using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Ops;
using Gru = NotebookKit.Layers.Gru;
using Lstm = NotebookKit.Layers.Lstm;
using Rnn = NotebookKit.Layers.Rnn;

namespace NotebookKit.Tests.Ops;

/// <summary>Recurrent networks at the lectures' numbers, by their formulas, and when they are misused.</summary>
[Collection(nameof(OneAtATime))]
public class RecurrentTests
{
    public static TheoryData<string, Action, string> Misuses => new()
    {
        { "Lstm", () => new Lstm(3, 4).Forward(Tensor.Zeros([2, 5])), "[2, 5]" },
        { "Lstm", () => new Lstm(3, 4).Forward(Tensor.Zeros([0, 2, 3])), "[0, 2, 3]" },
        { "Lstm", () => new Lstm(3, 4).Run(Tensor.Zeros([5, 2, 3]), lengths: Tensor.From([6L, 1L])), "6 does not lie within the 5 steps of [5, 2, 3]" },
        { "Lstm", () => new Lstm(3, 4).Run(Tensor.Zeros([5, 2, 3]), lengths: Tensor.From([6L])), "[2] for [5, 2, 3], and got [1] of Int64" },
        { "Lstm", () => new Lstm(3, 4).Run(Tensor.Zeros([5, 2, 3]), (Tensor.Zeros([1, 3, 4]), Tensor.Zeros([1, 2, 4]))), "[1, 2, 4], a row for each layer and direction, and got [1, 3, 4]" },
        { "Lstm", () => NotebookKit.Ops.Lstm.Apply(Tensor.Zeros([1, 1, 2]), new(Tensor.Zeros([4, 3]), Tensor.Zeros([4, 1]))), "[4, 3] and [4, 1]" },
        { "Lstm", () => NotebookKit.Ops.Lstm.Apply(Tensor.Zeros([1, 1, 2]), new(Tensor.Zeros([4, 2]), Tensor.Zeros([4, 1]), Peepholes: Tensor.Zeros([2, 1]))), "[3, 1]" },
        { "Gru", () => new Gru(3, 4).Forward(Tensor.Zeros([2, 5, 4])), "[2, 5, 4]" },
        { "Gru", () => NotebookKit.Ops.Gru.Apply(Tensor.Zeros([1, 1, 2]), new(Tensor.Zeros([3, 2]), Tensor.Zeros([3, 1]), Tensor.Zeros([2]))), "[3], and got [2]" },
        { "Rnn", () => new Rnn(3, 4).Forward(Tensor.Zeros([2, 3])), "[2, 3]" },
        { "Rnn", () => NotebookKit.Ops.Rnn.Apply(Tensor.Zeros([2, 1, 2], DType.Int64), new(Tensor.Zeros([3, 2]), Tensor.Zeros([3, 3]))), "Int64" },
        { "RnnCell", () => new RnnCell(3, 4).Forward(Tensor.Zeros([2, 4])), "[2, 4]" },
    };

    [Theory]
    [MemberData(nameof(Misuses))]
    public void A_misuse_is_named_with_its_shape(string operation, Action action, string part)
    {
        ArgumentException e = Assert.ThrowsAny<ArgumentException>(action);
        Assert.StartsWith(operation, e.Message, StringComparison.Ordinal);
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Golden", "G-RNNW")]
    public void Weights_of_size_l_by_k_plus_l_count_21_96_and_63()
    {
        Assert.Equal(21, new Rnn(4, 3, bias: false).ParameterCount);
        Assert.Equal(63, new Gru(4, 3, bias: false).ParameterCount);

        // PyTorch's second bias is only added to the first; the formula has one.
        Assert.Equal(96, new Lstm(4, 3).NamedParameters().Where(named => named.Name != "biasHhL0").Sum(named => named.Parameter.Count));
    }

    [Fact]
    [Trait("System", "SEQ-RNN")]
    public void The_weights_on_h_and_x_side_by_side_give_what_the_split_ones_give_at_each_step()
    {
        Rnn layer = new(4, 3, bias: false, rng: new Rng(1), dtype: DType.Float64);
        Assert.Equal(3 * (4 + 3), layer.ParameterCount);
        Tensor joined = Tensor.Concat([layer["weightHhL0"], layer["weightIhL0"]], 1);
        Tensor x = Numbers(2, [5, 2, 4]);
        (Tensor outputs, _) = layer.Run(x);
        Tensor h = Tensor.Zeros([2, 3], DType.Float64);
        for (int t = 0; t < 5; t++)
        {
            h = Tensor.Concat([h, x[t]], 1).Linear(joined).Tanh();
            AssertEqual(h, outputs[t], 1e-14);
        }
    }

    [Fact]
    [Trait("System", "SEQ-UNROLL")]
    public void A_feed_forward_net_with_tied_weights_is_the_unrolled_network()
    {
        Rnn layer = new(2, 3, rng: new Rng(1), dtype: DType.Float64);
        Tensor x = Numbers(2, [6, 4, 2]);
        (Tensor outputs, Tensor last) = layer.Run(x);
        Tensor h = Tensor.Zeros([4, 3], DType.Float64);
        Tensor loss = Tensor.Scalar(0, DType.Float64);
        for (int t = 0; t < 6; t++)
        {
            h = (x[t].Linear(layer["weightIhL0"], layer["biasIhL0"]) + h.Linear(layer["weightHhL0"], layer["biasHhL0"])).Tanh();
            AssertEqual(h, outputs[t], 1e-14);
            loss += h.Square().Sum();
        }

        AssertEqual(h, last[0], 1e-14);
        Tensor[] weights = [.. layer.Parameters()];
        foreach ((Tensor unrolled, Tensor own) in Gradient.Of(loss, weights).Zip(Gradient.Of(outputs.Square().Sum(), weights)))
        {
            AssertEqual(unrolled, own, 1e-12);
        }
    }

    [Fact]
    [Trait("System", "SEQ-BPTT")]
    public void Backpropagation_through_1_to_10_steps_has_the_right_gradient()
    {
        for (int steps = 1; steps <= 10; steps++)
        {
            GradientCheck.Run(
                $"{steps} steps", x => NotebookKit.Ops.Rnn.Apply(x[0], new(x[1], x[2], x[3])).Outputs, [Numbers(1, [steps, 2, 2]), Numbers(2, [3, 2]), Numbers(3, [3, 3]), Numbers(4, [3])]);
        }
    }

    [Fact]
    [Trait("System", "SEQ-STACK")]
    public void Two_layers_are_one_after_the_other()
    {
        Rnn both = new(2, 3, layers: 2, rng: new Rng(1), dtype: DType.Float64);
        Tensor x = Numbers(2, [4, 2, 2]);
        Tensor first = NotebookKit.Ops.Rnn.Apply(x, Weights(both, "L0")).Outputs;
        (Tensor second, Tensor last) = NotebookKit.Ops.Rnn.Apply(first, Weights(both, "L1"));
        (Tensor outputs, Tensor states) = both.Run(x);
        AssertEqual(second, outputs, 0);
        AssertEqual(Tensor.Stack([first[3], last]), states, 0);
        GradientCheck.Run("two layers", v => both.Forward(v[0]), [x]);
        GradientCheck.Run(
            "two layers' weights",
            v => NotebookKit.Ops.Rnn.Apply(NotebookKit.Ops.Rnn.Apply(x, new(v[0], v[1])).Outputs, new(v[2], v[3])).Outputs,
            [Numbers(3, [3, 2]), Numbers(4, [3, 3]), Numbers(5, [2, 3]), Numbers(6, [2, 2])]);
    }

    [Fact]
    public void A_chunk_that_begins_where_the_last_ended_goes_on_and_a_detached_state_cuts_the_gradient()
    {
        Lstm layer = new(2, 3, layers: 2, rng: new Rng(1), dtype: DType.Float64);
        Tensor x = Numbers(2, [7, 2, 2]);
        (Tensor whole, Tensor hidden, _) = layer.Run(x);
        (Tensor first, Tensor h, Tensor c) = layer.Run(x[..3]);
        (Tensor rest, Tensor last, _) = layer.Run(x[3..], (h.Detach(), c.Detach()));
        AssertEqual(whole, Tensor.Concat([first, rest]), 1e-14);
        AssertEqual(hidden, last, 1e-14);
    }

    [Fact]
    public void Sequences_of_their_own_length_do_not_see_what_lies_behind_their_end()
    {
        Gru layer = new(2, 3, bidirectional: true, rng: new Rng(1));
        Tensor x = Tensor.Normal([5, 2, 2], rng: new Rng(2));
        (Tensor outputs, Tensor last) = layer.Run(x, lengths: Tensor.From([5L, 2L]));
        (Tensor alone, Tensor lastAlone) = layer.Run(x[..2, 1..2]);
        AssertEqual(alone[.., 0], outputs[..2, 1], 1e-6);
        AssertEqual(lastAlone[.., 0], last[.., 1], 1e-6);
        Assert.Equal(outputs[1, 1, ..3].ToArray<float>(), outputs[4, 1, ..3].ToArray<float>());
    }

    [Fact]
    public void Results_and_gradients_are_the_same_bits_with_1_2_3_and_8_threads() => Threads.AllGiveTheSame(() =>
    {
        Tensor x = Tensor.Normal([5, 70, 40], rng: new Rng(1));
        x.RequiresGrad = true;
        List<float> numbers = [];
        foreach (Recurrent layer in new Recurrent[] { new Lstm(40, 131, rng: new Rng(2), peepholes: true), new Gru(40, 131, rng: new Rng(3)), new Rnn(40, 131, rng: new Rng(4)) })
        {
            Tensor y = layer.Forward(x);
            numbers.AddRange(y.ToArray<float>());
            foreach (Tensor slope in Gradient.Of(y, [x, .. layer.Parameters()], start: y.Detach()))
            {
                numbers.AddRange(slope.ToArray<float>());
            }
        }

        return [.. numbers];
    });

    [Fact]
    public void Dropout_lies_between_layers_in_training_only()
    {
        Gru layer = new(3, 4, layers: 2, dropout: 0.5, rng: new Rng(1));
        Tensor x = Tensor.Normal([4, 2, 3], rng: new Rng(2));
        Assert.NotEqual(layer.Forward(x).ToArray<float>(), layer.Forward(x).ToArray<float>());
        Assert.Equal(layer.Predict(x).ToArray<float>(), layer.Predict(x).ToArray<float>());
    }

    private static RecurrentWeights Weights(Recurrent layer, string end) => new(layer[$"weightIh{end}"], layer[$"weightHh{end}"], layer[$"biasIh{end}"], layer[$"biasHh{end}"]);

    private static Tensor Numbers(int seed, Shape shape) => Tensor.Uniform(shape, -1, 1, new Rng(seed), DType.Float64);

    private static void AssertEqual(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.All(expected.ToArray<double>().Zip(actual.ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }
}
