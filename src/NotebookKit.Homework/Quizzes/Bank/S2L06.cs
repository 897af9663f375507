namespace NotebookKit.Homework.Quizzes.Bank;

/// <summary>Lecture S2 L6: convolution and pooling.</summary>
internal static class S2L06
{
    public static LectureQuiz Quiz { get; } = new("S2 L6", "convolution and pooling",
    [
        new("signal", ["CONV-1D", "CONV-DEF"], Signal),
        new("image", ["CONV-2D"], Image),
        new("valid", ["CONV-VALID", "CONV-PAD1"], Valid),
        new("size", ["CONV-OUTVOL", "CONV-STRIDE", "CONV-PAD2"], Size),
        new("weights", ["CONV-TENSOR", "CNN-PARSHARE"], Weights),
        new("pooling", ["POOL-MAX", "POOL-AVG"], Pooling),
    ]);

    private static NumberItem Signal(Draw draw)
    {
        (double[] f, double[] g, int n) = (draw.Wholes(5, -3, 5), [draw.NotZero(-3, 3), draw.NotZero(-3, 3), draw.NotZero(-3, 3)], draw.Whole(1, 5));
        var result = Compute.Of(f).Convolve(Compute.Of(g)).ToArray<double>();
        return NumberItem.Exact($"f = {Show.Vector(f)}, g = {Show.Vector(g)}, both numbered from 0 and 0 elsewhere. What is (f * g)[{n}], the convolution at n = {n}?", result[n]) with
        {
            Explanation = $"Σ f[n - m] g[m]; all of it: {Show.Vector(result)}.",
        };
    }

    private static NumberItem Image(Draw draw)
    {
        var (image, kernel) = (draw.Table(3, 3, -2, 3), draw.Table(2, 2, -2, 2));
        var result = Compute.Of(image).Convolve(Compute.Of(kernel), ConvolutionMode.Valid).ToArray2D<double>();
        var (row, column) = (draw.Whole(0, 1), draw.Whole(0, 1));
        return NumberItem.Exact($"The image{Show.Table(image)}is convolved with the kernel{Show.Table(kernel)}(a true convolution: the kernel is flipped along both axes), where the kernel lies inside. What is the {(row == 0 ? "upper" : "lower")} {(column == 0 ? "left" : "right")} of the four results?", result[row, column]) with
        {
            Explanation = $"All four:{Show.Table(result)}",
        };
    }

    private static NumberItem Valid(Draw draw)
    {
        var (n, k) = (draw.Whole(8, 60), draw.Whole(2, 7));
        var mode = draw.Of(ConvolutionMode.Full, ConvolutionMode.Valid);
        var count = Tensor.Ones([n]).Convolve(Tensor.Ones([k]), mode).Count;
        return NumberItem.Exact($"A signal of {n} numbers is convolved with a kernel of {k}. How many results are there {(mode == ConvolutionMode.Valid ? "where the kernel lies wholly inside the signal (valid positions)" : "with every overlap, boundary positions counted")}?", count);
    }

    private static NumberItem Size(Draw draw)
    {
        while (true)
        {
            var (n, k, s, p) = (draw.Whole(16, 256), draw.Of(3, 5, 7, 11), draw.Whole(1, 4), draw.Whole(0, 3));
            if ((n + (2 * p) - k) % s == 0)
            {
                return NumberItem.Exact($"A {n} x {n} image passes a convolution with {k} x {k} kernels, stride {s} and a padding of {p} on each side. How many rows has a map of the result?", ConvolutionArithmetic.OutputSize(n, k, s, p)) with { Explanation = "(n + 2p - k) / s + 1." };
            }
        }
    }

    private static NumberItem Weights(Draw draw)
    {
        var (channels, maps, k) = (draw.Of(1, 3, 8, 16, 32), draw.Whole(4, 64), draw.Of(1, 3, 5, 7));
        return NumberItem.Exact($"A convolution layer makes {maps} maps of {channels} channels with {k} x {k} kernels and a bias for each map. How many parameters does it learn?", ConvolutionArithmetic.WeightCount(channels, maps, k));
    }

    private static NumberItem Pooling(Draw draw)
    {
        var image = draw.Table(4, 4, 0, 9);
        var isMax = draw.Whole(0, 1) == 0;
        var pooled = isMax ? Compute.Picture(image).MaxPool2d(2) : Compute.Picture(image).AvgPool2d(2);
        var (row, column) = (draw.Whole(0, 1), draw.Whole(0, 1));
        return NumberItem.Exact($"2 x 2 {(isMax ? "max" : "average")} pooling with stride 2 of{Show.Table(image)}What is the {(row == 0 ? "upper" : "lower")} {(column == 0 ? "left" : "right")} result?", pooled.ToArray<double>()[(2 * row) + column]);
    }
}
