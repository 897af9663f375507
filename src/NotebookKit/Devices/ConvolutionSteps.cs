using NotebookKit.Kernels;
using NotebookKit.Ops;

namespace NotebookKit.Devices;

/// <summary>Convolution in plain steps from primitives, for a device without a kernel of its own and as the measure of those that have one.</summary>
/// <remarks>
/// The image gets its margin, a view with overlapping strides shows the window of each map pixel, the windows are
/// copied into the rows of a matrix, and the rest is a matrix product (often called im2col).
/// </remarks>
internal static class ConvolutionSteps
{
    /// <summary>As <see cref="Device.Convolve"/>.</summary>
    public static void Convolve(in ConvolutionGeometry g, Tensor x, Tensor filters, Tensor? bias, Tensor y)
    {
        Tensor padded = Padded(g, x);
        for (int group = 0; group < g.Groups; group++)
        {
            Tensor product = New(x, g.Images * g.MapHeight * g.MapWidth, g.FiltersInGroup);
            x.Device.MatMul(Windows(g, padded, group), Turned(OfGroup(g, filters, group)), product, accumulate: false);
            Write(product, y, group * g.FiltersInGroup, g.FiltersInGroup);
        }

        AddBias(bias, y);
    }

    /// <summary>As <see cref="Device.ConvolveTransposed"/>: each place of the filter adds its share to the pixels it looked at.</summary>
    public static void ConvolveTransposed(in ConvolutionGeometry g, Tensor y, Tensor filters, Tensor? bias, Tensor x)
    {
        Tensor padded = New(y, PaddedSizes(g));
        y.Device.Fill(padded, 0);
        for (int group = 0; group < g.Groups; group++)
        {
            Tensor maps = Rows(y, group * g.FiltersInGroup, g.FiltersInGroup);
            Tensor weights = OfGroup(g, filters, group);
            for (int place = 0; place < g.KernelArea; place++)
            {
                Tensor product = New(y, maps.Shape[0], g.ChannelsInGroup);
                y.Device.MatMul(maps, View(weights, [g.FiltersInGroup, g.ChannelsInGroup], [weights.Strides[0], g.KernelArea], place), product, accumulate: false);
                Tensor seen = Seen(g, padded, group, place);
                Tensor sum = New(y, seen.Shape.ToArray());
                y.Device.Gather(seen, sum);
                y.Device.Binary(default(Add), sum, View(product, seen.Shape.ToArray(), sum.Strides, 0), sum);
                y.Device.Scatter(sum, seen);
            }
        }

        y.Device.Gather(Inside(g, padded), ChannelsLast.Pixels(x));
        AddBias(bias, x);
    }

    /// <summary>As <see cref="Device.ConvolutionWeights"/>.</summary>
    public static void Filters(in ConvolutionGeometry g, Tensor x, Tensor y, Tensor filters)
    {
        Tensor padded = Padded(g, x);
        for (int group = 0; group < g.Groups; group++)
        {
            Tensor maps = Rows(y, group * g.FiltersInGroup, g.FiltersInGroup);
            x.Device.MatMul(Turned(maps), Windows(g, padded, group), OfGroup(g, filters, group), accumulate: false);
        }
    }

    // [N, rows, columns, C] with the margin that the windows reach into; more when the image is larger than they reach.
    private static int[] PaddedSizes(in ConvolutionGeometry g) =>
    [
        g.Images,
        Math.Max(((g.MapHeight - 1) * g.StrideY) + ((g.KernelHeight - 1) * g.DilationY) + 1, g.Top + g.Height),
        Math.Max(((g.MapWidth - 1) * g.StrideX) + ((g.KernelWidth - 1) * g.DilationX) + 1, g.Left + g.Width),
        g.Channels,
    ];

    private static Tensor Padded(in ConvolutionGeometry g, Tensor x)
    {
        Tensor padded = New(x, PaddedSizes(g));
        x.Device.Fill(padded, 0);
        Tensor pixels = New(x, g.Images, g.Height, g.Width, g.Channels);
        x.Device.Gather(ChannelsLast.Pixels(x), pixels);
        x.Device.Scatter(pixels, Inside(g, padded));
        return padded;
    }

