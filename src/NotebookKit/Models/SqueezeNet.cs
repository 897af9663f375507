using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>SqueezeNet: AlexNet's accuracy with a fiftieth of its parameters, by fire modules and no fully connected layer.</summary>
/// <remarks>
/// <code>
///           1.0                              1.1
/// conv      7x7, 96, stride 2                3x3, 64, stride 2
/// max 3x3   after conv, fire 4, fire 8       after conv, fire 3, fire 5
/// fire 2-9  16, 16, 32, 32, 48, 48, 64, 64 squeezed, four times as many each in 1x1 and 3x3
/// conv      1x1, 1000 maps, and the mean of each
/// </code>
/// 1,248,424 and 1,235,496 parameters; 1.1 computes 2.4 times less. Iandola et al., SqueezeNet, 2016; lecture S2 L11.
/// </remarks>
public sealed class SqueezeNet : Sequential
{
    /// <summary>Builds the network.</summary>
    /// <param name="version">"1.0", the paper's, or "1.1".</param>
    /// <param name="classes">How many scores it gives.</param>
    /// <exception cref="ArgumentException">There is no such version.</exception>
    public SqueezeNet(string version = "1.1", int classes = 1000)
        : base(
        [
            ("input", new PictureInput($"SqueezeNet {version}")),
            ("features", Maps(version)),
            ("classifier", new Sequential(new Dropout(), new Conv2d(512, classes, 1), new ReLU(), new AdaptiveAvgPool2d(1))),
            ("flatten", new Flatten()),
        ])
    {
    }

    private static Sequential Maps(string version) => version switch
    {
        "1.0" => new Sequential(
            new Conv2d(3, 96, 7, 2), new ReLU(), Pool(),
            new Fire(96, 16, 64), new Fire(128, 16, 64), new Fire(128, 32, 128), Pool(),
            new Fire(256, 32, 128), new Fire(256, 48, 192), new Fire(384, 48, 192), new Fire(384, 64, 256), Pool(),
            new Fire(512, 64, 256)),
        "1.1" => new Sequential(
            new Conv2d(3, 64, 3, 2), new ReLU(), Pool(),
            new Fire(64, 16, 64), new Fire(128, 16, 64), Pool(),
            new Fire(128, 32, 128), new Fire(256, 32, 128), Pool(),
            new Fire(256, 48, 192), new Fire(384, 48, 192), new Fire(384, 64, 256), new Fire(512, 64, 256)),
        _ => throw new ArgumentException($"SqueezeNet: there is no version {version}; there are 1.0 and 1.1.", nameof(version)),
    };

    private static MaxPool2d Pool() => new(3, 2, ceil: true);
}
