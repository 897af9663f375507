using NotebookKit.Layers;
using NotebookKit.Learners;
using NotebookKit.Losses;
using NotebookKit.Regularization;

namespace NotebookKit.Homework.Quizzes.Bank;

/// <summary>Lecture S1: training multilayer perceptrons, hints to make it work, convolution, recurrence.</summary>
internal static class S1
{
    public static LectureQuiz Quiz { get; } = new("S1", "training multilayer perceptrons",
    [
        new("xor-hidden", ["REP-XOR1", "REP-XOR2"], XorHidden),
        new("parity", ["REP-PARITY"], Parity),
        new("lecun-tanh", ["ACT-LECUN"], LecunTanh),
        new("start-weights", ["INIT-LECUN24"], StartWeights),
        new("examples", ["RULE-NMIN"], Examples),
        new("error-power", ["LOSS-LR"], ErrorPower),
    ]);

    private static ChoiceItem XorHidden(Draw draw)
    {
        var isFirst = draw.Whole(0, 1) == 0;
        var net = isFirst ? ThresholdNet.Xor1() : ThresholdNet.Xor2();
        var (x1, x2) = (draw.Whole(0, 1), draw.Whole(0, 1));
        var hidden = net.Layers[0].Select(unit => unit.Fire(x1, x2)).ToArray();
        var text = isFirst ? "z1 = U[x2 - x1 - 0.5], z2 = U[x2 - x1 + 0.5]" : "z1 = U[x1 + x2 - 1.5], z2 = U[x1 + x2 - 0.5]";
        string[] pairs = ["0 0", "0 1", "1 0", "1 1"];
        return ChoiceItem.InOrder($"The lecture's network for XOR has the hidden units {text}, with U[u] = 1 for u >= 0 and 0 otherwise. What are z1 z2 for x1 = {x1}, x2 = {x2}?", Array.IndexOf(pairs, $"{hidden[0]} {hidden[1]}"), pairs);
    }

    private static NumberItem Parity(Draw draw)
    {
        var bits = draw.Whole(3, 40);
        return NumberItem.Exact($"The XOR network is extended to the parity of {bits} bits: hidden unit k fires when at least k bits are on, and one output unit reads them. How many units does it have, hidden and output together?", ThresholdNet.Parity(bits).UnitCount);
    }

    private static NumberItem LecunTanh(Draw draw)
    {
        var z = draw.Decimal(-2, 2, 0.05);
        return NumberItem.To(3, $"LeCun's activation is 1.7159 tanh(2z / 3). What is it at z = {Show.Number(z)}?", Compute.Apply(x => x.LecunTanh(), z));
    }

    private static NumberItem StartWeights(Draw draw)
    {
        var inputs = draw.Whole(8, 120);
        // The library's rule draws within the bound, and with this many draws comes as near to it as the answer asks.
        var bound = Init.LecunUniform(new Shape([40_000 / inputs, inputs]), draw.Rng, DType.Float64).Abs().Max().Item();
        return new NumberItem($"The lecture draws first weights evenly from (-a, a) with a = 2.4 / (number of inputs). What is a for a neuron with {inputs} inputs? Give 3 decimals.", Math.Round(bound, 3), 0.001);
    }

    private static NumberItem Examples(Draw draw)
    {
        int[] sizes = [draw.Whole(4, 30), draw.Whole(5, 40), draw.Whole(1, 10)];
        var weights = (long)NetworkSize.Parameters(sizes);
        return NumberItem.Exact($"By the lecture's rule of thumb there should be about ten training examples for each weight. How many for a fully connected network {string.Join("-", sizes)}, its biases counted as weights?", RulesOfThumb.NeededSamples(weights)) with
        {
            Explanation = $"{weights} weights.",
        };
    }

    private static NumberItem ErrorPower(Draw draw)
    {
        var (z, target, r) = (draw.Decimal(-2, 2, 0.1), draw.Decimal(-3, 3, 0.1), draw.Of(1.0, 1.5, 2.0));
        return NumberItem.To(2, $"The error is |z - ẑ|^R. What is it for z = {Show.Number(z)}, ẑ = {Show.Number(target)} and R = {Show.Number(r)}?", Loss.PowerError(Compute.Of(z), Compute.Of(target), r, Reduction.Sum).Item());
    }
}
