using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Ops;
using Lstm = NotebookKit.Layers.Lstm;

namespace NotebookKit.Tests.Ops;

/// <summary>The gates of LSTM and GRU as the lectures explain them.</summary>
public class LstmTests
{
    [Fact]
    [Trait("Golden", "G-LSTM1")]
    [Trait("Golden", "G-LSTM2")]
    [Trait("System", "SEQ-LSTMEX")]
    public void James_and_the_weather_are_remembered_as_in_the_lecture()
    {
        // Without weights the gates are set by the biases; sigmoid and tanh of infinite sums are exactly 0 and 1.
        double[] forget = [0.1, 1];
        double[] input = [0.8, 0];
        double[] proposed = [0.9, -0.75];
        Tensor before = Tensor.From([-0.5, 0.2], new Shape(1, 2));
        AssertEqual([-0.05, 0.2], Step([0, 0], forget, [0, 0], [1, 1], before).Cell, 1e-12);
        AssertEqual([0.72, 0], Step(input, [0, 0], proposed, [1, 1], before).Cell, 1e-12);
        AssertEqual([0.67, 0.2], Step(input, forget, proposed, [1, 1], before).Cell, 1e-12);
    }

    [Fact]
    [Trait("Golden", "G-LSTM3")]
    [Trait("System", "SEQ-LSTMOUT")]
    public void A_sparse_output_is_the_product_of_gate_and_squashed_cell()
    {
        double[] squashed = [0.2, 0.98, -0.97, -0.1, 0.98, 0.8, 0.2, 0.3, -0.99, 0.8, 0.7];
        double[] output = [0.01, 0.85, 0.75, 0.1, 0.2, 0.8, 0.1, 0.1, 0.02, 0.9, 0.8];
        double[] right = [0.002, 0.833, -0.7275, -0.01, 0.196, 0.64, 0.02, 0.03, -0.0198, 0.72, 0.56];
        double[] slide = [0.002, 0.83, -0.73, -0.01, 0.2, 0.64, 0.02, 0.03, -0.02, 0.72];
        Tensor cell = Tensor.From(Array.ConvertAll(squashed, Math.Atanh), new Shape(1, 11));
        double[] shown = Step(new double[11], [.. Enumerable.Repeat(1.0, 11)], new double[11], output, cell).Hidden.ToArray<double>();
        Assert.All(right.Zip(shown), pair => Assert.Equal(pair.First, pair.Second, 1e-12));

        // The slide's last number, 0.63, is a misprint.
        Assert.All(slide.Zip(shown), pair => Assert.Equal(pair.First, pair.Second, 0.006));
    }

    [Fact]
    [Trait("Golden", "G-GATES")]
    [Trait("System", "SEQ-LSTMGATE")]
    public void A_forget_gate_of_1_keeps_the_cell_for_1000_steps_and_of_0_wipes_it()
    {
        Tensor cell = Numbers(1, [2, 3]) * 5;
        Tensor x = Numbers(2, [1000, 2, 4]);
        RecurrentWeights keep = Weights(inputGate: -1e6, forgetGate: 1e6);
        Assert.Equal(cell.ToArray<double>(), NotebookKit.Ops.Lstm.Apply(x, keep, cell: cell).Cell.ToArray<double>());
        RecurrentWeights wipe = Weights(inputGate: -1e6, forgetGate: -1e6);
        Assert.Equal(new double[6], NotebookKit.Ops.Lstm.Apply(x[..1], wipe, cell: cell).Cell.ToArray<double>());

        // The input gate selects what is proposed, the output gate what is shown.
        (Tensor all, _, Tensor proposed) = NotebookKit.Ops.Lstm.Apply(x[..1], Weights(inputGate: 1e6, forgetGate: -1e6), cell: cell);
        Assert.All(proposed.ToArray<double>(), value => Assert.InRange(Math.Abs(value), 1e-6, 1));
        Assert.All(all.ToArray<double>().Zip(proposed.Tanh().ToArray<double>()), pair => Assert.InRange(pair.First / pair.Second, 0, 1));

        static RecurrentWeights Weights(double inputGate, double forgetGate)
        {
            double[] bias = [.. Enumerable.Repeat(inputGate, 3), .. Enumerable.Repeat(forgetGate, 3), .. new double[6]];
            return new(Numbers(3, [12, 4]), Numbers(4, [12, 3]), Tensor.From(bias));
        }
    }

