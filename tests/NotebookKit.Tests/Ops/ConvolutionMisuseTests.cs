using NotebookKit.Layers;

namespace NotebookKit.Tests.Ops;

/// <summary>Wrong calls of the convolutions: each is refused with the operation, the shapes and the mend.</summary>
public class ConvolutionMisuseTests
{
    private static Tensor X => Tensor.Zeros([2, 4, 5, 6]);

    private static Tensor W => Tensor.Zeros([8, 4, 3, 3]);

    private static Tensor Signal => Tensor.Zeros([2, 4, 7]);

    public static TheoryData<string, Action, string> BadCalls => new()
    {
        { "channels", () => X.Conv2d(Tensor.Zeros([8, 3, 3, 3])), "Conv2d: [2, 4, 5, 6] has 4 channels, and weights [8, 3, 3, 3] in 1 groups take 3 and give 8" },
        { "groups", () => X.Conv2d(Tensor.Zeros([3, 2, 3, 3]), groups: 2), "take 4 and give 3; weights are [out, in / groups, ..], and groups divides both" },
        { "rank", () => X[0].Conv2d(W), "Conv2d: takes [N, C, H, W] and weights [out, in / groups, kh, kw], and got [4, 5, 6] and [8, 4, 3, 3]; give a single one a first axis with Unsqueeze(0)" },
        { "weights' rank", () => X.Conv2d(Tensor.Zeros([8, 4, 3])), "got [2, 4, 5, 6] and [8, 4, 3]; give the weights 4 axes" },
        { "kernel", () => X.Conv2d(Tensor.Zeros([8, 4, 3, 7])), "Conv2d: a kernel of 7 columns does not fit into [2, 4, 5, 6]: (n + p - k) / s + 1 = (6 + 0 + 0 - 7) / 1 + 1" },
        { "atrous kernel", () => X.Conv2d(W, padding: (1, 0), dilation: (4, 1)), "a kernel of 9 rows does not fit into [2, 4, 5, 6]: (n + p - k) / s + 1 = (5 + 1 + 1 - 9) / 1 + 1; use a smaller kernel or more padding" },
        { "empty kernel", () => X.Conv2d(Tensor.Zeros([8, 4, 0, 3])), "the weights [8, 4, 0, 3] have an empty kernel" },
        { "stride", () => X.Conv2d(W, stride: 0), "Conv2d: stride 0x0, dilation 1x1 and groups 1 are 1 or more, for [2, 4, 5, 6]" },
        { "dilation", () => X.Conv2d(W, dilation: (1, -1)), "dilation 1x-1" },
        { "no groups", () => X.Conv2d(W, groups: 0), "groups 0" },
        { "padding", () => X.Conv2d(W, padding: -1), "Conv2d: the padding -1 cannot be negative" },
        { "same", () => X.Conv2d(W, stride: 2, padding: Padding.Same), "Padding.Same keeps the size at stride 1, and the stride is 2x2" },
        { "bias", () => X.Conv2d(W, Tensor.Zeros([4])), "the bias needs one number a channel of the result, [8], and has shape [4]" },
        { "kinds", () => X.Conv2d(W.To(DType.Float64)), "Conv2d: the operands [2, 4, 5, 6] and [8, 4, 3, 3] hold Float32 and Float64" },
        { "whole numbers", () => X.To(DType.Int64).Conv2d(W), "Conv2d: works on floats" },
        { "signal", () => X.Conv1d(Tensor.Zeros([8, 4, 3])), "Conv1d: takes [N, C, L] and weights [out, in / groups, k], and got [2, 4, 5, 6] and [8, 4, 3]" },
        { "signal kernel", () => Signal.Conv1d(Tensor.Zeros([8, 4, 9])), "a kernel of 9 elements does not fit into [2, 4, 7]" },
        { "signal padding", () => Signal.Conv1d(Tensor.Zeros([8, 4, 3]), padding: (1, 2)), "a signal has one axis, and the padding (1, 2) is for two; give one number, or Padding.Between(before, after)" },
        { "transposed", () => X.ConvTranspose2d(Tensor.Zeros([3, 4, 3, 3])), "ConvTranspose2d: [2, 4, 5, 6] has 4 channels, and weights [3, 4, 3, 3] in 1 groups take 3; weights are [in, out / groups, ..]" },
        { "output padding", () => X.ConvTranspose2d(Tensor.Zeros([4, 2, 3, 3]), stride: 2, outputPadding: 2), "the output padding 2 is 0 or more and smaller than the stride 2" },
        { "nothing left", () => X.ConvTranspose2d(Tensor.Zeros([4, 2, 3, 3]), padding: 4), "would become (n - 1) s - 2p + k + o = (5 - 1) 1 - 2*4 + 3 + 0 = -1 long" },
        { "negative padding", () => X.ConvTranspose2d(Tensor.Zeros([4, 2, 3, 3]), padding: (0, -1)), "the padding 0x-1 cannot be negative" },
        { "transposed signal", () => Signal.ConvTranspose1d(Tensor.Zeros([4, 2, 3]), groups: 3), "ConvTranspose1d: [2, 4, 7] has 4 channels" },
        { "layer groups", () => _ = new Conv2d(6, 4, 3, groups: 3), "Conv2d: 3 groups" },
        { "layer sizes", () => _ = new Conv1d(6, 4, 0), "Conv1d: 6 channels in, 4 out, kernel 0x0" },
        { "transposed layer", () => _ = new ConvTranspose2d(0, 4, 3), "ConvTranspose2d: 0 channels in" },
        { "arithmetic", () => ConvolutionArithmetic.OutputSize(3, 5), "(3 + 2*0 - 5) / 1 + 1 has no place for the kernel" },
    };

