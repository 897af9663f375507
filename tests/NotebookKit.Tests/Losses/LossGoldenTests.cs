using NotebookKit.Losses;
using NotebookKit.Tests.Ops;

namespace NotebookKit.Tests.Losses;

/// <summary>The losses and their gradients against PyTorch's, which tests/golden/make_loss.py wrote down.</summary>
[Collection(nameof(OneAtATime))]
public class LossGoldenTests
{
    private static readonly GoldenFile Golden = new("loss.npz");

    private static readonly Dictionary<string, Func<Tensor[], Reduction, Tensor>> Reduced = new()
    {
        ["squared"] = (x, r) => Loss.MeanSquaredError(x[0], x[1], r),
        ["absolute"] = (x, r) => Loss.AbsoluteError(x[0], x[1], r),
        ["huber"] = (x, r) => Loss.Huber(x[0], x[1], 0.8, r),
        ["smooth"] = (x, r) => Loss.SmoothAbsoluteError(x[0], x[1], 0.7, r),
        ["poisson"] = (x, r) => Loss.PoissonNegativeLogLikelihood(x[0], x[1], reduction: r),
        ["poisson-full"] = (x, r) => Loss.PoissonNegativeLogLikelihood(x[0], x[1], logarithm: false, full: true, reduction: r),
        ["gaussian"] = (x, r) => Loss.GaussianNegativeLogLikelihood(x[0], x[1], x[2], full: true, reduction: r),
        ["bce"] = (x, r) => Loss.BinaryCrossEntropy(x[0], x[1], r),
        ["bce-scores"] = (x, r) => Loss.BinaryCrossEntropyOfScores(x[0], x[1], reduction: r),
        ["bce-positive"] = (x, r) => Loss.BinaryCrossEntropyOfScores(x[0], x[1], x[2].Detach(), r),
        ["ce"] = (x, r) => Loss.CrossEntropy(x[0], x[1], reduction: r),
        ["ce-weighted"] = (x, r) => Loss.CrossEntropy(x[0], x[2], x[1].Detach(), ignored: -1, reduction: r),
        ["ce-ignored"] = (x, r) => Loss.CrossEntropy(x[0], x[1], ignored: -1, reduction: r),
        ["ce-smooth"] = (x, r) => Loss.CrossEntropy(x[0], x[1], smoothing: 0.1, reduction: r),
        ["ce-all"] = (x, r) => Loss.CrossEntropy(x[0], x[2], x[1].Detach(), ignored: -1, smoothing: 0.2, reduction: r),
        ["ce-soft"] = (x, r) => Loss.CrossEntropy(x[0], x[1].Softmax(1), x[2].Detach(), smoothing: 0.2, reduction: r),
        ["nll"] = (x, r) => Loss.NegativeLogLikelihood(x[0].LogSoftmax(1), x[2], x[1].Detach(), ignored: -1, reduction: r),
        ["multi-margin"] = (x, r) => Loss.MultiMargin(x[0], x[1], margin: 0.7, reduction: r),
        ["multi-margin-2"] = (x, r) => Loss.MultiMargin(x[0], x[2], 2, weights: x[1].Detach(), reduction: r),
    };

    private static readonly Dictionary<string, Func<Tensor[], Tensor>> Runs = Every(
    [
        ("power-1.0", x => Loss.PowerError(x[0], x[1], 1)),
        ("power-1.5", x => Loss.PowerError(x[0], x[1], 1.5)),
        ("power-2.0", x => Loss.PowerError(x[0], x[1], 2)),
        ("hinge", x => Loss.Hinge(x[0], x[1])),
        ("soft-margin", x => Loss.SoftMargin(x[0], x[1])),
        ("hinge-embedding", x => Loss.HingeEmbedding(x[0], x[1], 0.9)),
        ("ranking", x => Loss.MarginRanking(x[0], x[1], x[2], 0.3)),
        ("focal-binary", x => Loss.BinaryFocal(x[0], Yes(x[1]), reduction: Reduction.None)),
        ("focal-binary-1.5", x => Loss.BinaryFocal(x[0], Yes(x[1]), 1.5, 0.6)),
        ("dice", x => Loss.Dice(x[0], x[1])),
        ("focal", x => Loss.Focal(x[0], x[1])),
        ("kl", x => Loss.KullbackLeibler(x[0].LogSoftmax(), x[1].Softmax())),
        ("kl-sum", x => Loss.KullbackLeibler(x[0].LogSoftmax(), x[1].Softmax(), reduction: Reduction.Sum)),
        ("entropy", x => Loss.Entropy(x[0].Softmax())),
        ("entropy-of-two", x => Loss.CrossEntropyOfProbabilities(x[0].Softmax(), x[1].Softmax(), reduction: Reduction.None)),
        ("cosine", x => Loss.CosineEmbedding(x[0], x[1], x[2], 0.2)),
        ("triplet", x => Loss.TripletMargin(x[0], x[1], x[2])),
        ("triplet-3", x => Loss.TripletMargin(x[0], x[1], x[2], 0.4, 3, Reduction.None)),
    ]);

    public static TheoryData<string> Cases => [.. Golden.Cases];

    [Fact]
    public void Every_loss_of_the_file_is_run() => Golden.HoldsExactly(Runs.Keys);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Loss_and_gradients_equal_PyTorchs(string name) => Golden.Check(name, Runs[name.Split(' ')[0]]);

    private static Tensor Yes(Tensor signs) => (signs.To(DType.Float64) + 1).To(DType.Int64).To(DType.Bool);

    private static Dictionary<string, Func<Tensor[], Tensor>> Every((string Name, Func<Tensor[], Tensor> Run)[] single)
    {
        Dictionary<string, Func<Tensor[], Tensor>> runs = single.ToDictionary(one => one.Name, one => one.Run);
        foreach ((string name, Func<Tensor[], Reduction, Tensor> run) in Reduced)
        {
            foreach (Reduction reduction in Enum.GetValues<Reduction>())
            {
                runs[$"{name}-{reduction.ToString().ToLowerInvariant()}"] = x => run(x, reduction);
            }
        }

        return runs;
    }
}
