using NotebookKit.Gradients;

namespace NotebookKit.Benchmarks;

/// <content>Convolutions: forward, and forward with both gradients.</content>
internal static partial class Rows
{
    private static IEnumerable<Row> Convolutions() =>
    [
        .. Convolution("conv 3x3 N32 C64 32x32 K64", 32, 64, 32, 64, 3, 1, 1, (1, 2.5), (1, 2)),
        .. Convolution("conv 1x1 N32 C64 32x32 K64", 32, 64, 32, 64, 1, 1, 0, (1, 1.3), (1, 1.3)),
        .. Convolution("conv 3x3/2 N32 C64 32x32 K64", 32, 64, 32, 64, 3, 2, 1, (1, 0), (1, 0)),
        .. Convolution("conv 7x7/2 N4 C3 224x224 K64", 4, 3, 224, 64, 7, 2, 3, (1, 1.8), (1, 1.8), channelsLast: false),
        .. Convolution("conv 5x5 N64 C1 28x28 K6", 64, 1, 28, 6, 5, 1, 2, (1, 0), (1, 0), channelsLast: false),
        .. Convolution("conv 3x3 depthwise N32 C64 32x32", 32, 64, 32, 64, 3, 1, 1, (1, 0), (1, 0), groups: 64),
    ];

    private static IEnumerable<Row> Convolution(
        string name,
        int images,
        int channels,
        int size,
        int filters,
        int kernel,
        int stride,
        int padding,
        (double Floor, double Goal) forward,
        (double Floor, double Goal) both,
        bool channelsLast = true,
        int groups = 1)
    {
        Tensor x = channelsLast ? Images(images, channels, size, size) : Tensor.Uniform([images, channels, size, size], rng: new Rng(1));
        Tensor weight = Tensor.Uniform([filters, channels / groups, kernel, kernel], -0.1, 0.1, new Rng(2));
        Shape maps = x.Conv2d(weight, null, stride, padding, groups: groups).Shape;
        Tensor start = Images(maps[0], maps[1], maps[2], maps[3]);
        double flops = 2.0 * start.Count * (channels / groups) * kernel * kernel;
        yield return new Row($"{name} f", () => InScope(() => x.Conv2d(weight, null, stride, padding, groups: groups)), flops, forward.Floor, forward.Goal);

        // All three products, also that for the images, which a first layer does not need.
        Tensor input = x.Detach();
        Tensor learned = weight.Detach();
        input.RequiresGrad = true;
        learned.RequiresGrad = true;
        yield return new Row(
            $"{name} f+b",
            () => InScope(() => Gradient.Of(input.Conv2d(learned, null, stride, padding, groups: groups), [input, learned], start: start)[0]),
            3 * flops,
            both.Floor,
            both.Goal);
    }
}
