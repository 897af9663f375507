using NotebookKit.Layers;

namespace NotebookKit.Tests.Ops;

/// <summary>Normalisation, embedding and attention against PyTorch's, which tests/golden/make_norm.py wrote down.</summary>
[Collection(nameof(OneAtATime))]
public class NormGoldenTests
{
    private static readonly GoldenFile Golden = new("norm.npz");

    private static readonly Dictionary<string, Func<Tensor[], Tensor>> Runs = new()
    {
        ["batch-norm"] = x => x[0].BatchNorm(x[1], x[2]),
        ["batch-norm-unbiased"] = x => x[0].BatchNorm(unbiased: true),
        ["batch-norm-running"] = x => NotebookKit.Ops.BatchNorm.Use(x[0], x[3], x[4], x[1], x[2], 1e-5),
        ["instance-norm"] = x => x[0].InstanceNorm(x[1], x[2]),
        ["group-norm-1"] = x => x[0].GroupNorm(1, x[1], x[2]),
        ["group-norm-2"] = x => x[0].GroupNorm(2, x[1], x[2]),
        ["group-norm-3"] = x => x[0].GroupNorm(3, x[1], x[2]),
        ["layer-norm"] = x => x[0].LayerNorm(x[1], x[2]),
        ["layer-norm-plain"] = x => x[0].LayerNorm(),
        ["layer-norm-two-axes"] = x => x[0].LayerNorm(x[1], x[2], axes: 2),
        ["rms-norm"] = x => x[0].RmsNorm(x[1]),
        ["weight-norm"] = x => x[0].WeightNorm(x[1]),
        ["embedding"] = x => x[0].Embedding(x[1]),
        ["embedding-padded"] = x => x[0].Embedding(x[1], padding: 1),
        ["attention"] = x => x[0].ScaledDotProductAttention(x[1], x[2]),
        ["attention-causal"] = x => x[0].ScaledDotProductAttention(x[1], x[2], causal: true),
        ["attention-masked"] = x => x[0].ScaledDotProductAttention(x[1], x[2], mask: x[3].To(DType.Bool)),
        ["attention-biased"] = x => x[0].ScaledDotProductAttention(x[1], x[2], mask: x[3]),
        ["multi-head-1"] = x => MultiHead(x, 1),
        ["multi-head-2"] = x => MultiHead(x, 2),
        ["multi-head-3"] = x => MultiHead(x, 3),
        ["transformer-pre-gelu"] = x => Block(x, preNorm: true, gelu: true),
        ["transformer-post-relu"] = x => Block(x, preNorm: false, gelu: false),
        ["rectified-norm"] = x => Rectified(x, null),
        ["rectified-norm-onto"] = x => Rectified(x, PixelByPixel(x[3])),
    };

    public static TheoryData<string> Cases => [.. Golden.Cases];

    [Fact]
    public void Every_operation_of_the_file_is_run() => Golden.HoldsExactly(Runs.Keys);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Result_and_gradients_equal_PyTorchs(string name) => Golden.Check(name, Runs[name.Split(' ')[0]]);

    private static Tensor Rectified(Tensor[] x, Tensor? addend) => NotebookKit.Ops.RectifiedNorm.Apply(PixelByPixel(x[0]), x[1], x[2], addend, 1e-5, unbiased: false, out _);

    // The same numbers, the channels of a pixel side by side, which is how the kernel of one pass takes them.
    private static Tensor PixelByPixel(Tensor x) => x.Permute(0, 2, 3, 1).Contiguous().Permute(0, 3, 1, 2);

    private static Tensor MultiHead(Tensor[] x, int heads) =>
        GivenParameters.Run(new MultiHeadAttention(x[0].Shape[2], heads, dtype: x[0].DType), x[1..], layer => layer.Forward(x[0]));

    private static Tensor Block(Tensor[] x, bool preNorm, bool gelu) =>
        GivenParameters.Run(new TransformerBlock(x[0].Shape[2], 2, x[5].Shape[0], preNorm: preNorm, gelu: gelu, dtype: x[0].DType), x[1..], layer => layer.Forward(x[0]));
}
