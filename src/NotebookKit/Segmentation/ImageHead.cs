using NotebookKit.Layers;

namespace NotebookKit.Segmentation;

/// <summary>A trunk of convolutions with an end for whole pictures: the mean of each map, then a linear layer. The same structure gives classes or a number; loss and annotation differ.</summary>
/// <remarks>[N, channels, H, W] becomes [N, outputs]: scores for a cross-entropy, or one number for the mean squared error (lecture S2 L11, networks for regression).</remarks>
public sealed class ImageHead : Module
{
    private readonly Module trunk;
    private readonly Linear head;

    /// <summary>Makes the network.</summary>
    /// <param name="trunk">What turns pictures into maps [N, width, h, w]; it keeps what it has learned.</param>
    /// <param name="width">Its channels.</param>
    /// <param name="outputs">Classes, or 1 for a number.</param>
    /// <param name="rng">Where the first weights of the head come from; the session's generator when null.</param>
    public ImageHead(Module trunk, int width, int outputs, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(trunk);
        this.trunk = trunk;
        head = new Linear(width, outputs, rng: rng);
    }

    /// <summary>A trunk of stages of 3x3 convolutions with ReLU, each but the last followed by 2x2 max pooling.</summary>
    /// <param name="inChannels">Channels of a picture.</param>
    /// <param name="stages">Convolutions and channels.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    public static Sequential Trunk(int inChannels, IReadOnlyList<MirrorStage> stages, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(stages);
        List<Module> layers = [];
        int width = inChannels;
        for (int i = 0; i < stages.Count; i++)
        {
            layers.Add(ConvolutionStack.Of([width, .. Enumerable.Repeat(stages[i].Width, stages[i].Convolutions)], false, rng));
            width = stages[i].Width;
            if (i < stages.Count - 1)
            {
                layers.Add(new MaxPool2d(2, ceil: true));
            }
        }

        return new Sequential([.. layers]);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return head.Forward(trunk.Forward(input).GlobalAvgPool2d().Flatten(1));
    }
}
