using NotebookKit.Layers;

namespace NotebookKit.Segmentation;

/// <summary>SharpMask's refinement: a coarse mask and the maps of the same size from the way down make a mask of twice the size.</summary>
/// <remarks>
/// Skip maps S = ReLU(conv3x3(F)) of few channels and mask maps M are put together, mixed by a 3x3 convolution with ReLU and doubled bilinearly:
/// [N, m, h, w] and [N, f, h, w] give [N, out, 2h, 2w]. Pinheiro, Lin, Collobert and Dollar, ECCV 2016; lecture S2 L11.
/// </remarks>
public sealed class RefinementModule : Module
{
    private readonly Conv2d skip;
    private readonly Conv2d mix;

    /// <summary>Makes the module.</summary>
    /// <param name="maskChannels">m, channels of the coarse mask maps.</param>
    /// <param name="featureChannels">f, channels of the maps from the way down.</param>
    /// <param name="outChannels">Channels of the finer mask maps.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    public RefinementModule(int maskChannels, int featureChannels, int outChannels, Rng? rng = null)
    {
        skip = ConvolutionStack.HeStart(new Conv2d(featureChannels, maskChannels, 3, padding: 1, rng: rng), rng);
        mix = ConvolutionStack.HeStart(new Conv2d(2 * maskChannels, outChannels, 3, padding: 1, rng: rng), rng);
    }

    /// <summary>The finer mask maps.</summary>
    /// <param name="mask">[N, m, h, w].</param>
    /// <param name="features">[N, f, h, w].</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public Tensor Forward(Tensor mask, Tensor features)
    {
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentNullException.ThrowIfNull(features);
        if (mask.Rank != 4 || features.Rank != 4 || mask.Shape[2] != features.Shape[2] || mask.Shape[3] != features.Shape[3])
        {
            throw new ArgumentException($"RefinementModule: mask and features have one height and width, and got {mask.Shape} and {features.Shape}.");
        }

        return mix.Forward(Tensor.Concat([skip.Forward(features).Relu(), mask], 1)).Relu().InterpolateBy(2, Interpolation.Linear);
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always: it needs the features as well.</exception>
    public override Tensor Forward(Tensor input) => throw new NotSupportedException("RefinementModule: takes a mask and features, Forward(mask, features).");
}

/// <summary>SharpMask in small: convolutions and pooling down to a coarse mask, then one refinement for each pooling, top down.</summary>
/// <remarks>[N, channels, H, W] becomes [N, classes, H, W]; zeros fill the picture up to a multiple of 2^stages and are cut off again.</remarks>
public sealed class SharpMask : Module
{
    private readonly int inChannels;
    private readonly Sequential[] down;
    private readonly MaxPool2d pool = new(2);
    private readonly Conv2d coarse;
    private readonly RefinementModule[] refine;
    private readonly Conv2d head;

    /// <summary>Makes the network.</summary>
    /// <param name="inChannels">Channels of a picture.</param>
    /// <param name="classes">Maps out.</param>
    /// <param name="widths">Channels of each stage on the way down.</param>
    /// <param name="maskChannels">Channels of the mask maps: few, for they are many pixels.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    public SharpMask(int inChannels, int classes, IReadOnlyList<int> widths, int maskChannels = 8, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(widths);
        ArgumentOutOfRangeException.ThrowIfZero(widths.Count, nameof(widths));
        this.inChannels = inChannels;
        down = [.. widths.Select((width, i) => ConvolutionStack.Of([i == 0 ? inChannels : widths[i - 1], width], false, rng))];
        coarse = ConvolutionStack.HeStart(new Conv2d(widths[^1], maskChannels, 3, padding: 1, rng: rng), rng);
        refine = [.. widths.Select(width => new RefinementModule(maskChannels, width, maskChannels, rng))];
        head = new Conv2d(maskChannels, classes, 1, rng: rng);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        MapSizes.Check(nameof(SharpMask), input, inChannels);
        Tensor x = MapSizes.PadTo(input, 1 << down.Length);
        Tensor[] features = new Tensor[down.Length];
        for (int i = 0; i < down.Length; i++)
        {
            x = features[i] = pool.Forward(down[i].Forward(x));
        }

        Tensor mask = coarse.Forward(x).Relu();
        for (int i = down.Length - 1; i >= 0; i--)
        {
            mask = refine[i].Forward(mask, features[i]);
        }

        return MapSizes.Cut(head.Forward(mask), input.Shape[2], input.Shape[3]);
    }
}
