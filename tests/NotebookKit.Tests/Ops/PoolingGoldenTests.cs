namespace NotebookKit.Tests.Ops;

/// <summary>Pooling, unpooling, interpolation, windows and RoI against PyTorch's numbers, which tests/golden/make_pool.py wrote down.</summary>
/// <remarks>A case's name holds the operation, its options as numbers, and the shape; RoI is torchvision's definition in PyTorch.</remarks>
[Collection(nameof(OneAtATime))]
public class PoolingGoldenTests
{
    private static readonly GoldenFile Golden = new("pool.npz");

    private static readonly Dictionary<string, Func<double[], Tensor[], Tensor>> Runs = new()
    {
        ["max"] = (o, x) => x[0].MaxPool2d((int)o[0], (int)o[1], (int)o[2], ceil: o[3] == 1),
        ["avg"] = (o, x) => x[0].AvgPool2d((int)o[0], (int)o[1], (int)o[2], o[3] == 1),
        ["avg-inside"] = (o, x) => x[0].AvgPool2d((int)o[0], (int)o[1], (int)o[2], o[3] == 1, countPadding: false),
        ["max-dilated"] = (_, x) => x[0].MaxPool2d(2, 1, 1, 3),
        ["max-uneven"] = (_, x) => x[0].MaxPool2d((2, 3), (3, 1), (1, 0)),
        ["l2"] = (_, x) => x[0].L2Pool2d(2),
        ["l3"] = (_, x) => x[0].LpPool2d(3, 3, 2),
        ["adaptive-avg"] = (o, x) => x[0].AdaptiveAvgPool2d(Size(o)),
        ["adaptive-max"] = (o, x) => x[0].AdaptiveMaxPool2d(Size(o)),
        ["unpool"] = (o, x) => x[0].MaxUnpool2d(x[1], Size(o)),
        ["unfold"] = (o, x) => x[0].Unfold((int)o[0], (int)o[1], (int)o[2], (int)o[3]),
        ["fold"] = (o, x) => x[0].Fold(((int)o[3], (int)o[4]), (int)o[0], (int)o[1], (int)o[2]),
        ["lrn"] = (_, x) => x[0].LocalResponseNorm(5, 0.5 / 5, 0.75, 2),
        ["nearest"] = (o, x) => x[0].Interpolate(Size(o)),
        ["nearest-scale"] = (o, x) => x[0].InterpolateBy(o[0]),
        ["bilinear"] = (o, x) => x[0].Interpolate(Size(o), Interpolation.Linear),
        ["bilinear-aligned"] = (o, x) => x[0].Interpolate(Size(o), Interpolation.Linear, alignCorners: true),
        ["bilinear-scale"] = (o, x) => x[0].InterpolateBy(o[0], Interpolation.Linear),
        ["bicubic"] = (o, x) => x[0].Interpolate(Size(o), Interpolation.Cubic),
        ["bicubic-aligned"] = (o, x) => x[0].Interpolate(Size(o), Interpolation.Cubic, alignCorners: true),
        ["bicubic-scale"] = (o, x) => x[0].InterpolateBy(o[0], o[0], Interpolation.Cubic),
        ["depth-to-space"] = (o, x) => x[0].DepthToSpace((int)o[0]),
        ["space-to-depth"] = (o, x) => x[0].SpaceToDepth((int)o[0]),
        ["max1d"] = (_, x) => x[0].MaxPool1d(3, 2, 1),
        ["avg1d"] = (_, x) => x[0].AvgPool1d(3, 2, 1),
        ["adaptive-avg1d"] = (o, x) => x[0].AdaptiveAvgPool1d((int)o[0]),
        ["adaptive-max1d"] = (o, x) => x[0].AdaptiveMaxPool1d((int)o[0]),
        ["linear1d"] = (o, x) => x[0].Interpolate1d((int)o[0]),
        ["linear1d-aligned"] = (o, x) => x[0].Interpolate1d((int)o[0], alignCorners: true),
        ["roi-pool"] = (o, x) => x[0].RoiPool(Boxes(x[1]), Size(o), o[2]),
        ["roi-align"] = (o, x) => x[0].RoiAlign(Boxes(x[1]), Size(o), o[2], (int)o[3], o[4] == 1),
    };

    public static TheoryData<string> Cases => [.. Golden.Cases];

    [Fact]
    public void Every_operation_of_the_file_is_run() => Golden.HoldsExactly(Runs.Keys);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Result_and_gradients_equal_PyTorchs(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string[] words = name.Split(' ');
        double[] options = [.. words.Skip(1).Where(word => double.TryParse(word, out _)).Select(double.Parse)];
        Golden.Check(name, x => Runs[words[0]](options, x));
    }

    private static Pair Size(double[] options) => ((int)options[0], (int)options[1]);

    // The boxes of the file count quarters of a pixel, but the number of the image is whole.
    private static Tensor Boxes(Tensor quarters) => quarters.To(DType.Float64) * Tensor.From([1, 0.25, 0.25, 0.25, 0.25]);
}
