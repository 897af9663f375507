using NotebookKit.Charts;

namespace NotebookKit.Display;

/// <summary>A tensor as a picture, where its shape is that of images: [H, W], [C, H, W] or [N, C, H, W], in any layout in memory.</summary>
/// <remarks>
/// One or three channels are one image; any other number of channels is shown map by map. Bytes are 0 black to 255 white, floats
/// within 0 to 1 likewise; other floats stretch from the smallest to the largest, and with negative ones among them blue is
/// negative and red positive. Large images are shown by every n-th pixel.
/// </remarks>
internal static class TensorPicture
{
    private const int MostImages = 20;
    private const int MostPixels = 1 << 16;

    /// <summary>The figure and a line that says how to read it; null where the tensor is no image.</summary>
    public static (Figure Figure, string Note)? Of(Tensor tensor, in TensorStatistics statistics, IReadOnlyList<Caption>? captions = null)
    {
        if (Plan(tensor) is not { } plan || statistics.Finite == 0)
        {
            return null;
        }

        int shown = Math.Clamp(MostPixels / (16 * 16), 1, Math.Min(MostImages, plan.Images));
        bool light = tensor.DType is DType.UInt8 or DType.Bool || (statistics.Smallest >= 0 && statistics.Largest <= 1);
        bool signed = !light && statistics.Smallest < 0 && plan.Channels == 1;
        int side = (int)Math.Sqrt((light ? MostPixels : MostPixels / 4) / (double)shown / plan.Channels);
        int step = Math.Max(1, (Math.Max(plan.Height, plan.Width) + side - 1) / Math.Max(8, side));
        int height = (plan.Height + step - 1) / step, width = (plan.Width + step - 1) / step;
        double[] values = Pixels(tensor, plan, shown, step, height, width);
        IReadOnlyList<Caption> texts = captions ?? (shown > 1 ? [.. Enumerable.Range(0, shown).Select(i => (Caption)$"{i}")] : []);
        Figure figure = signed
            ? Chart.Weights(values, height, width, texts)
            : Chart.Images(Bytes(values, tensor, statistics, light), height, width, texts, channels: plan.Channels);
        if (shown == 1 && figure.Content is ImageGrid grid)
        {
            // One picture alone is worth a look: pixels of whole size, about 200 in all.
            figure = figure with { Content = grid with { DisplayWidth = Math.Max(width, width * Math.Max(1, 200 / Math.Max(width, height))) } };
        }

        return (figure with { Description = Words(plan, shown) }, Note(plan, shown, step, light, signed, tensor, statistics));
    }

    private static ImagePlan? Plan(Tensor x)
    {
        int rank = x.Rank;
        if (rank is < 2 or > 4 || x.Count == 0)
        {
            return null;
        }

        int height = x.Shape[-2], width = x.Shape[-1], channels = rank > 2 ? x.Shape[-3] : 1;
        int least = rank == 4 ? 3 : 8;
        if (height < least || width < least || height > 40 * width || width > 40 * height)
        {
            return null;
        }

        return channels is 1 or 3
            ? new ImagePlan(rank == 4 ? x.Shape[0] : 1, channels, height, width, MapsOfFirst: false)
            : new ImagePlan(channels, 1, height, width, MapsOfFirst: true);
    }

    // Channels last, as the chart takes them; logical places, so the layout in memory does not matter.
    private static double[] Pixels(Tensor x, ImagePlan plan, int shown, int step, int height, int width)
    {
        double[] values = new double[shown * height * width * plan.Channels];
        ReadOnlySpan<int> strides = x.Strides;
        int rank = x.Rank;
        int imageStride = plan.MapsOfFirst ? strides[rank - 3] : rank == 4 ? strides[0] : 0;
        int channelStride = rank > 2 && !plan.MapsOfFirst ? strides[rank - 3] : 0;
        Span<double> one = stackalloc double[1];
        int at = 0;
        for (int image = 0; image < shown; image++)
        {
            for (int y = 0; y < height; y++)
            {
                for (int column = 0; column < width; column++)
                {
                    for (int channel = 0; channel < plan.Channels; channel++)
                    {
                        int place = x.Offset + (image * imageStride) + (channel * channelStride) + (y * step * strides[rank - 2]) + (column * step * strides[rank - 1]);
                        TensorWalk.Copy(x, place, 1, one);
                        values[at++] = one[0];
                    }
                }
            }
        }

        return values;
    }

    private static byte[] Bytes(double[] values, Tensor tensor, in TensorStatistics statistics, bool light)
    {
        double black = light ? 0 : statistics.Smallest;
        double white = tensor.DType == DType.UInt8 ? 255 : light ? 1 : Math.Max(statistics.Largest, black + double.Epsilon);
        return Array.ConvertAll(values, value => (byte)Math.Round(255 * Math.Clamp(double.IsNaN(value) ? 0 : (value - black) / (white - black), 0, 1)));
    }

    private static string Words(ImagePlan plan, int shown) => plan.MapsOfFirst
        ? $"{shown} of {plan.Images} maps of {plan.Height} by {plan.Width} values"
        : $"{shown} of {plan.Images} image{(plan.Images == 1 ? string.Empty : "s")} of {plan.Height} by {plan.Width} pixels, {(plan.Channels == 1 ? "grey" : "in colour")}";

    private static string Note(ImagePlan plan, int shown, int step, bool light, bool signed, Tensor tensor, in TensorStatistics statistics)
    {
        List<string> parts = [];
        string scale = signed ? $"blue is negative and red positive, up to ±{NumberWords.Short(Math.Max(-statistics.Smallest, statistics.Largest))}"
            : light ? $"black is 0 and white {(tensor.DType == DType.UInt8 ? 255 : 1)}"
            : $"black is {NumberWords.Short(statistics.Smallest)} and white {NumberWords.Short(statistics.Largest)}";
        if (plan.MapsOfFirst && tensor.Rank == 4)
        {
            parts.Add($"channels of the first of {tensor.Shape[0]:N0}");
        }

        if (shown < plan.Images)
        {
            parts.Add($"the first {shown} of {plan.Images:N0}");
        }

        if (step > 1)
        {
            parts.Add($"every {step}th pixel");
        }

        return string.Join("; ", [.. parts, scale]);
    }

    // How a tensor falls into images; or into the maps of the first example where the channels are neither one nor three.
    private readonly record struct ImagePlan(int Images, int Channels, int Height, int Width, bool MapsOfFirst);
}
