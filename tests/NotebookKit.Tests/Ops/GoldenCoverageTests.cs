namespace NotebookKit.Tests.Ops;

/// <summary>Every operation has numbers of PyTorch's to be compared with, or a reason why there are none.</summary>
public class GoldenCoverageTests
{
    // Where the cases have another name than the operation: the cases that go through it.
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["BinaryCrossEntropy"] = "bce-mean",
        ["BinaryCrossEntropyOfScores"] = "bce-scores-mean",
        ["Ceil"] = "rounding",
        ["Floor"] = "rounding",
        ["Round"] = "rounding",
        ["Trunc"] = "rounding",
        ["ChannelNorm"] = "batch-norm",
        ["Concatenate"] = "concat",
        ["Convolution"] = "conv2d",
        ["ConvolutionWeights"] = "conv2d",
        ["TransposedConvolution"] = "conv-transpose2d",
        ["Copy"] = "clone",
        ["DiagonalMatrix"] = "diag",
        ["EigenSymmetric"] = "eigenvectors-squared",
        ["Embed"] = "slice",
        ["Fourier"] = "fft",
        ["Gather"] = "take-along-axis",
        ["IndexAdd"] = "index-select",
        ["MaxPool"] = "max",
        ["Norm"] = "norm-two",
        ["Permute"] = "transpose",
        ["Pow"] = "cube",
        ["Qr"] = "qr-q",
        ["Recurrence"] = "cum-prod",
        ["Resample"] = "bilinear",
        ["Reshape"] = "flatten",
        ["Rnn"] = "rnn-tanh",
        ["Svd"] = "svd-u-squared",
    };

    private static readonly Dictionary<string, string> Excused = new()
    {
        ["Cast"] = "every case runs in both kinds of float",
        ["Dropout"] = "random: its mask is its own",
        ["Move"] = "changes no number",
        ["PassBetween"] = "the way back of clamp",
        ["PassWithin"] = "the way back of clamp",
        ["PassWhereNotPositive"] = "the way back of minimum",
        ["PassWherePositive"] = "the way back of relu",
    };

    private static readonly string[] Files =
        ["ops.npz", "loss.npz", "select.npz", "linalg.npz", "pool.npz", "conv.npz", "norm.npz", "recurrent.npz", "sparse.npz"];

    private static readonly Lazy<HashSet<string>> Cases =
        new(() => [.. Files.SelectMany(file => new GoldenFile(file).Operations).Select(Plain)]);

    public static TheoryData<string> Names => [.. OpRegistry.Ops.Select(op => op.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_operation_has_golden_numbers(string name) => Assert.True(
        Excused.ContainsKey(name) || Cases.Value.Contains(Plain(Elsewhere.GetValueOrDefault(name, name))),
        $"{name} has no case in tests/golden: write one, or say here which goes through it");

    [Fact]
    public void Nothing_is_excused_that_has_numbers_or_does_not_exist() => Assert.All(
        Elsewhere.Keys.Concat(Excused.Keys), name => Assert.True(OpRegistry.Ops.Any(op => op.Name == name) && !Cases.Value.Contains(Plain(name)), name));

    // "log-sigmoid" and LogSigmoid are one.
    private static string Plain(string name) => name.Replace("-", string.Empty, StringComparison.Ordinal).ToUpperInvariant();
}
