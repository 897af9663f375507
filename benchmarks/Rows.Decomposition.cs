using NotebookKit.Data;
using NotebookKit.Decomposition;

namespace NotebookKit.Benchmarks;

/// <content>Principal components of MNIST's 60,000 pictures and t-SNE of digits, each with how good the result is. The peer is scikit-learn.</content>
internal static partial class Rows
{
    private const int Map = 10_000;

    private static IEnumerable<Row> Decompositions()
    {
        Lazy<Tensor> mnist = new(() => (Datasets.Mnist().Train.Inputs.To(DType.Float32) / 255).Reshape(60_000, 784).Keep());
        Lazy<Tensor> digits = new(() => Datasets.Digits().Inputs.To(DType.Float32).Reshape(-1, 64).Keep());
        Lazy<Tensor> reduced = new(() => new Pca { Components = 50 }.Fit(mnist.Value[..Map]).Transform(mnist.Value[..Map]).Keep());

        yield return Components("PCA 60000x784 to 50, exact", mnist, PcaSolver.Covariance, goal: 1.5);
        yield return Components("PCA 60000x784 to 50, randomised", mnist, PcaSolver.Randomized, goal: 3);
        yield return Tsne("t-SNE 1797x64", digits);
        yield return Tsne($"t-SNE {Map}x50", reduced);
    }

    private static Row Components(string name, Lazy<Tensor> points, PcaSolver solver, double goal)
    {
        PcaResult? components = null;
        return new Row(name, () => components = new Pca { Components = 50, Solver = solver, Rng = new Rng(0) }.Fit(points.Value), Floor: 1, Goal: goal)
        {
            PeerScript = Row.Scikit,
            IsLong = true,
            Quality = () => new Dictionary<string, double> { ["captured variance"] = components!.Cumulative[49] },
        };
    }

    private static Row Tsne(string name, Lazy<Tensor> points)
    {
        TSneMap? map = null;
        return new Row(name, () => map = new TSne().Fit(points.Value), Floor: 3, Goal: 6)
        {
            PeerScript = Row.Scikit,
            IsLong = true,
            Quality = () => new Dictionary<string, double>
            {
                // All pairs, also where far groups pushed as one: the divergence that such a run reports is nearly that.
                ["KL divergence"] = new TSneDescent<float>(Affinities.Of(points.Value), map!.Points).Divergence(),
                ["trustworthiness of 2,000, 12 neighbours"] = MapQuality.Trustworthiness(points.Value[..Math.Min(2000, points.Value.Shape[0])], map.Points[..Math.Min(2000, points.Value.Shape[0])], 12),
            },
        };
    }
}
