using NotebookKit.Layers;
using NotebookKit.Losses;
using NotebookKit.Optimizers;

namespace NotebookKit.Homework.Quizzes.Bank;

/// <summary>Lecture S2 L10: backpropagation through time and the LSTM.</summary>
internal static class S2L10
{
    public static LectureQuiz Quiz { get; } = new("S2 L10", "recurrent networks and the LSTM",
    [
        new("cell", ["SEQ-LSTM", "SEQ-LSTMGATE", "SEQ-LSTMEX"], Cell),
        new("two-steps", ["SEQ-UNROLL", "SEQ-RNN", "SEQ-TIMING"], TwoSteps),
        new("through-time", ["SEQ-BPTT"], ThroughTime),
        new("clip", ["SEQ-CLIP"], Clipped),
        new("lstm-size", ["SEQ-LSTM"], LstmSize),
        new("letter", ["SEQ-CHARLM"], Letter),
    ]);

    private static NumberItem Cell(Draw draw)
    {
        // The four sums before the gates, in the library's order: input, forget, candidate, output.
        double[] sums = [draw.Decimal(-2, 2, 0.5), draw.Decimal(-2, 2, 0.5), draw.Decimal(-1.5, 1.5, 0.5), draw.Decimal(-2, 2, 0.5)];
        var before = draw.Decimal(-2, 2, 0.1);
        var cell = new LstmCell(1, 1, dtype: DType.Float64);
        cell.WeightIh.Set(Tensor.Zeros([4, 1], DType.Float64));
        cell.WeightHh.Set(Tensor.Zeros([4, 1], DType.Float64));
        cell.BiasIh!.Set(Compute.Of(sums));
        cell.BiasHh!.Set(Tensor.Zeros([4], DType.Float64));
        var zero = Tensor.Zeros([1, 1], DType.Float64);
        var (hidden, state) = cell.Step(zero, (zero, Compute.Of(before).Reshape(1, 1)));
        var asksHidden = draw.Whole(0, 1) == 0;
        return NumberItem.To(3, $"An LSTM with one number of state has C(t-1) = {Show.Number(before)}. Before their activations, the forget gate has {Show.Number(sums[1])}, the input gate {Show.Number(sums[0])}, the candidate {Show.Number(sums[2])} and the output gate {Show.Number(sums[3])}. What is {(asksHidden ? "h(t)" : "C(t)")}?", asksHidden ? hidden.Item() : state.Item()) with
        {
            Explanation = "C(t) = σ(f) C(t-1) + σ(i) tanh(c); h(t) = σ(o) tanh(C(t)).",
        };
    }

    private static NumberItem TwoSteps(Draw draw)
    {
        var (w, u) = (draw.Whole(-2, 3), draw.Whole(-2, 2));
        var x = draw.Wholes(3, -2, 3);
        var cell = new RnnCell(1, 1, bias: false, rectified: true, dtype: DType.Float64);
        cell.WeightIh.Set(Compute.Of(w).Reshape(1, 1));
        cell.WeightHh.Set(Compute.Of(u).Reshape(1, 1));
        var h = x.Aggregate(Tensor.Zeros([1, 1], DType.Float64), (state, input) => cell.Step(Compute.Of(input).Reshape(1, 1), state));
        return NumberItem.Exact($"h(t) = ReLU(w x(t) + u h(t-1)) with w = {w}, u = {u} and h(0) = 0. The inputs are x(1), x(2), x(3) = {string.Join(", ", x.Select(Show.Number))}. What is h(3)?", h.Item());
    }

    private static NumberItem ThroughTime(Draw draw)
    {
        var (w, x) = (draw.Decimal(-1.5, 1.5, 0.1), draw.Wholes(3, -2, 3));
        var slope = Compute.Slope(u => x.Aggregate(Compute.Of(0), (h, input) => (u * h) + input), w)[0];
        return NumberItem.To(2, $"h(t) = w h(t-1) + x(t) with h(0) = 0, and x = {Show.Vector(x)} for t = 1, 2, 3. What is dh(3)/dw at w = {Show.Number(w)}? (The shared weight's gradients of all steps add up.)", slope) with
        {
            Explanation = "h(3) = w² x(1) + w x(2) + x(3).",
        };
    }

    private static NumberItem Clipped(Draw draw)
    {
        var (g, most) = (new double[] { draw.NotZero(-9, 9), draw.NotZero(-9, 9) }, draw.Of(1.0, 2.0, 5.0));
        var parameter = new Parameter(Compute.Of(0, 0));
        (parameter * Compute.Of(g)).Sum().Backward();
        Clip.ByNorm([parameter], most);
        return NumberItem.To(3, $"The gradient {Show.Vector(g)} is clipped to a norm of at most {Show.Number(most)}. What is its first component then?", parameter.Grad![0].Item());
    }

    private static NumberItem LstmSize(Draw draw)
    {
        var (inputs, hidden) = (draw.Whole(2, 40), draw.Whole(2, 60));
        var cell = new LstmCell(inputs, hidden);
        // The library keeps PyTorch's two biases a gate; the lecture has one.
        var count = cell.ParameterCount - cell.BiasHh!.Count;
        return NumberItem.Exact($"An LSTM has {inputs} inputs and {hidden} numbers of hidden state; each of its four layers has weights for both and one bias a neuron. How many parameters is that?", count) with { Explanation = "4 (h (h + x) + h)." };
    }

    private static NumberItem Letter(Draw draw)
    {
        string[] letters = ["h", "e", "l", "o"];
        var (scores, k) = (draw.Wholes(4, -2, 4), draw.Whole(0, 3));
        var loss = Loss.CrossEntropy(Compute.Of(scores).Reshape(1, 4), Tensor.From([(long)k])).Item();
        return NumberItem.To(3, $"A letter model gives the letters {string.Join(", ", letters)} the scores {Show.Vector(scores)}. The next letter is `{letters[k]}`. What is the loss of this step, -ln of its softmax probability?", loss);
    }
}
