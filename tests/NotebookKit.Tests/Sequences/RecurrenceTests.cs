using NotebookKit.Layers;
using NotebookKit.Optimizers;
using NotebookKit.Sequences;

namespace NotebookKit.Tests.Sequences;

/// <summary>What a loop does to signals and to gradients, on the library's own layers.</summary>
public class RecurrenceTests
{
    [Fact]
    [Trait("System", "SEQ-WHY")]
    public void Order_is_nothing_to_an_MLP_and_something_to_an_RNN()
    {
        Tensor steps = Tensor.Normal([6, 1, 3], rng: new Rng(1));
        int[] mixed = [3, 0, 5, 1, 4, 2];
        Tensor shuffled = steps.IndexSelect(0, Tensor.From([.. mixed.Select(i => (long)i)]));
        Sequential mlp = new(new Linear(3, 8, rng: new Rng(2)), new ReLU(), new Linear(8, 2, rng: new Rng(3)));
        float[][] each = mlp.Predict(steps.Reshape(6, 3)).ToJagged<float>(), eachShuffled = mlp.Predict(shuffled.Reshape(6, 3)).ToJagged<float>();
        for (int i = 0; i < 6; i++)
        {
            Assert.Equal(each[mixed[i]], eachShuffled[i]);
        }

        Rnn rnn = new(3, 8, rng: new Rng(4));
        Tensor last = rnn.Run(steps).Hidden, lastShuffled = rnn.Run(shuffled).Hidden;
        Assert.True((last - lastShuffled).Abs().Max().Item() > 0.05);
    }

    [Fact]
    [Trait("System", "SEQ-TANHLOOP")]
    public void A_linear_loop_with_gain_above_one_explodes_and_tanh_holds_it()
    {
        Tensor push = Tensor.From([0.1]);
        StateTrace Loop(Func<Tensor, Tensor> f) => new StateSpace((state, input) => f((state * 1.1) + input), (state, _) => state)
            .Run([.. Enumerable.Repeat(push, 100)], Tensor.From([0.0]));
        double[] linear = [.. Loop(x => x).Outputs.Select(y => y.Item())], held = [.. Loop(x => x.Tanh()).Outputs.Select(y => y.Item())];
        Assert.Equal(0.1 * (Math.Pow(1.1, 100) - 1) / 0.1, linear[^1], 6);
        Assert.True(linear[^1] > 10_000);
        Assert.All(held, value => Assert.InRange(value, -1, 1));
        Assert.Equal(held[^1], Math.Tanh((1.1 * held[^1]) + 0.1), 9);
    }

