using NotebookKit.Losses;

namespace NotebookKit.Homework.Quizzes.Bank;

/// <summary>Lecture S2 L12: looking inside networks, and deceiving them.</summary>
internal static class S2L12
{
    public static LectureQuiz Quiz { get; } = new("S2 L12", "visualisation and attacks",
    [
        new("fgsm", ["ATK-FGSM"], Fgsm),
        new("saliency", ["VIS-SAL"], Saliency),
        new("occlusion", ["VIS-OCC"], Occlusion),
        new("gram", ["VIS-STYLE"], Gram),
        new("content", ["VIS-PERC"], Content),
        new("ascent", ["VIS-ACTMAX"], Ascent),
    ]);

    private static NumberItem Fgsm(Draw draw)
    {
        var (w, x) = (draw.Wholes(3, -3, 3).Select(one => one == 0 ? 1 : one).ToArray(), draw.Wholes(3, -2, 2));
        var (epsilon, d) = (draw.Of(0.1, 0.2, 0.3, 0.5), draw.Whole(0, 1));
        var slope = Compute.Slope(at => Loss.BinaryCrossEntropyOfScores((at * Compute.Of(w)).Sum(), Tensor.Scalar(d, DType.Float64)), x);
        var attacked = (Compute.Of(x) + (Compute.Of(slope).Sign() * epsilon)).ToArray<double>();
        var u = (Compute.Of(attacked) * Compute.Of(w)).Sum().Item();
        return NumberItem.Exact($"A sigmoid neuron decides by u = w x with w = {Show.Vector(w)}; its loss is the cross entropy, and x = {Show.Vector(x)} is of class {d}. The fast gradient sign method changes x by ε sign(dL/dx) with ε = {Show.Number(epsilon)}. What is u then?", u) with
        {
            Explanation = $"x becomes {Show.Vector(attacked)}.",
        };
    }

    private static ChoiceItem Saliency(Draw draw)
    {
        var weights = draw.Different(4, 1, 9).Select(one => (double)(draw.Whole(0, 1) == 0 ? one : -one)).ToArray();
        var x = draw.Wholes(4, -9, 9);
        var slope = Compute.Slope(at => (at * Compute.Of(weights)).Sum().Tanh(), x.Select(one => one / 1000).ToArray());
        var right = Compute.Of(slope).Abs().ArgMax().ToArray<long>()[0];
        return ChoiceItem.InOrder($"A network gives y = tanh(w p) for four pixels p, with w = {Show.Vector(weights)}; the picture is p = {Show.Vector(x.Select(one => one / 1000))}. Which pixel has the largest saliency |dy/dp|?", (int)right, "the first", "the second", "the third", "the fourth");
    }

    private static ChoiceItem Occlusion(Draw draw)
    {
        while (true)
        {
            var (w, x) = (draw.Wholes(4, -4, 4), draw.Wholes(4, 1, 9));
            var drops = (Compute.Of(w) * Compute.Of(x)).ToArray<double>();
            if (drops.Count(drop => drop == drops.Max()) == 1)
            {
                return ChoiceItem.InOrder($"A score is w p with w = {Show.Vector(w)} for the four parts p = {Show.Vector(x)} of a picture. One part after the other is covered (set to 0). Covering which part lowers the score most?", (int)Compute.Of(drops).ArgMax().ToArray<long>()[0], "the first", "the second", "the third", "the fourth");
            }
        }
    }

    private static NumberItem Gram(Draw draw)
    {
        var (maps, i, j) = (draw.Table(2, 4, -2, 4), draw.Whole(0, 1), draw.Whole(0, 1));
        var gram = Compute.Of(maps).MatMul(Compute.Of(maps).Transpose()).ToArray2D<double>();
        return NumberItem.Exact($"Two feature maps, unrolled to rows:{Show.Table(maps)}Style is compared by the Gram matrix G = F Fᵀ, without a factor. What is G in row {i + 1}, column {j + 1}?", gram[i, j]);
    }

    private static NumberItem Content(Draw draw)
    {
        var (first, second) = (draw.Wholes(4, -3, 5), draw.Wholes(4, -3, 5));
        return NumberItem.Exact($"Two pictures have the features {Show.Vector(first)} and {Show.Vector(second)} in a layer. What is the content loss Σ (f - f')² / 2?", Loss.HalfSquaredError(Compute.Of(first), Compute.Of(second)).Item());
    }

    private static NumberItem Ascent(Draw draw)
    {
        var (w, x, rate) = (draw.Wholes(2, -3, 3), draw.Wholes(2, -2, 2), draw.Of(0.1, 0.2, 0.5));
        var slope = Compute.Slope(at => (at * Compute.Of(w)).Sum() - (at.Square().Sum() / 2), x);
        var next = Compute.Of(x) + (Compute.Of(slope) * rate);
        return NumberItem.Exact($"Activation maximisation raises a(x) = w x - ‖x‖² / 2 with w = {Show.Vector(w)} by gradient ascent from x = {Show.Vector(x)} with the rate {Show.Number(rate)}. What is the first component of x after one step?", next[0].Item());
    }
}
