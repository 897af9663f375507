using NotebookKit.Decomposition;
using NotebookKit.Layers;
using NotebookKit.Learners;
using NotebookKit.Losses;

namespace NotebookKit.Homework.Quizzes.Bank;

/// <summary>Lecture S2 L9: unsupervised learning, and the first recurrent network.</summary>
internal static class S2L09
{
    public static LectureQuiz Quiz { get; } = new("S2 L9", "unsupervised learning",
    [
        new("covariance", ["UNS-COV"], Covariance),
        new("components", ["UNS-PCAK", "UNS-SCREE", "UNS-PCA"], Components),
        new("curse", ["UNS-CURSE", "UNS-SPARSE"], Curse),
        new("kl", ["UNS-KL", "UNS-TSNE"], Kl),
        new("autoencoder", ["UNS-AE", "UNS-AEMNIST"], Autoencoder),
        new("rnn-step", ["SEQ-RNN", "SEQ-TANHLOOP"], RnnStep),
    ]);

    private static NumberItem Covariance(Draw draw)
    {
        var table = draw.Table(4, 2, -5, 9);
        var value = Compute.Of(table).Covariance()[0, 1].Item();
        return NumberItem.To(2, $"Four observations (rows) of two variables:{Show.Table(table)}What is their covariance, with 1 / (n - 1)?", value);
    }

    private static NumberItem Components(Draw draw)
    {
        var cuts = draw.Different(5, 3, 60).OrderDescending().ToArray();
        double[] shares = [.. cuts.Select(cut => (double)cut / cuts.Sum())];
        var wanted = draw.Of(0.7, 0.8, 0.9, 0.95);
        return NumberItem.Exact($"The eigenvalues of a covariance matrix are {string.Join(", ", cuts)}. How many principal components must be kept to explain at least {Show.Number(wanted * 100)} % of the variance?", PcaResult.ComponentsFor(shares, wanted));
    }

    private static NumberItem Curse(Draw draw)
    {
        var (percent, d) = (draw.Whole(1, 20), draw.Whole(3, 100));
        return NumberItem.To(3, $"Data is spread evenly in a cube of side 1 in {d} dimensions. How long is the side of the small cube that holds {percent} % of it?", HighDimensions.SideFor(percent / 100.0, d)) with { Explanation = "r^(1/d)." };
    }

    private static NumberItem Kl(Draw draw)
    {
        var (a, b) = (draw.Decimal(0.1, 0.9, 0.05), draw.Decimal(0.1, 0.9, 0.05));
        double[] p = [a, Math.Round(1 - a, 6)], q = [b, Math.Round(1 - b, 6)];
        return NumberItem.To(3, $"P = {Show.Vector(p)} and Q = {Show.Vector(q)}. What is the Kullback-Leibler divergence KL(P‖Q) = Σ p ln(p / q)?", Loss.KullbackLeibler(Compute.Of(q).Log(), Compute.Of(p), reduction: Reduction.Sum).Item());
    }

    private static NumberItem Autoencoder(Draw draw)
    {
        var (side, code) = (draw.Whole(8, 32), draw.Whole(2, 40));
        return NumberItem.Exact($"An autoencoder for {side} x {side} pictures has one hidden layer, the code, of {code} neurons; all layers are fully connected and have biases. How many parameters does it have?", (double)NetworkSize.Parameters(side * side, code, side * side));
    }

    private static NumberItem RnnStep(Draw draw)
    {
        var (w, u, b) = (draw.Decimal(-1.5, 1.5, 0.1), draw.Decimal(-1.5, 1.5, 0.1), draw.Decimal(-0.5, 0.5, 0.1));
        var (x, h) = (draw.NotZero(-2, 2), draw.Decimal(-0.9, 0.9, 0.1));
        var cell = new RnnCell(1, 1, dtype: DType.Float64);
        cell.WeightIh.Set(Compute.Of(w).Reshape(1, 1));
        cell.WeightHh.Set(Compute.Of(u).Reshape(1, 1));
        cell.BiasIh!.Set(Compute.Of(b));
        cell.BiasHh!.Set(Compute.Of(0));
        var next = cell.Step(Compute.Of(x).Reshape(1, 1), Compute.Of(h).Reshape(1, 1)).Item();
        return NumberItem.To(3, $"h(t) = tanh(w x(t) + u h(t-1) + b) with w = {Show.Number(w)}, u = {Show.Number(u)}, b = {Show.Number(b)}. What is h(t) for x(t) = {x} and h(t-1) = {Show.Number(h)}?", next);
    }
}