    private static Tensor Inside(in ConvolutionGeometry g, Tensor padded) => View(
        padded, [g.Images, g.Height, g.Width, g.Channels], padded.Strides, (g.Top * padded.Strides[1]) + (g.Left * padded.Strides[2]));

    // [map pixels, channels of the group x filter places], the order of a filter's weights.
    private static Tensor Windows(in ConvolutionGeometry g, Tensor padded, int group)
    {
        ReadOnlySpan<int> step = padded.Strides;
        Tensor windows = View(
            padded,
            [g.Images, g.MapHeight, g.MapWidth, g.ChannelsInGroup, g.KernelHeight, g.KernelWidth],
            [step[0], g.StrideY * step[1], g.StrideX * step[2], 1, g.DilationY * step[1], g.DilationX * step[2]],
            group * g.ChannelsInGroup);
        Tensor rows = New(padded, g.Images * g.MapHeight * g.MapWidth, g.ChannelsInGroup * g.KernelArea);
        padded.Device.Gather(windows, rows);
        return rows;
    }

    // The pixels that one place of the filter looks at, [N, map rows, map columns, channels of the group].
    private static Tensor Seen(in ConvolutionGeometry g, Tensor padded, int group, int place)
    {
        ReadOnlySpan<int> step = padded.Strides;
        return View(
            padded,
            [g.Images, g.MapHeight, g.MapWidth, g.ChannelsInGroup],
            [step[0], g.StrideY * step[1], g.StrideX * step[2], 1],
            (place / g.KernelWidth * g.DilationY * step[1]) + (place % g.KernelWidth * g.DilationX * step[2]) + (group * g.ChannelsInGroup));
    }

    // Some channels of all pixels, a row a pixel.
    private static Tensor Rows(Tensor images, int first, int channels)
    {
        Tensor pixels = ChannelsLast.Pixels(images);
        int count = pixels.Shape[0] * pixels.Shape[1] * pixels.Shape[2];
        Tensor rows = New(images, count, channels);
        images.Device.Gather(View(pixels, [pixels.Shape[0], pixels.Shape[1], pixels.Shape[2], channels], pixels.Strides, first * pixels.Strides[3]), rows);
        return rows;
    }

    private static void Write(Tensor rows, Tensor images, int first, int channels)
    {
        Tensor pixels = ChannelsLast.Pixels(images);
        rows.Device.Scatter(rows, View(pixels, [pixels.Shape[0], pixels.Shape[1], pixels.Shape[2], channels], pixels.Strides, first));
    }

    private static void AddBias(Tensor? bias, Tensor images)
    {
        if (bias is not null)
        {
            Tensor pixels = ChannelsLast.Pixels(images);
            images.Device.Binary(default(Add), pixels, bias, pixels);
        }
    }

    private static Tensor OfGroup(in ConvolutionGeometry g, Tensor filters, int group)
    {
        int depth = g.ChannelsInGroup * g.KernelArea;
        return View(filters, [g.FiltersInGroup, depth], [depth, 1], group * g.FiltersInGroup * depth);
    }

    private static Tensor Turned(Tensor matrix) => View(matrix, [matrix.Shape[1], matrix.Shape[0]], [matrix.Strides[1], matrix.Strides[0]], 0);

    private static Tensor New(Tensor like, params int[] sizes) => Tensor.Empty(new Shape(sizes), like.DType, like.Device);

    private static Tensor View(Tensor x, int[] sizes, ReadOnlySpan<int> strides, int offset)
    {
        // A view without elements begins nowhere; its computed start may lie past the end of the storage.
        Shape shape = new(sizes);
        return new Tensor(x.Storage, shape, strides.ToArray(), shape.Count == 0 ? 0 : x.Offset + offset, x.Device);
    }
}
