using NotebookKit.Kernels;

namespace NotebookKit.Ops;

/// <summary>The check cases that a convolution, its transpose and its weights' gradient share, and their loops written out.</summary>
internal static class ConvolutionCases
{
    /// <summary>Small sizes with every way of moving a kernel: stride, margin, dilation, groups, odd and even kernels.</summary>
    public static IEnumerable<ConvolutionCase> All =>
    [
        Case((1, 1, 1, 1), (1, 1, 1)),
        Case((2, 3, 4, 5), (2, 3, 3), padding: 1),
        Case((1, 2, 5, 4), (3, 2, 2), stride: 2),
        Case((1, 2, 6, 7), (2, 3, 2), stride: (3, 2), padding: (1, 2), bias: false),
        Case((1, 1, 7, 5), (9, 2, 3), padding: (2, 0), dilation: (3, 2)),
        Case((2, 4, 4, 4), (6, 1, 2), groups: 2),
        Case((1, 3, 4, 5), (3, 3, 3), stride: 2, padding: 1, groups: 3),
        Case((1, 4, 5, 3), (4, 2, 1), dilation: 2, groups: 4, bias: false),
        Case((1, 2, 3, 5), (2, 1, 1), stride: 3, bias: false),
        Case((1, 1, 1, 9), (2, 1, 4), padding: (0, 5), stride: (1, 2)),
        Case((0, 2, 3, 3), (2, 2, 2)),
    ];

    /// <summary>y = b + w x.</summary>
    public static double[] Maps(in ConvolutionGeometry g, double[] x, double[] w, double[]? bias)
    {
        double[] y = Begin(g.Images, g.Filters, g.MapHeight * g.MapWidth, bias);
        foreach ((int ix, int iw, int iy) in Meetings(g))
        {
            y[iy] += w[iw] * x[ix];
        }

        return y;
    }

    /// <summary>x = b + w' y.</summary>
    public static double[] ImagesOf(in ConvolutionGeometry g, double[] y, double[] w, double[]? bias)
    {
        double[] x = Begin(g.Images, g.Channels, g.Height * g.Width, bias);
        foreach ((int ix, int iw, int iy) in Meetings(g))
        {
            x[ix] += w[iw] * y[iy];
        }

        return x;
    }

    /// <summary>w = sum of x y.</summary>
    public static double[] WeightsOf(in ConvolutionGeometry g, double[] x, double[] y)
    {
        double[] w = new double[g.Filters * g.ChannelsInGroup * g.KernelArea];
        foreach ((int ix, int iw, int iy) in Meetings(g))
        {
            w[iw] += x[ix] * y[iy];
        }

        return w;
    }

    private static double[] Begin(int images, int channels, int pixels, double[]? bias) =>
        [.. Enumerable.Range(0, images * channels * pixels).Select(i => bias is null ? 0 : bias[i / pixels % channels])];

    // Every image number, weight and map number that meet, by their place in contiguous tensors.
    private static IEnumerable<(int X, int W, int Y)> Meetings(ConvolutionGeometry g)
    {
        Shape maps = new(g.Images, g.Filters, g.MapHeight, g.MapWidth);
        Shape weights = new(g.Filters, g.ChannelsInGroup, g.KernelHeight, g.KernelWidth);
        Shape images = new(g.Images, g.Channels, g.Height, g.Width);
        for (int iy = 0; iy < maps.Count; iy++)
        {
            int[] map = Positions.Of(iy, maps);
            int group = map[1] / g.FiltersInGroup;
            for (int place = 0; place < g.ChannelsInGroup * g.KernelArea; place++)
            {
                int iw = (map[1] * g.ChannelsInGroup * g.KernelArea) + place;
                int[] weight = Positions.Of(iw, weights);
                int row = (map[2] * g.StrideY) + (weight[2] * g.DilationY) - g.Top;
                int column = (map[3] * g.StrideX) + (weight[3] * g.DilationX) - g.Left;
                if (row >= 0 && row < g.Height && column >= 0 && column < g.Width)
                {
                    yield return (Positions.Element([map[0], (group * g.ChannelsInGroup) + weight[1], row, column], images), iw, iy);
                }
            }
        }
    }

    private static ConvolutionCase Case(
        (int N, int C, int H, int W) images, (int K, int Height, int Width) filters, Pair? stride = null, Padding padding = default, Pair? dilation = null, int groups = 1, bool bias = true)
    {
        Tensor x = Tensor.Zeros([images.N, images.C, images.H, images.W]);
        Tensor w = Tensor.Zeros([filters.K, images.C / groups, filters.Height, filters.Width]);
        ConvolutionGeometry g = ConvolutionSizes.Forward("Conv2d", x, w, null, stride ?? 1, padding, dilation ?? 1, groups);
        return new ConvolutionCase(
            $"{x.Shape} with {w.Shape}, stride {stride ?? 1}, padding {padding}, dilation {dilation ?? 1}, {groups} groups", g, bias);
    }
}

/// <summary>One check case of the convolutions.</summary>
internal sealed record ConvolutionCase(string Name, ConvolutionGeometry Geometry, bool Bias)
{
    /// <summary>[N, C, H, W].</summary>
    public Shape Images => new(Geometry.Images, Geometry.Channels, Geometry.Height, Geometry.Width);

    /// <summary>[K, C / groups, kh, kw].</summary>
    public Shape Weights => new(Geometry.Filters, Geometry.ChannelsInGroup, Geometry.KernelHeight, Geometry.KernelWidth);

    /// <summary>[N, K, h, w].</summary>
    public Shape Maps => new(Geometry.Images, Geometry.Filters, Geometry.MapHeight, Geometry.MapWidth);
}