    [Theory]
    [MemberData(nameof(BadCalls))]
    public void A_wrong_call_names_the_mend(string what, Action call, string mend)
    {
        ArgumentNullException.ThrowIfNull(what);
        Exception e = Record.Exception(call) ?? throw new Xunit.Sdk.XunitException($"{what}: nothing was thrown");
        Assert.True(e is ArgumentException, e.GetType().Name);
        Assert.Contains(mend, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_begin_within_PyTorchs_bounds_and_say_what_they_are()
    {
        Conv2d layer = new(4, 6, (3, 5), stride: 2, padding: (1, 2), groups: 2, rng: new Rng(1));
        double bound = 1 / Math.Sqrt(2 * 3 * 5);
        Assert.All(layer.Weight.ToArray<double>().Concat(layer.Bias!.ToArray<double>()), value => Assert.InRange(Math.Abs(value), 0, bound));
        Assert.Equal(new Shape(6, 2, 3, 5), layer.Weight.Shape);
        Assert.Equal("Conv2d(4, 6, kernel (3, 5), stride 2, padding (1, 2), 2 groups)", layer.ToString());
        ConvTranspose2d back = new(4, 6, 3, groups: 2, bias: false);
        Assert.All(back.Weight.ToArray<double>(), value => Assert.InRange(Math.Abs(value), 0, 1 / Math.Sqrt(27)));
        Assert.Equal("ConvTranspose2d(4, 6, kernel (3, 3), 2 groups, no bias)", back.ToString());
        Assert.Equal("Conv1d(1, 2, kernel 4, padding Same)", new Conv1d(1, 2, 4, padding: Padding.Same).ToString());
        Assert.Equal("ConvTranspose1d(2, 1, kernel 3, stride 2)", new ConvTranspose1d(2, 1, 3, 2).ToString());
        Tensor x = Tensor.Normal([2, 4, 9]);
        Assert.Same(x, new Identity().Forward(x));
        Assert.Equal(x.ConvTranspose1d(Tensor.Ones([4, 2, 3]), stride: 2).Shape, new ConvTranspose1d(4, 2, 3, 2).Forward(x).Shape);
        Assert.Equal(new Shape(2, 6, 9), new Conv1d(4, 6, 3, padding: 1).Forward(x).Shape);
        Assert.Equal(new Shape(2, 6, 17, 19), new ConvTranspose2d(4, 6, 3, 2).Forward(Tensor.Zeros([2, 4, 8, 9])).Shape);
    }
}
