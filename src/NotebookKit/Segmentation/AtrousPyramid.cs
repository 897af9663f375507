using NotebookKit.Layers;

namespace NotebookKit.Segmentation;

/// <summary>Atrous spatial pyramid pooling: the same maps looked at with several reaches at once, and with none: the whole picture's mean.</summary>
/// <remarks>
/// Branches, each of <c>width</c> channels with ReLU: the mean of the picture through a 1x1 convolution and spread again, a 1x1 convolution, and a
/// 3x3 convolution for each rate. All are put together and mixed by a 1x1 convolution. No map shrinks. Chen et al. 2017 (rates 6, 12, 18).
/// </remarks>
public sealed class AtrousPyramid : Module
{
    private readonly Conv2d pooled;
    private readonly Conv2d point;
    private readonly Conv2d[] atrous;
    private readonly Conv2d mix;

    /// <summary>Makes the module.</summary>
    /// <param name="inChannels">Channels of the maps.</param>
    /// <param name="width">Channels of each branch and of the result.</param>
    /// <param name="rates">The dilation of each 3x3 branch; none leaves the two 1x1 branches.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    public AtrousPyramid(int inChannels, int width, IReadOnlyList<int> rates, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(rates);
        pooled = new Conv2d(inChannels, width, 1, rng: rng);
        point = new Conv2d(inChannels, width, 1, rng: rng);
        atrous = [.. rates.Select(rate => new Conv2d(inChannels, width, 3, padding: rate, dilation: rate, rng: rng))];
        mix = new Conv2d((2 + rates.Count) * width, width, 1, rng: rng);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Tensor mean = pooled.Forward(input.GlobalAvgPool2d()).Relu().Interpolate((input.Shape[2], input.Shape[3]));
        return mix.Forward(Tensor.Concat([mean, point.Forward(input).Relu(), .. atrous.Select(layer => layer.Forward(input).Relu())], 1)).Relu();
    }
}
