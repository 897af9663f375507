using NotebookKit.Layers;

namespace NotebookKit.Segmentation;

/// <summary>A fully convolutional network: a classifier of pictures made into one of pixels, with 0, 1 or 2 skips for detail.</summary>
/// <remarks>
/// Five stages of convolutions and pooling shrink the picture to 1/32; where the classifier had its fully connected layers there are
/// convolutions that slide. Scores at 1/32 are enlarged at once (FCN-32s), or first added to scores of the maps at 1/16 (one skip, FCN-16s) and
/// 1/8 (two, FCN-8s). [N, channels, H, W] becomes [N, classes, H, W] for any H and W: pooling rounds up, and what is too much is cut. Scores
/// of skips begin at zero, so each net begins as the one with fewer skips. Long, Shelhamer and Darrell 2015; lectures S2 L7, L8, L11.
/// </remarks>
public sealed class Fcn : Module
{
    private readonly int inChannels;
    private readonly Sequential[] stages;
    private readonly MaxPool2d pool = new(2, ceil: true);
    private readonly Sequential head;
    private readonly Conv2d[] skipScores;
    private readonly ConvTranspose2d[] doublings;
    private readonly ConvTranspose2d last;

    /// <summary>Makes the network; of the size of VGG-16 where nothing else is said, with 134 million weights.</summary>
    /// <param name="inChannels">Channels of a picture.</param>
    /// <param name="classes">Maps out.</param>
    /// <param name="skips">0, 1 or 2.</param>
    /// <param name="stages">Convolutions and channels of the five stages; those of VGG-16 when null.</param>
    /// <param name="headWidth">Channels of the two convolutions in place of fully connected layers.</param>
    /// <param name="headKernel">The kernel of the first of them, odd.</param>
    /// <param name="dropout">The share that is dropped after each of them.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    /// <exception cref="ArgumentException">The skips are not 0 to 2, the stages not five, or the kernel even.</exception>
    public Fcn(int inChannels, int classes, int skips = 2, IReadOnlyList<MirrorStage>? stages = null, int headWidth = 4096, int headKernel = 7, double dropout = 0.5, Rng? rng = null)
    {
        stages ??= MirrorPlan.SegNet.Stages;
        if (skips is < 0 or > 2 || stages.Count != 5 || headKernel % 2 == 0 || classes < 2)
        {
            throw new ArgumentException($"Fcn: takes 0, 1 or 2 skips, five stages, an odd kernel and two classes or more, and got {skips}, {stages.Count}, {headKernel} and {classes}.");
        }

        (this.inChannels, Skips, Classes) = (inChannels, skips, classes);
        int width = inChannels;
        this.stages = new Sequential[5];
        for (int i = 0; i < 5; i++)
        {
            this.stages[i] = ConvolutionStack.Of([width, .. Enumerable.Repeat(stages[i].Width, stages[i].Convolutions)], false, rng);
            width = stages[i].Width;
        }

        head = new Sequential(
            ConvolutionStack.HeStart(new Conv2d(width, headWidth, headKernel, padding: headKernel / 2, rng: rng), rng), new ReLU(), new Dropout(dropout, rng: rng),
            ConvolutionStack.HeStart(new Conv2d(headWidth, headWidth, 1, rng: rng), rng), new ReLU(), new Dropout(dropout, rng: rng),
            new Conv2d(headWidth, classes, 1, rng: rng));
        skipScores = [.. Enumerable.Range(0, skips).Select(i => Zero(new Conv2d(stages[3 - i].Width, classes, 1, rng: rng)))];
        doublings = [.. Enumerable.Range(0, skips).Select(_ => BilinearUp.Layer(classes, 2))];
        last = BilinearUp.Layer(classes, Stride);
    }

    /// <summary>Maps from earlier stages that are added: 0, 1 or 2.</summary>
    public int Skips { get; }

    /// <summary>How many classes.</summary>
    public int Classes { get; }

    /// <summary>The factor of the last enlargement: 32, 16 or 8 pixels share what is known of the finest scores.</summary>
    public int Stride => 32 >> Skips;

    /// <summary>A small one for small pictures: one convolution a stage, 8 to 32 channels.</summary>
    /// <param name="inChannels">Channels of a picture.</param>
    /// <param name="classes">Maps out.</param>
    /// <param name="skips">0, 1 or 2.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    public static Fcn Small(int inChannels, int classes, int skips = 2, Rng? rng = null) =>
        new(inChannels, classes, skips, [new(1, 8), new(1, 16), new(1, 24), new(1, 32), new(1, 32)], 32, 3, 0, rng);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is no batch of pictures with these channels.</exception>
    public override Tensor Forward(Tensor input)
    {
        MapSizes.Check(nameof(Fcn), input, inChannels);
        Tensor[] pooled = new Tensor[5];
        Tensor x = input;
        for (int i = 0; i < 5; i++)
        {
            x = pooled[i] = pool.Forward(stages[i].Forward(x));
        }

        Tensor scores = head.Forward(x);
        for (int i = 0; i < Skips; i++)
        {
            Tensor finer = skipScores[i].Forward(pooled[3 - i]);
            scores = MapSizes.Cut(doublings[i].Forward(scores), finer.Shape[2], finer.Shape[3]) + finer;
        }

        return MapSizes.Cut(last.Forward(scores), input.Shape[2], input.Shape[3]);
    }

    private static Conv2d Zero(Conv2d layer)
    {
        layer.Weight.Set(Tensor.Zeros(layer.Weight.Shape));
        layer.Bias!.Set(Tensor.Zeros(layer.Bias.Shape));
        return layer;
    }
}
