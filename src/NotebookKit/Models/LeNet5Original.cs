using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>LeNet-5 as published: trainable sub-sampling, a table of connections, and outputs that are distances; 60,000 trainable parameters.</summary>
/// <remarks>
/// <code>
/// C1  conv 5x5, 6              28 x 28 x 6       156
/// S2  trainable sub-sampling   14 x 14 x 6        12
/// C3  conv 5x5 by Table I      10 x 10 x 16    1,516
/// S4  trainable sub-sampling    5 x 5 x 16        32
/// C5  conv 5x5, 120             1 x 1 x 120   48,120
/// F6  fully connected                84       10,164
///     distances to fixed codes       10            0
/// </code>
/// Pictures are 32 x 32. The activation is 1.7159 tanh(2x/3). The scores are the negative distances, so that the largest wins as elsewhere. The
/// paper's codes are drawn bitmaps of 7 x 12; here they are drawn by chance, which it names as the other choice. LeCun et al. 1998; lecture S1.
/// </remarks>
public sealed class LeNet5Original : Sequential
{
    /// <summary>Builds the network.</summary>
    /// <param name="classes">How many codes there are.</param>
    /// <param name="codes">The codes [classes, 84] of -1 and 1; drawn when null.</param>
    public LeNet5Original(int classes = 10, Tensor? codes = null)
        : base(
        [
            ("input", new PictureInput("LeNet5Original", 1, 32, "pad pictures of 28 by 2 on each side")),
            ("c1", new Conv2d(1, 6, 5)),
            ("squash1", Activation.LecunTanh()),
            ("s2", new TrainableSubsampling(6, 2, activation: x => x.LecunTanh())),
            ("c3", new TableConvolution(LeNetTable, 5)),
            ("squash3", Activation.LecunTanh()),
            ("s4", new TrainableSubsampling(16, 2, activation: x => x.LecunTanh())),
            ("c5", new Conv2d(16, 120, 5)),
            ("squash5", Activation.LecunTanh()),
            ("flatten", new Flatten()),
            ("f6", new Linear(120, 84)),
            ("squash6", Activation.LecunTanh()),
            ("output", new CodeDistance(codes ?? (Tensor.Bernoulli([classes, 84]) * 2) - 1)),
        ])
    {
    }

    /// <summary>Table I of the paper: which maps of S2 each of the 16 maps of C3 sees, so that they must differ.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> LeNetTable { get; } =
    [
        [0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5], [0, 4, 5], [0, 1, 5],
        [0, 1, 2, 3], [1, 2, 3, 4], [2, 3, 4, 5], [0, 3, 4, 5], [0, 1, 4, 5], [0, 1, 2, 5],
        [0, 1, 3, 4], [1, 2, 4, 5], [0, 2, 3, 5],
        [0, 1, 2, 3, 4, 5],
    ];
}
