namespace NotebookKit.Benchmarks;

/// <content>Pooling and resampling of 32 images of 64 channels, 32 x 32.</content>
internal static partial class Rows
{
    private static IEnumerable<Row> Pooling() =>
    [
        Copying("copy of N32 C64 32x32"),
        Pool("max pool 2x2 forward", x => x.MaxPool2d(2), floor: 1),
        Pool("max pool 2x2 backward", x => x.MaxPool2d(2), backward: true, floor: 1),
        Pool("max pool 3x3/2 forward", x => x.MaxPool2d(3, 2, 1), floor: 1),
        Pool("max pool 3x3/2 backward", x => x.MaxPool2d(3, 2, 1), backward: true, floor: 1),
        Pool("average pool 2x2 forward", x => x.AvgPool2d(2), floor: 1),
        Pool("average pool 2x2 backward", x => x.AvgPool2d(2), backward: true, floor: 1),
        Pool("bilinear x2 forward", x => x.InterpolateBy(2, Interpolation.Linear), floor: 1),
        Pool("bilinear x2 backward", x => x.InterpolateBy(2, Interpolation.Linear), backward: true, floor: 1),
        Pool("max pool 2x2 of one channel", x => x.MaxPool2d(2), channels: 1, floor: 1),
        Pool("max pool 2x2 of one, backward", x => x.MaxPool2d(2), channels: 1, backward: true, floor: 1),
        Pool("bilinear x2 of one channel", x => x.InterpolateBy(2, Interpolation.Linear), channels: 1, floor: 1),
    ];

    // The yardstick of pooling: read the images once, write as much.
    private static Row Copying(string name)
    {
        Tensor x = Tensor.Uniform([32, 64, 32, 32], rng: new Rng(1));
        return new Row(name, () => InScope(x.Clone));
    }

    private static Row Pool(string name, Func<Tensor, Tensor> work, double floor, bool backward = false, int channels = 64)
    {
        Tensor x = Images(32, channels, 32, 32);
        if (!backward)
        {
            return new Row(name, () => InScope(() => work(x)), Floor: floor);
        }

        // The forward pass stands outside the measure.
        x.RequiresGrad = true;
        Tensor y = work(x);
        Tensor start = Images(y.Shape[0], y.Shape[1], y.Shape[2], y.Shape[3]);
        return new Row(name, () => InScope(() => Gradients.Gradient.Of(y, [x], start: start, retainGraph: true)[0]), Floor: floor);
    }

    // In the order in which a convolution would hand them over: channels last.
    private static Tensor Images(int count, int channels, int height, int width) =>
        Tensor.Uniform([count, height, width, channels], rng: new Rng(1)).Permute(0, 3, 1, 2);
}
