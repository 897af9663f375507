using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>LeNet-5 as it is built today: two convolutions with average pooling, three fully connected layers, 61,706 parameters.</summary>
/// <remarks>
/// <code>
/// C1  conv 5x5, 6     28 x 28 x 6       156
/// S2  mean 2x2        14 x 14 x 6
/// C3  conv 5x5, 16    10 x 10 x 16    2,416   (every map sees all 6; the paper's see some, see LeNet5Original)
/// S4  mean 2x2         5 x 5 x 16
/// C5  400 to 120             120     48,120
/// F6  120 to 84               84     10,164
///     84 to 10                10        850
/// </code>
/// LeCun, Bottou, Bengio and Haffner, Gradient-based learning applied to document recognition, 1998; lecture S1.
/// </remarks>
public sealed class LeNet5 : Sequential
{
    /// <summary>Builds the network.</summary>
    /// <param name="classes">How many scores it gives.</param>
    /// <param name="channels">Channels of the pictures.</param>
    /// <param name="size">28 for MNIST's pictures, which C1 pads to the paper's 32, or 32.</param>
    /// <param name="relu">ReLU instead of tanh.</param>
    /// <param name="maxPool">The largest instead of the mean of a window.</param>
    /// <exception cref="ArgumentException">The size is neither 28 nor 32.</exception>
    public LeNet5(int classes = 10, int channels = 1, int size = 28, bool relu = false, bool maxPool = false)
        : base(
        [
            ("input", new PictureInput(nameof(LeNet5), channels, size)),
            ("features", new Sequential(
                new Conv2d(channels, 6, 5, padding: Margin(size)), F(relu), Pool(maxPool),
                new Conv2d(6, 16, 5), F(relu), Pool(maxPool))),
            ("flatten", new Flatten()),
            ("classifier", new Sequential(
                new Linear(16 * 5 * 5, 120), F(relu),
                new Linear(120, 84), F(relu),
                new Linear(84, classes))),
        ])
    {
    }

    private static int Margin(int size) =>
        size is 28 or 32 ? (32 - size) / 2 : throw new ArgumentException($"LeNet5: takes pictures of 28 or 32 pixels, and not {size}; resize them.", nameof(size));

    private static Module F(bool relu) => relu ? new ReLU() : Activation.Tanh();

    private static Module Pool(bool max) => max ? new MaxPool2d(2) : new AvgPool2d(2);
}
