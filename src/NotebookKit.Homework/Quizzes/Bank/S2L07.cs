using NotebookKit.Losses;

namespace NotebookKit.Homework.Quizzes.Bank;

/// <summary>Lecture S2 L7: AlexNet, and the way back up to the pixels.</summary>
internal static class S2L07
{
    public static LectureQuiz Quiz { get; } = new("S2 L7", "AlexNet and upsampling",
    [
        new("first-layer", ["ARC-ALEX", "CONV-OUTVOL"], FirstLayer),
        new("overlapping", ["POOL-OVER"], Overlapping),
        new("top-k", ["LOSS-TOPK"], TopK),
        new("lrn", ["NRM-LRN"], Lrn),
        new("transposed", ["CONV-TRANS1"], Transposed),
        new("upsampled", ["CONV-TRANS2", "POOL-UNMAX"], Upsampled),
    ]);

    private static NumberItem FirstLayer(Draw draw)
    {
        var (maps, steps, k, s) = (draw.Whole(16, 128), draw.Whole(20, 60), draw.Of(7, 9, 11), draw.Of(2, 4));
        var side = (steps * s) + k;
        var size = ConvolutionArithmetic.OutputSize(side, k, s, whole: true);
        return NumberItem.Exact($"The first layer of a network like AlexNet makes {maps} maps of a {side} x {side} picture by {k} x {k} kernels with stride {s}, without padding. How many neurons has it?", (double)maps * size * size) with
        {
            Explanation = $"{maps} maps of {size} x {size}.",
        };
    }

    private static NumberItem Overlapping(Draw draw)
    {
        var n = (2 * draw.Whole(6, 60)) + 1;
        return NumberItem.Exact($"Overlapping pooling takes windows of 3 x 3 with stride 2. How many rows has the result for a map of {n} x {n}?", ConvolutionArithmetic.OutputSize(n, 3, 2, whole: true));
    }

    private static NumberItem TopK(Draw draw)
    {
        var k = draw.Whole(1, 2);
        var scores = new double[4, 4];
        var labels = new long[4];
        for (var i = 0; i < 4; i++)
        {
            var row = draw.Different(4, 1, 9);
            for (var j = 0; j < 4; j++)
            {
                scores[i, j] = row[j];
            }

            labels[i] = draw.Whole(0, 3);
        }

        return NumberItem.Exact($"Four examples (rows) got these scores for the classes 0 to 3:{Show.Table(scores)}The right classes are {string.Join(", ", labels)}. What is the top-{k} error, as a share between 0 and 1?", Metric.TopError(Compute.Of(scores), Tensor.From(labels), k));
    }

    private static NumberItem Lrn(Draw draw)
    {
        var (maps, alpha, k) = (draw.Wholes(3, 0, 6), draw.Of(0.1, 0.2, 0.5), draw.Of(1.0, 2.0));
        maps[1] = draw.Whole(1, 6);
        var value = Compute.Of(maps).Reshape(1, 3, 1, 1).LocalResponseNorm(3, alpha, 0.75, k).ToArray<double>()[1];
        return NumberItem.To(3, $"Local response normalisation over three neighbouring maps: b = a / (k + α Σ a²)^β with k = {Show.Number(k)}, α = {Show.Number(alpha)}, β = 0.75. At one pixel the three maps have the activities {Show.Vector(maps)}. What becomes of the middle one?", value);
    }

    private static NumberItem Transposed(Draw draw)
    {
        var (n, k, s, p) = (draw.Whole(4, 40), draw.Whole(2, 5), draw.Whole(2, 4), draw.Whole(0, 1));
        return NumberItem.Exact($"A transposed convolution has a kernel of {k}, stride {s} and cuts {p} {(p == 1 ? "pixel" : "pixels")} off each end. How long is its result for a signal of {n}?", ConvolutionArithmetic.TransposedOutputSize(n, k, s, p)) with { Explanation = "(n - 1) s + k - 2p." };
    }

    private static NumberItem Upsampled(Draw draw)
    {
        var image = draw.Table(2, 2, 1, 9);
        var result = Compute.Picture(image).ConvTranspose2d(Tensor.Ones([1, 1, 3, 3], DType.Float64), stride: 2);
        var (row, column) = (draw.Whole(1, 3), 2);
        return NumberItem.Exact($"The image{Show.Table(image)}passes a transposed convolution with a 3 x 3 kernel of ones and stride 2; where stamps overlap they add up. What stands in row {row + 1}, column {column + 1} of the 5 x 5 result (counted from 1)?", result[0, 0, row, column].Item());
    }
}
