using NotebookKit.Learners;
using NotebookKit.Losses;

namespace NotebookKit.Homework.Quizzes.Bank;

/// <summary>Lecture S2 L3: the multilayer perceptron, what it can represent, and backpropagation.</summary>
internal static class S2L03
{
    public static LectureQuiz Quiz { get; } = new("S2 L3", "multilayer perceptron and backpropagation",
    [
        new("params", ["MLP-COUNT", "MLP-NET"], Parameters),
        new("forward", ["MLP-FWD", "MLP-IDX"], Forward),
        new("delta", ["BP-DELTA", "BP-DELTARULE"], Delta),
        new("hidden-weight", ["BP-CHAIN", "BP-ALG"], HiddenWeight),
        new("tanh-slope", ["ACT-TANH"], TanhSlope),
        new("tiles", ["REP-BLUMLI"], Tiles),
    ]);

    private static NumberItem Parameters(Draw draw)
    {
        int[] sizes = [draw.Whole(2, 20), draw.Whole(3, 30), draw.Whole(3, 30), draw.Whole(1, 10)];
        return NumberItem.Exact($"How many weights and biases does a fully connected network {string.Join("-", sizes)} have (inputs first)?", (double)NetworkSize.Parameters(sizes));
    }

    private static NumberItem Forward(Draw draw)
    {
        while (true)
        {
            var (w1, b1, w2, b2) = (draw.Table(2, 2, -3, 3), draw.Wholes(2, -2, 2), draw.Table(1, 2, -3, 3), draw.Wholes(1, -2, 2));
            var x = draw.Wholes(2, -3, 3);
            var net = new Mlp(new NeuronLayer(Compute.Of(w1), Compute.Of(b1), u => u.Relu()), new NeuronLayer(Compute.Of(w2), Compute.Of(b2)));
            var y = net.Forward(Compute.Of(x).Reshape(1, 2)).Item();
            // With both hidden units off there would be nothing to compute.
            if (y != b2[0])
            {
                return NumberItem.Exact($"A 2-2-1 network has ReLU hidden units and a linear output. Row i of W1 holds the weights into hidden unit i:{Show.Table(w1)}b1 = {Show.Vector(b1)}, the output's weights are {Show.Vector(w2.Cast<double>())} and its bias is {Show.Number(b2[0])}. What is the output for x = {Show.Vector(x)}?", y);
            }
        }
    }

    private static NumberItem Delta(Draw draw)
    {
        var (u, d) = (draw.Decimal(-2, 2, 0.1), draw.Whole(0, 1));
        var slope = Compute.Slope(x => Loss.HalfSquaredError(x.Sigmoid(), Compute.Of(d)), u)[0];
        return NumberItem.To(3, $"An output neuron has y = 1 / (1 + exp(-u)) with u = {Show.Number(u)}, and should give d = {d}. With the lecture's signs, δ = φ'(u) (d - y). What is δ?", -slope);
    }

    private static NumberItem HiddenWeight(Draw draw)
    {
        var (x, w, v, d) = (draw.NotZero(-2, 3), draw.Decimal(-1, 1, 0.1), draw.Decimal(-1.5, 1.5, 0.1), draw.Whole(-1, 1));
        var slope = Compute.Slope(at => Loss.HalfSquaredError((at * x).Tanh() * v, Compute.Of(d)), w)[0];
        return NumberItem.To(3, $"y = v tanh(w x) with x = {x}, w = {Show.Number(w)}, v = {Show.Number(v)}, and the loss is L = (y - d)² / 2 with d = {d}. What is dL/dw?", slope) with { Explanation = "dL/dw = (y - d) v (1 - tanh²(w x)) x." };
    }

    private static NumberItem TanhSlope(Draw draw)
    {
        var u = draw.Decimal(-2.5, 2.5, 0.1);
        return NumberItem.To(3, $"What is the derivative of tanh at u = {Show.Number(u)}?", Compute.Slope(x => x.Tanh(), u)[0]) with { Explanation = "1 - tanh²(u)." };
    }

    private static NumberItem Tiles(Draw draw)
    {
        var (columns, rows) = (draw.Whole(3, 40), draw.Whole(3, 40));
        return NumberItem.Exact($"Blum and Li's network for {columns} x {rows} tiles of the plane has a step unit for each grid line (neighbouring tiles share their lines; {columns} tiles have {columns + 1} lines along an axis), an AND unit for each tile and one output. How many units is that?", BlumLi.Count(true, columns, rows));
    }
}