    [Fact]
    [Trait("System", "SEQ-LSTM")]
    public void An_Lstm_follows_the_lectures_formulas_on_h_and_x_joined()
    {
        const int Inputs = 4;
        const int Hidden = 3;
        Lstm layer = new(Inputs, Hidden, rng: new Rng(1), dtype: DType.Float64);
        Tensor joined = Tensor.Concat([layer["weightHhL0"], layer["weightIhL0"]], 1);
        Tensor bias = layer["biasIhL0"] + layer["biasHhL0"];
        Assert.Equal(4 * ((Hidden * (Inputs + Hidden)) + Hidden), joined.Count + bias.Count);
        Tensor x = Numbers(2, [5, 2, Inputs]);
        (Tensor outputs, _, Tensor last) = layer.Run(x);
        Tensor h = Tensor.Zeros([2, Hidden], DType.Float64);
        Tensor c = h;
        for (int t = 0; t < 5; t++)
        {
            Tensor both = Tensor.Concat([h, x[t]], 1);
            Tensor Net(int gate) => both.Linear(joined[(gate * Hidden)..((gate + 1) * Hidden)], bias[(gate * Hidden)..((gate + 1) * Hidden)]);
            Tensor i = Net(0).Sigmoid();
            Tensor f = Net(1).Sigmoid();
            Tensor o = Net(3).Sigmoid();
            c = (f * c) + (i * Net(2).Tanh());
            h = o * c.Tanh();
            AssertEqual(h.ToArray<double>(), outputs[t], 1e-14);
        }

        AssertEqual(c.ToArray<double>(), last, 1e-14);
        GradientCheck.Run(
            "lstm", v => NotebookKit.Ops.Lstm.Apply(v[0], new(v[1], v[2], v[3])).Outputs, [x, Numbers(3, [12, 4]), Numbers(4, [12, 3]), Numbers(5, [12])]);
        James_and_the_weather_are_remembered_as_in_the_lecture();
        A_sparse_output_is_the_product_of_gate_and_squashed_cell();
    }

    [Fact]
    [Trait("System", "SEQ-LSTMGRAD")]
    public void The_cell_passes_its_gradient_by_the_forget_gate_alone_and_stacked_gates_equal_separate_ones()
    {
        RecurrentWeights weights = new(Numbers(1, [12, 4]), Numbers(2, [12, 3]), Numbers(3, [12]));
        (Tensor x, Tensor h, Tensor c) = (Numbers(4, [1, 1, 4]), Numbers(5, [1, 3]), Numbers(6, [1, 3]));
        c.RequiresGrad = true;

        // Separate gates, each with its own part of the weights.
        Tensor[] gates = [.. Enumerable.Range(0, 4).Select(gate =>
        {
            Range rows = (gate * 3)..((gate + 1) * 3);
            Tensor sum = x[0].Linear(weights.Input[rows], weights.InputBias![rows]) + h.Linear(weights.Hidden[rows]);
            return gate == 2 ? sum.Tanh() : sum.Sigmoid();
        })];
        Tensor separate = (gates[1] * c) + (gates[0] * gates[2]);
        (_, Tensor hidden, Tensor cell) = NotebookKit.Ops.Lstm.Apply(x, weights, h, c);
        AssertEqual(separate.ToArray<double>(), cell, 1e-14);
        AssertEqual((gates[3] * separate.Tanh()).ToArray<double>(), hidden, 1e-14);

        // dC_t / dC_{t-1}: a row for each number of C_t.
        double[] forget = gates[1].ToArray<double>();
        for (int j = 0; j < 3; j++)
        {
            double[] row = new double[3];
            row[j] = 1;
            Tensor slope = Gradient.Of(cell, [c], start: Tensor.From(row, new Shape(1, 3)), retainGraph: true)[0];
            row[j] = forget[j];
            AssertEqual(row, slope, 1e-15);
        }
    }

    [Fact]
    public void Peepholes_of_zero_change_nothing_and_others_do()
    {
        RecurrentWeights weights = new(Numbers(1, [12, 4]), Numbers(2, [12, 3]));
        (Tensor x, Tensor c) = (Numbers(3, [4, 2, 4]), Numbers(4, [2, 3]));
        double[] plain = NotebookKit.Ops.Lstm.Apply(x, weights, cell: c).Outputs.ToArray<double>();
        AssertEqual(plain, NotebookKit.Ops.Lstm.Apply(x, weights with { Peepholes = Tensor.Zeros([3, 3], DType.Float64) }, cell: c).Outputs, 0);
        Assert.NotEqual(plain, NotebookKit.Ops.Lstm.Apply(x, weights with { Peepholes = Tensor.Ones([3, 3], DType.Float64) }, cell: c).Outputs.ToArray<double>());
    }

