using NotebookKit.Losses;

namespace NotebookKit.Homework.Quizzes.Bank;

/// <summary>Lecture S2 L5: activations, losses, normalisation and regularisation.</summary>
internal static class S2L05
{
    public static LectureQuiz Quiz { get; } = new("S2 L5", "activations, losses and regularisation",
    [
        new("softmax", ["ACT-SOFTMAX"], Softmax),
        new("loss", ["LOSS-NLL", "LOSS-CE"], Nll),
        new("slope", ["LOSS-LSSLOW", "LOSS-BCE", "LOSS-XENTCONV"], Slope),
        new("activation", ["ACT-ELU", "ACT-LEAKY", "ACT-RELU6", "ACT-SOFTPLUS"], Activation),
        new("dying", ["ACT-DYING", "ACT-RELU"], Dying),
        new("batch-norm", ["NRM-BN", "NRM-INPUT"], BatchNorm),
    ]);

    private static NumberItem Softmax(Draw draw)
    {
        var (scores, k) = (draw.Wholes(3, -2, 5), draw.Whole(0, 2));
        return NumberItem.To(3, $"The scores are {Show.Vector(scores)}. What is the softmax probability of the {Ordinal(k)} class?", Compute.Of(scores).Softmax()[k].Item());
    }

    private static NumberItem Nll(Draw draw)
    {
        var (scores, k) = (draw.Wholes(3, -2, 5), draw.Whole(0, 2));
        var loss = Loss.CrossEntropy(Compute.Of(scores).Reshape(1, 3), Tensor.From([(long)k])).Item();
        return NumberItem.To(3, $"The scores are {Show.Vector(scores)} and the {Ordinal(k)} class is right. What is the negative log-likelihood (natural logarithm) of its softmax probability?", loss);
    }

    private static NumberItem Slope(Draw draw)
    {
        var (w, b) = (draw.Decimal(0.2, 2, 0.2), draw.Decimal(0.2, 2, 0.2));
        var isSquared = draw.Whole(0, 1) == 0;
        var slope = Compute.Slope(at => isSquared
            ? Loss.HalfSquaredError((at + b).Sigmoid(), Compute.Of(0))
            : Loss.BinaryCrossEntropyOfScores(at + b, Compute.Of(0)), w)[0];
        return NumberItem.To(3, $"A sigmoid neuron gets x = 1 with w = {Show.Number(w)} and b = {Show.Number(b)}, and should give d = 0. What is dL/dw for the {(isSquared ? "quadratic loss L = (y - d)² / 2" : "cross entropy L = -d ln y - (1 - d) ln(1 - y)")}?", slope) with
        {
            Explanation = "Quadratic: (y - d) y (1 - y) x, small where the neuron is surely wrong. Cross entropy: (y - d) x.",
        };
    }

    private static NumberItem Activation(Draw draw)
    {
        var (name, f) = draw.Of<(string, Func<Tensor, Tensor>)>(
            ("ELU with α = 1", u => u.Elu()), ("leaky ReLU with slope 0.1", u => u.LeakyRelu()), ("ReLU6", u => u.Relu6()), ("softplus ln(1 + e^z)", u => u.Softplus()));
        var z = draw.Decimal(-4, 9, 0.1);
        return NumberItem.To(3, $"What does the activation {name} give for z = {Show.Number(z)}?", Compute.Apply(f, z));
    }

    private static ChoicesItem Dying(Draw draw)
    {
        double[] inputs = [.. draw.Different(4, -4, 6).Order().Select(x => (double)x)];
        var neurons = Enumerable.Range(0, 4).Select(_ => (W: (double)draw.NotZero(-2, 2), B: (double)draw.Whole(-9, 3))).Distinct().ToArray();
        return ChoicesItem.Where(
            $"ReLU neurons y = max(0, w x + b) see these inputs only: x = {string.Join(", ", inputs.Select(Show.Number))}. Which of them are dead, so that no gradient passes through them?",
            neurons,
            one => $"w = {Show.Number(one.W)}, b = {Show.Number(one.B)}",
            one => Metric.DeadUnits(((Compute.Of(inputs).Reshape(4, 1) * one.W) + one.B).Relu()) == 1);
    }

    private static NumberItem BatchNorm(Draw draw)
    {
        double[] batch = [.. draw.Different(4, -8, 8).Select(x => (double)x)];
        var k = draw.Whole(0, 3);
        var normal = Compute.Of(batch).Reshape(4, 1).BatchNorm().Reshape(4)[k].Item();
        return NumberItem.To(2, $"One feature has the values {Show.Vector(batch)} in a batch of four. Batch normalisation takes off the mean and divides by the standard deviation (with 1/N; γ = 1, β = 0). What becomes of the {Ordinal(k)} value?", normal);
    }

    private static string Ordinal(int k) => k switch { 0 => "first", 1 => "second", 2 => "third", _ => "fourth" };
}
