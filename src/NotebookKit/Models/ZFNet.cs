namespace NotebookKit.Models;

/// <summary>ZFNet, which won ILSVRC 2013: AlexNet with a finer first layer, 7x7 with stride 2.</summary>
/// <remarks>
/// <code>
/// conv 7x7, 96, stride 2       110 x 110 x 96   14,208
/// max 3x3, stride 2             55 x  55
/// conv 5x5, 256, stride 2       26 x  26
/// max 3x3, stride 2             13 x  13
/// conv 3x3, 512, 1024, 512      13 x  13
/// max 3x3, stride 2              6 x   6
/// fully connected              4096, 4096, 1000
/// </code>
/// The paper's figure keeps AlexNet's 384, 384 and 256 maps; 512, 1024 and 512, which lecture S1 gives, are the larger model of its Table 3. Windows
/// of pooling may leave the image, which is what gives 55 and 13. Zeiler and Fergus, Visualizing and understanding convolutional networks, 2013;
/// lecture S1: top-5 error 11.7 %.
/// </remarks>
public sealed class ZFNet : AlexNet
{
    /// <summary>Builds the network.</summary>
    /// <param name="classes">How many scores it gives.</param>
    /// <param name="wide">512, 1024 and 512 maps in layers 3 to 5, as in lecture S1, instead of 384, 384 and 256.</param>
    /// <param name="normalise">Local response normalisation after the first two layers.</param>
    public ZFNet(int classes = 1000, bool wide = true, bool normalise = true)
        : base(nameof(ZFNet), classes, new Plan(wide ? [96, 256, 512, 1024, 512] : [96, 256, 384, 384, 256])
        {
            FirstKernel = 7,
            FirstStride = 2,
            FirstPadding = 1,
            SecondStride = 2,
            SecondPadding = 0,
            CeilPool = true,
            Size = 224,
            Normalise = normalise,
        })
    {
    }
}
