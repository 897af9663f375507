using NotebookKit.Models;

namespace NotebookKit.Homework.Quizzes.Bank;

/// <summary>Lecture S2 L11: the famous architectures and what they save.</summary>
internal static class S2L11
{
    public static LectureQuiz Quiz { get; } = new("S2 L11", "architectures",
    [
        new("two-threes", ["CONV-5TO33", "ARC-INC3"], TwoThrees),
        new("bottleneck", ["CONV-1x1", "ARC-INCMOD"], Bottleneck),
        new("groups", ["CONV-GROUP", "ARC-RESNEXT", "ARC-MOBILE"], Groups),
        new("field", ["CNN-RF", "ARC-VGG16"], Field),
        new("residual", ["ARC-RES"], Residual),
        new("scaling", ["ARC-EFF"], Scaling),
    ]);

    private static NumberItem TwoThrees(Draw draw)
    {
        var c = draw.Whole(8, 256);
        var (large, small) = (ConvolutionArithmetic.WeightCount(c, c, 5, bias: false), 2 * ConvolutionArithmetic.WeightCount(c, c, 3, bias: false));
        return NumberItem.Exact($"A layer of 5 x 5 kernels from {c} channels to {c} maps is replaced by two layers of 3 x 3 kernels, each from {c} to {c}. Biases left out, how many weights are saved?", large - small) with { Explanation = "25 c² - 18 c²." };
    }

    private static NumberItem Bottleneck(Draw draw)
    {
        var (c, narrow, maps) = (8 * draw.Whole(8, 40), 8 * draw.Whole(1, 6), 8 * draw.Whole(2, 16));
        var count = ConvolutionArithmetic.WeightCount(c, narrow, 1, bias: false) + ConvolutionArithmetic.WeightCount(narrow, maps, 5, bias: false);
        return NumberItem.Exact($"In an inception module, a 1 x 1 convolution first brings {c} channels down to {narrow}, then a 5 x 5 convolution makes {maps} maps. Biases left out, how many weights do both have together?", count);
    }

    private static NumberItem Groups(Draw draw)
    {
        var groups = draw.Of(2, 4, 8, 16);
        var c = groups * draw.Whole(2, 16);
        return NumberItem.Exact($"A 3 x 3 convolution from {c} channels to {c} maps works in {groups} groups. Biases left out, how many weights does it have?", ConvolutionArithmetic.WeightCount(c, c, 3, groups, bias: false));
    }

    private static NumberItem Field(Draw draw)
    {
        var layers = Enumerable.Range(0, draw.Whole(2, 5)).Select(_ => (Kernel: draw.Of(3, 5), Stride: draw.Whole(1, 2))).ToArray();
        var text = string.Join(", then ", layers.Select(one => $"{one.Kernel} x {one.Kernel} with stride {one.Stride}"));
        return NumberItem.Exact($"Convolutions stand one on another: {text}. How many pixels of the input does a unit of the last layer see along an axis?", ConvolutionArithmetic.ReceptiveField(layers));
    }

    private static NumberItem Residual(Draw draw)
    {
        while (true)
        {
            var (w, x) = (draw.Table(2, 2, -3, 3), draw.Wholes(2, -4, 4));
            var y = (Compute.Of(w).MatMul(Compute.Of(x).Reshape(2, 1)).Reshape(2) + Compute.Of(x)).Relu().ToArray<double>();
            var k = draw.Whole(0, 1);
            if (y[k] > 0)
            {
                return NumberItem.Exact($"A residual block gives ReLU(F(x) + x) with F(x) = W x and{Show.Table(w)}as W. What is the {(k == 0 ? "first" : "second")} component of its output for x = {Show.Vector(x)}?", y[k]);
            }
        }
    }

    private static NumberItem Scaling(Draw draw)
    {
        var phi = draw.Decimal(0.5, 4, 0.05);
        return NumberItem.To(2, $"EfficientNet scales depth, width and resolution by {CompoundScaling.Alpha}, {CompoundScaling.Beta} and {CompoundScaling.Gamma}, each to the power φ; work grows with depth and with the squares of width and resolution. By which factor does it grow for φ = {Show.Number(phi)}?", CompoundScaling.At(phi).Work);
    }
}