    [Fact]
    [Trait("System", "SEQ-LSTMCOUP")]
    public void Coupled_gates_equal_an_input_gate_of_1_less_the_forget_gate()
    {
        (Tensor input, Tensor hidden, Tensor bias) = (Numbers(1, [9, 4]), Numbers(2, [9, 3]), Numbers(3, [9]));

        // sigmoid(-s) = 1 - sigmoid(s)
        Tensor Four(Tensor three) => Tensor.Concat([-three[..3], three], 0);
        Tensor x = Numbers(4, [6, 2, 4]);
        var plain = NotebookKit.Ops.Lstm.Apply(x, new(Four(input), Four(hidden), Four(bias)));
        var coupled = NotebookKit.Ops.Lstm.Apply(x, new(input, hidden, bias), coupled: true);
        AssertEqual(plain.Outputs.ToArray<double>(), coupled.Outputs, 1e-14);
        AssertEqual(plain.Cell.ToArray<double>(), coupled.Cell, 1e-14);
        Assert.Equal(3 * ((3 * 7) + 6), new Lstm(4, 3, coupled: true).ParameterCount);
    }

    [Fact]
    public void An_update_gate_of_0_keeps_the_state_in_the_lectures_Gru_and_of_1_in_PyTorchs()
    {
        (Tensor input, Tensor hidden, Tensor h) = (Numbers(1, [9, 4]), Numbers(2, [9, 3]), Numbers(3, [2, 3]));
        Tensor x = Numbers(4, [50, 2, 4]);
        Tensor Bias(double update) => Tensor.From([.. new double[3], update, update, update, .. new double[3]]);
        AssertEqual(h.ToArray<double>(), NotebookKit.Ops.Gru.Apply(x, new(input, hidden, Bias(-1e6)), h, resetFirst: true).Hidden, 0);
        AssertEqual(h.ToArray<double>(), NotebookKit.Ops.Gru.Apply(x, new(input, hidden, Bias(1e6)), h).Hidden, 0);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Plain_steps_give_what_the_fused_gates_give(bool reverse, bool lengths)
    {
        SequencePlan plan = new(4, 3, 5, reverse, lengths ? [4, 2, 0] : null);
        Tensor? ends = lengths ? Tensor.From([4L, 2L, 0L]) : null;
        (Tensor x, Tensor h, Tensor c) = (Numbers(1, [4, 3, 2]), Numbers(2, [3, 5]), Numbers(3, [3, 5]));
        RecurrentWeights four = new(Numbers(4, [20, 2]), Numbers(5, [20, 5]), Numbers(6, [20]), Numbers(7, [20]), Numbers(8, [3, 5]));
        Tensor lstm = NotebookKit.Ops.Lstm.Composite(plan, coupled: false, [x, h, c, four.Input, four.Hidden, four.InputBias, four.HiddenBias, four.Peepholes]);
        var fused = NotebookKit.Ops.Lstm.Apply(x, four, h, c, ends, reverse);
        AssertEqual(lstm[plan.Results].ToArray<double>(), fused.Outputs, 1e-13);
        AssertEqual(lstm[5].ToArray<double>(), fused.Cell, 1e-13);
        Tensor gru = NotebookKit.Ops.Gru.Composite(plan, resetFirst: false, [x, h, four.Input[..15], four.Hidden[..15], four.InputBias![..15], null]);
        AssertEqual(gru[plan.Results].ToArray<double>(), NotebookKit.Ops.Gru.Apply(x, new(four.Input[..15], four.Hidden[..15], four.InputBias[..15]), h, ends, reverse).Outputs, 1e-13);
        Tensor rnn = NotebookKit.Ops.Rnn.Composite(plan, rectified: true, [x, h, four.Input[..5], four.Hidden[..5], null, null]);
        AssertEqual(rnn[plan.Results].ToArray<double>(), NotebookKit.Ops.Rnn.Apply(x, new(four.Input[..5], four.Hidden[..5]), h, ends, reverse, rectified: true).Outputs, 1e-13);
    }

    // One step of a cell whose gates have the given values.
    private static (Tensor Hidden, Tensor Cell) Step(double[] input, double[] forget, double[] proposed, double[] output, Tensor cell)
    {
        static double Logit(double p) => p is 0 or 1 ? (p - 0.5) * 1e6 : Math.Log(p / (1 - p));
        LstmCell layer = new(1, input.Length, dtype: DType.Float64);
        foreach (Parameter parameter in layer.Parameters())
        {
            InPlace.Fill(parameter, 0);
        }

        InPlace.Copy(layer.BiasIh!, Tensor.From([.. input.Select(Logit), .. forget.Select(Logit), .. proposed.Select(Math.Atanh), .. output.Select(Logit)]));
        return layer.Step(Tensor.Ones([1, 1], DType.Float64), (Tensor.Zeros(cell.Shape, DType.Float64), cell));
    }

    private static Tensor Numbers(int seed, Shape shape) => Tensor.Uniform(shape, -1, 1, new Rng(seed), DType.Float64);

    private static void AssertEqual(double[] expected, Tensor actual, double tolerance) =>
        Assert.All(expected.Zip(actual.ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, tolerance));
}
