namespace NotebookKit.Models;

/// <summary>The Inception networks' brick: <see cref="ConvNorm"/> with a ReLU, whose parts are called conv, bn and relu, and no padding unless asked for.</summary>
/// <param name="inChannels">Channels in.</param>
/// <param name="outChannels">Maps out.</param>
/// <param name="kernel">Rows and columns of a filter.</param>
/// <param name="stride">From a look at the image to the next.</param>
/// <param name="padding">Zeros around the image.</param>
public sealed class BasicConv(int inChannels, int outChannels, Pair kernel, int stride = 1, Padding padding = default)
    : ConvNorm(Parts(["conv", "bn", "relu"], inChannels, outChannels, kernel, stride, padding, 1, null, 1e-3));
