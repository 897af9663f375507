namespace NotebookKit.Tests.Ops;

/// <summary>Convolutions and transposed convolutions against PyTorch, tests/golden/conv.npz.</summary>
[Collection(nameof(OneAtATime))]
public class ConvolutionGoldenTests
{
    private static readonly GoldenFile Golden = new("conv.npz");

    // The settings of a case are its last operand: stride, padding, (output padding,) dilation, groups.
    private static readonly Dictionary<string, Func<Tensor[], int[], Tensor>> Runs = new()
    {
        ["conv2d"] = (x, s) => x[0].Conv2d(x[1], x.Length > 3 ? x[2] : null, (s[0], s[1]), (s[2], s[3]), (s[4], s[5]), s[6]),
        ["conv-transpose2d"] = (x, s) => x[0].ConvTranspose2d(x[1], x[2], (s[0], s[1]), (s[2], s[3]), (s[4], s[5]), s[8], (s[6], s[7])),
        ["conv1d"] = (x, s) => x[0].Conv1d(x[1], x[2], s[0], s[1], s[2], s[3]),
        ["conv-transpose1d"] = (x, s) => x[0].ConvTranspose1d(x[1], x[2], s[0], s[1], s[2], s[4], s[3]),
        ["conv2d-same"] = (x, _) => x[0].Conv2d(x[1], padding: Padding.Same, dilation: (1, 2)),
        ["conv1d-same"] = (x, _) => x[0].Conv1d(x[1], padding: Padding.Same),
    };

    public static TheoryData<string> Cases => [.. Golden.Cases];

    [Fact]
    public void Every_operation_of_the_file_is_run() => Golden.HoldsExactly(Runs.Keys);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Result_and_gradients_equal_PyTorchs(string name) =>
        Golden.Check(name, x => Runs[name.Split(' ')[0]](x, [.. x[^1].ToArray<long>().Select(value => (int)value)]));
}
