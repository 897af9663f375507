using NotebookKit.Losses;

namespace NotebookKit.Tests.Losses;

/// <summary>Operands that do not fit: the message names the loss, the shapes or numbers, and what to do.</summary>
public class LossMisuseTests
{
    private static readonly Tensor Column = Tensor.Zeros([4, 1]);
    private static readonly Tensor Row = Tensor.Zeros([4]);
    private static readonly Tensor Table = Tensor.Zeros([4, 3]);
    private static readonly Tensor Labels = Tensor.From([0L, 1, 2, 0]);
    private static readonly Tensor Whole = Tensor.From([0L, 1, 2, 3]);

    private static readonly Dictionary<string, (Func<Tensor> Run, string[] Says)> Misuses = new()
    {
        ["MeanSquaredError: a column against a row"] = (() => Loss.MeanSquaredError(Column, Row), ["MeanSquaredError", "[4, 1]", "[4]", "Reshape(4, 1)"]),
        ["MeanSquaredError: other sizes"] = (() => Loss.MeanSquaredError(Table, Row), ["MeanSquaredError", "[4, 3]", "[4]"]),
        ["MeanSquaredError: whole numbers"] = (() => Loss.MeanSquaredError(Labels, Labels), ["MeanSquaredError", "Int64", "To(DType.Float32)"]),
        ["MeanSquaredError: two kinds"] = (() => Loss.MeanSquaredError(Row, Row.To(DType.Float64)), ["MeanSquaredError", "Float64", "[4]"]),
        ["HalfSquaredError"] = (() => Loss.HalfSquaredError(Column, Row), ["HalfSquaredError", "[4, 1]"]),
        ["AbsoluteError"] = (() => Loss.AbsoluteError(Column, Row), ["AbsoluteError", "[4, 1]"]),
        ["PowerError"] = (() => Loss.PowerError(Column, Row, 1.5), ["PowerError", "[4, 1]"]),
        ["PowerError: R"] = (() => Loss.PowerError(Row, Row, 2.5), ["PowerError", "1 to 2", "2.5"]),
        ["Huber"] = (() => Loss.Huber(Column, Row), ["Huber", "[4, 1]"]),
        ["Huber: delta"] = (() => Loss.Huber(Row, Row, 0), ["Huber", "delta", "above 0"]),
        ["SmoothAbsoluteError"] = (() => Loss.SmoothAbsoluteError(Column, Row), ["SmoothAbsoluteError", "[4, 1]"]),
        ["SmoothAbsoluteError: beta"] = (() => Loss.SmoothAbsoluteError(Row, Row, -1), ["SmoothAbsoluteError", "beta"]),
        ["Poisson"] = (() => Loss.PoissonNegativeLogLikelihood(Column, Row), ["PoissonNegativeLogLikelihood", "[4, 1]"]),
        ["Gaussian"] = (() => Loss.GaussianNegativeLogLikelihood(Row, Row, Column), ["GaussianNegativeLogLikelihood", "[4, 1]"]),
        ["BinaryCrossEntropy"] = (() => Loss.BinaryCrossEntropy(Column, Row), ["BinaryCrossEntropy", "[4, 1]"]),
        ["BinaryCrossEntropy: scores"] = (() => Loss.BinaryCrossEntropy(Row - 2, Row), ["BinaryCrossEntropy", "-2", "[4]", "BinaryCrossEntropyOfScores"]),
        ["BinaryCrossEntropyOfScores"] = (() => Loss.BinaryCrossEntropyOfScores(Column, Row), ["BinaryCrossEntropyOfScores", "[4, 1]"]),
        ["BinaryCrossEntropyOfScores: weight"] = (() => Loss.BinaryCrossEntropyOfScores(Row, Row, Column), ["BinaryCrossEntropyOfScores", "[4, 1]", "[4]"]),
        ["BinaryFocal"] = (() => Loss.BinaryFocal(Column, Row), ["BinaryFocal", "[4, 1]"]),
        ["BinaryFocal: focus"] = (() => Loss.BinaryFocal(Row, Row, -1), ["BinaryFocal", "focus"]),
        ["BinaryFocal: balance"] = (() => Loss.BinaryFocal(Row, Row, 1, 2), ["BinaryFocal", "balance"]),
        ["Hinge"] = (() => Loss.Hinge(Column, Row), ["Hinge", "[4, 1]"]),
        ["Hinge: zeros"] = (() => Loss.Hinge(Row, Row), ["Hinge", "[4]", "-1 or 1", "2 * t - 1"]),
        ["SoftMargin"] = (() => Loss.SoftMargin(Row, Row), ["SoftMargin", "[4]", "-1 or 1"]),
        ["Dice"] = (() => Loss.Dice(Row, Row), ["Dice", "[4]", "Unsqueeze"]),
        ["CrossEntropy: shapes"] = (() => Loss.CrossEntropy(Table, Tensor.From([0L, 1]), reduction: Reduction.Sum), ["CrossEntropy", "[4, 3]", "[2]", "[4]"]),
        ["CrossEntropy: label"] = (() => Loss.CrossEntropy(Table, Whole, reduction: Reduction.Sum), ["CrossEntropy", "label 3", "0 to 2", "ignored"]),
        ["CrossEntropy: label in the fast form"] = (() => Loss.CrossEntropy(Table, Whole), ["CrossEntropy", "label 3", "0 to 2"]),
        ["CrossEntropy: no classes"] = (() => Loss.CrossEntropy(Row, Labels), ["CrossEntropy", "[4]", "Unsqueeze"]),
        ["CrossEntropy: probabilities"] = (() => Loss.CrossEntropy(Table, Row), ["CrossEntropy", "[4, 3]", "[4]"]),
        ["CrossEntropy: probabilities and ignored"] = (() => Loss.CrossEntropy(Table, Table, ignored: 1), ["CrossEntropy", "[4, 3]", "ignored"]),
        ["CrossEntropy: weights"] = (() => Loss.CrossEntropy(Table, Labels, Row), ["CrossEntropy", "[3]", "[4]"]),
        ["CrossEntropy: smoothing"] = (() => Loss.CrossEntropy(Table, Labels, smoothing: 1.5), ["CrossEntropy", "smoothing", "0 to 1"]),
        ["NegativeLogLikelihood"] = (() => Loss.NegativeLogLikelihood(Table, Whole), ["NegativeLogLikelihood", "label 3", "0 to 2"]),
        ["Focal"] = (() => Loss.Focal(Table, Whole), ["Focal", "label 3"]),
        ["MultiMargin"] = (() => Loss.MultiMargin(Table, Labels, 3), ["MultiMargin", "[4, 3]", "1 or 2"]),
        ["KullbackLeibler"] = (() => Loss.KullbackLeibler(Table, Row), ["KullbackLeibler", "[4, 3]", "[4]"]),
        ["CrossEntropyOfProbabilities"] = (() => Loss.CrossEntropyOfProbabilities(Table, Row), ["CrossEntropyOfProbabilities", "[4, 3]"]),
        ["Entropy"] = (() => Loss.Entropy(Labels), ["Entropy", "[4]", "Int64"]),
        ["CosineEmbedding"] = (() => Loss.CosineEmbedding(Row, Row, Row), ["CosineEmbedding", "[4]", "Flatten(1)"]),
        ["CosineEmbedding: targets"] = (() => Loss.CosineEmbedding(Table, Table, Row), ["CosineEmbedding", "-1 or 1"]),
        ["TripletMargin"] = (() => Loss.TripletMargin(Table, Table, Column), ["TripletMargin", "[4, 3]", "[4, 1]"]),
        ["TripletMargin: margin"] = (() => Loss.TripletMargin(Table, Table, Table, 0), ["TripletMargin", "margin"]),
        ["HingeEmbedding"] = (() => Loss.HingeEmbedding(Column, Row), ["HingeEmbedding", "[4, 1]"]),
        ["MarginRanking"] = (() => Loss.MarginRanking(Column, Row, Row), ["MarginRanking", "[4, 1]"]),
        ["SquaredPenalty: none"] = (() => Loss.SquaredPenalty([], 0.1), ["SquaredPenalty", "no weights"]),
        ["AbsolutePenalty: rate"] = (() => Loss.AbsolutePenalty([Row], -1), ["AbsolutePenalty", "rate"]),
        ["a reduction that is none"] = (() => Loss.AbsoluteError(Row, Row, (Reduction)7), ["Mean, Sum or None", "7"]),
        ["TopAccuracy"] = (() => Tensor.Scalar(Metric.TopAccuracy(Table, Labels, 4)), ["TopAccuracy", "[4, 3]", "1 to 3"]),
        ["Accuracy: one row"] = (() => Tensor.Scalar(Metric.Accuracy(Row, Labels)), ["TopAccuracy", "[4]"]),
    };

    public static TheoryData<string> Names => [.. Misuses.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_misuse_is_explained(string name)
    {
        (Func<Tensor> run, string[] says) = Misuses[name];
        ArgumentException e = Assert.ThrowsAny<ArgumentException>(run);
        Assert.All(says, part => Assert.Contains(part, e.Message, StringComparison.Ordinal));
    }
}