    [Fact]
    [Trait("System", "SEQ-TIMING")]
    [Trait("System", "SEQ-NSS")]
    public void The_timing_table_is_the_lectures_and_the_simulator_runs_cells_and_any_rule()
    {
        string[] table = StateSpace.Timing(4).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(5, table.Length);
        Assert.Equal("t=1 x(1) h(1) = f(h(0), x(1)) y(1) = g(h(1))", string.Join(' ', table[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal("t=4 x(4) h(4) = f(h(3), x(4)) y(4) = g(h(4))", string.Join(' ', table[4].Split(' ', StringSplitOptions.RemoveEmptyEntries)));

        RnnCell cell = new(2, 3, rng: new Rng(1));
        Linear read = new(3, 1, rng: new Rng(2));
        Tensor inputs = Tensor.Normal([5, 1, 2], rng: new Rng(3));
        StateTrace trace = StateSpace.Of(cell, read).Run([.. Enumerable.Range(0, 5).Select(t => inputs[t])], Tensor.Zeros([1, 3]));
        Tensor state = Tensor.Zeros([1, 3]);
        for (int t = 0; t < 5; t++)
        {
            state = cell.Step(inputs[t], state);
            Assert.Equal(state.Detach().ToArray<float>(), trace.States[t + 1].Detach().ToArray<float>());
            Assert.Equal(read.Forward(state).Detach().ToArray<float>(), trace.Outputs[t].Detach().ToArray<float>());
        }

        Assert.Equal(5, trace.ToString().Split('\n').Length);

        // A counter: lecture S1's form tells how many ones came before this one, S2's how many with it.
        Tensor[] ones = [Tensor.From([1.0]), Tensor.From([0.0]), Tensor.From([1.0])];
        double[] Count(bool old) => [.. new StateSpace((sum, x) => sum + x, (sum, _) => sum) { ReadsOldState = old }.Run(ones, Tensor.From([0.0])).Outputs.Select(y => y.Item())];
        Assert.Equal([0.0, 1, 1], Count(old: true));
        Assert.Equal([1.0, 1, 2], Count(old: false));
    }

    [Theory]
    [Trait("System", "SEQ-VANISH")]
    [InlineData(0.9)]
    [InlineData(1.0)]
    [InlineData(1.1)]
    public void Gradients_through_a_linear_loop_shrink_or_grow_by_its_singular_value_each_step(double sigma)
    {
        // W = sigma Q with an orthogonal Q: every direction is stretched alike.
        Tensor w = Tensor.Normal([4, 4], rng: new Rng(1), dtype: DType.Float64).Svd().U * sigma;
        Tensor message = Tensor.From(new double[,] { { 3, 0, 4, 0 } });
        foreach (int steps in new[] { 1, 5, 20, 50 })
        {
            Tensor first = Tensor.Normal([1, 4], rng: new Rng(2), dtype: DType.Float64);
            first.RequiresGrad = true;
            Tensor state = first;
            for (int t = 0; t < steps; t++)
            {
                state = state.MatMul(w.Transpose());
            }

            (state * message).Sum().Backward();
            Assert.Equal(5 * Math.Pow(sigma, steps), Math.Sqrt(first.Grad!.Square().Sum().Item()), 9 - (int)Math.Max(0, Math.Log10(Math.Pow(sigma, steps))));
        }
    }

    [Theory]
    [Trait("System", "SEQ-CLIP")]
    [InlineData(0.5)]
    [InlineData(4)]
    [InlineData(100)]
    public void Clipping_makes_the_norm_the_smaller_one_and_keeps_the_direction(double most)
    {
        Linear layer = new(5, 3, rng: new Rng(1), dtype: DType.Float64);
        (layer.Forward(Tensor.Normal([4, 5], rng: new Rng(2), dtype: DType.Float64)) * 3).Square().Sum().Backward();
        double[] before = [.. layer.Parameters().SelectMany(p => p.Grad!.ToArray<double>())];
        double norm = Math.Sqrt(before.Sum(g => g * g));
        Assert.Equal(norm, Clip.ByNorm(layer.Parameters(), most), 9);
        double[] after = [.. layer.Parameters().SelectMany(p => p.Grad!.ToArray<double>())];
        double clipped = Math.Sqrt(after.Sum(g => g * g));
        Assert.Equal(Math.Min(norm, most), clipped, 1e-6 * norm);
        Assert.Equal(1, before.Zip(after, (a, b) => a * b).Sum() / norm / clipped, 9);
    }

    [Fact]
    [Trait("System", "SEQ-TBPTT")]
    public void Stretches_as_long_as_the_sequence_are_the_full_gradient_and_shorter_ones_carry_the_state_on()
    {
        Tensor inputs = Tensor.Normal([12, 1, 3], rng: new Rng(1), dtype: DType.Float64), targets = Tensor.Normal([12, 1, 4], rng: new Rng(2), dtype: DType.Float64);
        (double[] Gradient, double[] Outputs) Train(int stretch)
        {
            Rnn rnn = new(3, 4, rng: new Rng(3), dtype: DType.Float64);
            Tensor? hidden = null;
            List<double> outputs = [];
            for (int from = 0; from < 12; from += stretch)
            {
                int to = Math.Min(12, from + stretch);
                (Tensor y, Tensor after) = rnn.Run(inputs[from..to], hidden?.Detach());
                (y - targets[from..to]).Square().Sum().Backward();
                outputs.AddRange(y.Detach().ToArray<double>());
                hidden = after;
            }

            return ([.. rnn.Parameters().SelectMany(p => p.Grad!.ToArray<double>())], [.. outputs]);
        }

        (double[] full, double[] all) = Train(12);
        Assert.Equal(full, Train(50).Gradient);
        (double[] cut, double[] same) = Train(4);
        Assert.Equal(all, same, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.True(full.Zip(cut, (a, b) => Math.Abs(a - b)).Max() > 1e-3, "gradients over the cuts are missing");
    }
}
