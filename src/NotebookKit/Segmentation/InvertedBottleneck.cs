using NotebookKit.Layers;

namespace NotebookKit.Segmentation;

/// <summary>A block of MobileNet v2 with its normalisation folded into the weights: wider by 1x1, 3x3 in each channel by itself, narrower by 1x1, and added to its input where both fit.</summary>
/// <remarks>ReLU6 after the first two; the narrow result stays linear. Sandler et al. 2018.</remarks>
internal sealed class InvertedBottleneck : Module
{
    private readonly Conv2d? expand;
    private readonly Conv2d dw;
    private readonly Conv2d project;
    private readonly bool adds;

    /// <summary>Makes the block.</summary>
    public InvertedBottleneck(int inChannels, int outChannels, int factor, int stride, int rate)
    {
        int wide = inChannels * factor;
        expand = factor > 1 ? new Conv2d(inChannels, wide, 1) : null;
        dw = new Conv2d(wide, wide, 3, stride, rate, rate, wide);
        project = new Conv2d(wide, outChannels, 1);
        adds = stride == 1 && inChannels == outChannels;
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        Tensor x = expand is null ? input : expand.Forward(input).Relu6();
        x = project.Forward(dw.Forward(x).Relu6());
        return adds ? input + x : x;
    }
}
