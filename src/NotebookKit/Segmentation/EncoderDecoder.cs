using NotebookKit.Layers;

namespace NotebookKit.Segmentation;

/// <summary>The network of a <see cref="MirrorPlan"/>: [N, channels, H, W] becomes [N, classes, H, W], scores for a softmax at each pixel.</summary>
/// <remarks>Trained by the cross-entropy of all pixels and gradient descent. Sizes may be odd. Lecture S2 L8 (segmentation architecture in general).</remarks>
public sealed class EncoderDecoder : Module
{
    private readonly int inChannels;
    private readonly Sequential[] encoder;
    private readonly MaxPool2d[] pools;
    private readonly Sequential? middle;
    private readonly Module[] enlarge;
    private readonly Sequential[] decoder;

    /// <summary>Makes the network.</summary>
    /// <param name="plan">Its stages and way up.</param>
    /// <param name="inChannels">Channels of a picture.</param>
    /// <param name="classes">Maps out.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    /// <exception cref="ArgumentException">The plan has no stage, or one without convolutions.</exception>
    public EncoderDecoder(MirrorPlan plan, int inChannels, int classes, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Stages.Count == 0 || plan.Stages.Any(stage => stage.Convolutions < 1 || stage.Width < 1))
        {
            throw new ArgumentException($"EncoderDecoder: each of the stages has a convolution and a channel at least; the plan is {plan}.", nameof(plan));
        }

        (Plan, this.inChannels) = (plan, inChannels);
        int[] widths = [inChannels, .. plan.Stages.Select(stage => stage.Width)];
        bool byPosition = plan.WayUp == WayUp.Positions;
        encoder = [.. plan.Stages.Select((stage, i) => ConvolutionStack.Of([widths[i], .. Enumerable.Repeat(stage.Width, stage.Convolutions)], plan.Normalised, rng))];
        pools = [.. plan.Stages.Select(_ => new MaxPool2d(2, ceil: !byPosition, keepPositions: byPosition))];
        middle = plan.Middle is var (kernel, width)
            ? new Sequential(
                ConvolutionStack.HeStart(new Conv2d(widths[^1], width, kernel, rng: rng), rng), new ReLU(),
                ConvolutionStack.HeStart(new Conv2d(width, width, 1, rng: rng), rng), new ReLU(),
                new ConvTranspose2d(width, widths[^1], kernel, rng: rng), new ReLU())
            : null;
        enlarge = [.. plan.Stages.Select((stage, i) => (Module)(plan.WayUp switch
        {
            WayUp.Positions => new MaxUnpool2d(pools[i]),
            WayUp.Transposed => new ConvTranspose2d(stage.Width, stage.Width, 2, 2, rng: rng),
            _ => new Upsample(2),
        }))];
        decoder = [.. plan.Stages.Select((stage, i) => ConvolutionStack.Of(
            [.. Enumerable.Repeat(stage.Width, stage.Convolutions), i == 0 ? classes : widths[i]], plan.Normalised, rng, transposed: plan.Deconvolution, bare: i == 0))];
    }

    /// <summary>What it was built from.</summary>
    public MirrorPlan Plan { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is no batch of pictures with these channels, or too small.</exception>
    public override Tensor Forward(Tensor input)
    {
        MapSizes.Check(Plan.Name, input, inChannels);
        _ = Plan.Shapes(inChannels, 1, (input.Shape[2], input.Shape[3]));
        (int Height, int Width)[] sizes = new (int, int)[encoder.Length];
        Tensor x = input;
        for (int i = 0; i < encoder.Length; i++)
        {
            sizes[i] = (x.Shape[2], x.Shape[3]);
            x = pools[i].Forward(encoder[i].Forward(x));
        }

        x = middle is null ? x : middle.Forward(x);
        for (int i = encoder.Length - 1; i >= 0; i--)
        {
            x = decoder[i].Forward(MapSizes.Cut(enlarge[i].Forward(x), sizes[i].Height, sizes[i].Width));
        }

        return x;
    }
}
