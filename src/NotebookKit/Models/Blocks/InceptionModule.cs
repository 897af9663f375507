using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>GoogLeNet's inception module: 1x1, 3x3 and 5x5 convolutions and pooling side by side, channels reduced by 1x1 first.</summary>
/// <remarks>
/// [N, C, H, W] becomes [N, one + three + five + pool, H, W]. Without the reductions the 3x3 and 5x5 convolutions would see all C channels, which
/// costs several times the weights. Szegedy et al. 2014, figure 2(b); lectures S1, S2 L11.
/// </remarks>
public sealed class InceptionModule : Branches
{
    /// <summary>Makes the module.</summary>
    /// <param name="channels">C.</param>
    /// <param name="one">Maps of 1x1.</param>
    /// <param name="threeReduced">Channels that the 3x3 convolution sees.</param>
    /// <param name="three">Maps of 3x3.</param>
    /// <param name="fiveReduced">Channels that the 5x5 convolution sees.</param>
    /// <param name="five">Maps of 5x5.</param>
    /// <param name="pool">Maps of 1x1 after max pooling.</param>
    /// <param name="batchNorm">torchvision's form: batch normalisation instead of biases, and 3x3 where the paper has 5x5.</param>
    public InceptionModule(int channels, int one, int threeReduced, int three, int fiveReduced, int five, int pool, bool batchNorm = false)
        : base(
            ("branch1", Conv(channels, one, 1, batchNorm)),
            ("branch2", new Sequential(Conv(channels, threeReduced, 1, batchNorm), Conv(threeReduced, three, 3, batchNorm))),
            ("branch3", new Sequential(Conv(channels, fiveReduced, 1, batchNorm), Conv(fiveReduced, five, batchNorm ? 3 : 5, batchNorm))),
            ("branch4", new Sequential(new MaxPool2d(3, 1, 1), Conv(channels, pool, 1, batchNorm))))
    {
    }

    /// <summary>A convolution that keeps the size, with its ReLU.</summary>
    internal static Sequential Conv(int inChannels, int outChannels, int kernel, bool batchNorm, int stride = 1) => batchNorm
        ? new BasicConv(inChannels, outChannels, kernel, stride, kernel / 2)
        : new Sequential([("conv", new Conv2d(inChannels, outChannels, kernel, stride, kernel / 2)), ("relu", new ReLU())]);
}
