using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>Which AlexNet: the name stands for three networks.</summary>
public enum AlexNetForm
{
    /// <summary>The paper's layers without its split over two cards: 62,378,344 parameters.</summary>
    OneTower,

    /// <summary>The paper's: layers 2, 4 and 5 in two groups, one a card; 60,965,224 parameters.</summary>
    TwoGroups,

    /// <summary>64, 192, 384, 256, 256 maps and no normalisation, as in torchvision: 61,100,840 parameters. Krizhevsky, One weird trick, 2014.</summary>
    OneWeirdTrick,
}

/// <summary>AlexNet, which won ILSVRC 2012: five convolutions and three fully connected layers.</summary>
/// <remarks>
/// <code>
/// conv 11x11, 96, stride 4      55 x 55 x 96      34,944
/// LRN, max 3x3, stride 2        27 x 27 x 96
/// conv 5x5, 256                 27 x 27 x 256    614,656   (307,456 in two groups)
/// LRN, max 3x3, stride 2        13 x 13 x 256
/// conv 3x3, 384                 13 x 13 x 384    885,120
/// conv 3x3, 384                 13 x 13 x 384  1,327,488   (663,936)
/// conv 3x3, 256                 13 x 13 x 256    884,992   (442,624)
/// max 3x3, stride 2              6 x 6 x 256
/// fully connected              4096, 4096, 1000           37,752,832 + 16,781,312 + 4,097,000
/// </code>
/// Pictures are 227 x 227: the paper's figure says 224, of which (224 - 11) / 4 + 1 is not whole. Windows of 3 with stride 2 overlap. Krizhevsky,
/// Sutskever and Hinton, ImageNet classification with deep convolutional neural networks, 2012; lectures S0, S1, S2 L7 and L11, S3. S1 says batch
/// normalisation where the paper has local response normalisation.
/// </remarks>
public class AlexNet : Sequential
{
    private const string Hint = "(224 - 11) / 4 + 1 is not whole, although the paper's figure says 224: resize or crop to 227, or take AlexNetForm.OneWeirdTrick, which pads 224 by 2";

    /// <summary>Builds the network.</summary>
    /// <param name="classes">How many scores it gives.</param>
    /// <param name="form">Which of the three.</param>
    /// <param name="normalise">Local response normalisation after the first two layers, where the form has it.</param>
    public AlexNet(int classes = 1000, AlexNetForm form = AlexNetForm.OneTower, bool normalise = true)
        : this(nameof(AlexNet), classes, form switch
        {
            AlexNetForm.OneTower => new Plan([96, 256, 384, 384, 256]) { Normalise = normalise },
            AlexNetForm.TwoGroups => new Plan([96, 256, 384, 384, 256]) { Normalise = normalise, Groups = 2 },
            _ => new Plan([64, 192, 384, 256, 256]) { FirstPadding = 2, Size = null, Normalise = false },
        })
    {
    }

    /// <summary>Builds a relative.</summary>
    private protected AlexNet(string name, int classes, Plan plan)
        : base(
        [
            ("input", new PictureInput(name, 3, plan.Size, plan.Size == 227 ? Hint : "resize or crop them")),
            ("features", Maps(plan)),
            ("avgpool", plan.Size is null ? new AdaptiveAvgPool2d(6) : new Identity()),
            ("flatten", new Flatten()),
            ("classifier", new Sequential(
                new Dropout(), new Linear(6 * 6 * plan.Maps[4], 4096), new ReLU(),
                new Dropout(), new Linear(4096, 4096), new ReLU(),
                new Linear(4096, classes))),
        ])
    {
    }

    private static Sequential Maps(Plan plan)
    {
        (int[] maps, int groups) = (plan.Maps, plan.Groups);
        Module[] norm = plan.Normalise ? [new LocalResponseNorm()] : [];
        Module[] again = plan.Normalise ? [new LocalResponseNorm()] : [];
        return new Sequential(
        [
            new Conv2d(3, maps[0], plan.FirstKernel, plan.FirstStride, plan.FirstPadding), new ReLU(), .. norm, plan.Pool(),
            new Conv2d(maps[0], maps[1], 5, plan.SecondStride, plan.SecondPadding, groups: groups), new ReLU(), .. again, plan.Pool(),
            new Conv2d(maps[1], maps[2], 3, padding: 1), new ReLU(),
            new Conv2d(maps[2], maps[3], 3, padding: 1, groups: groups), new ReLU(),
            new Conv2d(maps[3], maps[4], 3, padding: 1, groups: groups), new ReLU(),
            plan.Pool(),
        ]);
    }

    /// <summary>In what the relatives of AlexNet differ.</summary>
    /// <param name="Maps">Maps of the five convolutions.</param>
    private protected sealed record Plan(int[] Maps)
    {
        /// <summary>Side of the first filters.</summary>
        public int FirstKernel { get; init; } = 11;

        /// <summary>Stride of the first layer.</summary>
        public int FirstStride { get; init; } = 4;

        /// <summary>Zeros around the picture.</summary>
        public int FirstPadding { get; init; }

        /// <summary>Stride of the second layer.</summary>
        public int SecondStride { get; init; } = 1;

        /// <summary>Zeros around the second layer's input.</summary>
        public int SecondPadding { get; init; } = 2;

        /// <summary>Groups of layers 2, 4 and 5.</summary>
        public int Groups { get; init; } = 1;

        /// <summary>Whether the first two layers are normalised.</summary>
        public bool Normalise { get; init; } = true;

        /// <summary>Whether a last window may leave the image.</summary>
        public bool CeilPool { get; init; }

        /// <summary>The only size of pictures; null for any.</summary>
        public int? Size { get; init; } = 227;

        /// <summary>Overlapping pooling: windows of 3 with stride 2.</summary>
        public MaxPool2d Pool() => new(3, 2, ceil: CeilPool);
    }
}
