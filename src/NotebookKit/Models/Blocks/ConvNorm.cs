using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>A convolution without bias, batch normalisation, and an activation: the brick of nearly all networks since 2015.</summary>
/// <remarks>The normalisation's own bias takes the place of the convolution's. The default padding keeps the size at stride 1.</remarks>
public class ConvNorm : Sequential
{
    /// <summary>Makes the brick; its parts are called 0, 1 and 2.</summary>
    /// <param name="inChannels">Channels in.</param>
    /// <param name="outChannels">Maps out.</param>
    /// <param name="kernel">Rows and columns of a filter.</param>
    /// <param name="stride">From a look at the image to the next.</param>
    /// <param name="padding">Zeros around the image; half of the kernel when null.</param>
    /// <param name="groups">Shares of the channels that do not meet.</param>
    /// <param name="activation">What follows; a ReLU when null, and nothing for an <see cref="Identity"/>.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public ConvNorm(int inChannels, int outChannels, Pair kernel, int stride = 1, Padding? padding = null, int groups = 1, Module? activation = null, double epsilon = 1e-5)
        : base(Parts(["0", "1", "2"], inChannels, outChannels, kernel, stride, padding, groups, activation, epsilon))
    {
    }

    private protected ConvNorm(IReadOnlyList<(string Name, Module Layer)> parts)
        : base(parts)
    {
    }

    private protected static (string Name, Module Layer)[] Parts(
        string[] names, int inChannels, int outChannels, Pair kernel, int stride, Padding? padding, int groups, Module? activation, double epsilon)
    {
        Conv2d convolution = new(inChannels, outChannels, kernel, stride, padding ?? (kernel.Height / 2, kernel.Width / 2), groups: groups, bias: false);
        (string Name, Module Layer)[] parts = [(names[0], convolution), (names[1], new BatchNorm2d(outChannels, epsilon))];
        return activation is Identity ? parts : [.. parts, (names[2], activation ?? new ReLU())];
    }
}
