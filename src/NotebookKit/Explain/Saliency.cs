using NotebookKit.Layers;

namespace NotebookKit.Explain;

/// <summary>Reasoning by importance: |d score / d pixel|, the largest over the colours.</summary>
/// <remarks>
/// The score is that of the class before the softmax, as in the lecture. One way forward and one way back, where occlusion needs one way forward a
/// position. For a linear model it is |w|, whatever the picture. Simonyan, Vedaldi and Zisserman 2014; lecture S2 L12.
/// </remarks>
public sealed record Saliency : IExplainer
{
    /// <inheritdoc/>
    public string Name => "saliency";

    /// <inheritdoc/>
    public ImportanceMap Explain(Module model, Tensor picture, int target)
    {
        Tensor one = InUse.One(Name, picture);
        return new(Name, InUse.Slope(Name, model, one, target)[0].Abs().Amax(0), one[0], target);
    }
}

/// <summary>Gradient times input: x d score / d x, summed over the colours: what a pixel gave, if the model were linear.</summary>
/// <remarks>Signed. Shrikumar et al. 2016. For a linear model without bias the values add up to the score.</remarks>
public sealed record GradientTimesInput : IExplainer
{
    /// <inheritdoc/>
    public string Name => "gradient x input";

    /// <inheritdoc/>
    public ImportanceMap Explain(Module model, Tensor picture, int target)
    {
        Tensor one = InUse.One(Name, picture);
        return new(Name, (InUse.Slope(Name, model, one, target)[0] * one[0]).Sum(0), one[0], target);
    }
}

/// <summary>SmoothGrad: the mean gradient over copies of the picture with a little noise; its size, the largest over the colours.</summary>
/// <remarks>A gradient jumps from pixel to pixel where the score hardly changes; the mean over a neighbourhood is calmer. Smilkov et al. 2017.</remarks>
public sealed record SmoothGrad : IExplainer
{
    private const int Together = 8;

    /// <inheritdoc/>
    public string Name => "SmoothGrad";

    /// <summary>How many copies.</summary>
    public int Copies { get; init; } = 24;

    /// <summary>The standard deviation of the noise, as a share of the picture's range.</summary>
    public double Noise { get; init; } = 0.15;

    /// <summary>Where the noise comes from: the same seed draws the same.</summary>
    public long Seed { get; init; }

    /// <inheritdoc/>
    public ImportanceMap Explain(Module model, Tensor picture, int target)
    {
        Tensor one = InUse.One(Name, picture);
        if (Copies < 1 || !(Noise >= 0))
        {
            throw new ArgumentException($"SmoothGrad: takes one copy or more and noise of 0 or more, and got {Copies} and {Noise}.");
        }

        Rng rng = new(Seed);
        double deviation = Noise * (one.Max().Item() - one.Min().Item());
        Tensor sum = Tensor.ZerosLike(one[0]);
        for (int done = 0; done < Copies; done += Together)
        {
            Cancellation.ThrowIfRequested();
            int count = Math.Min(Together, Copies - done);
            Tensor noise = Tensor.Normal([count, one.Shape[1], one.Shape[2], one.Shape[3]], 0, 1, rng, one.DType) * deviation;
            sum += InUse.Slope(Name, model, one + noise, target).Sum(0);
        }

        return new(Name, (sum / Copies).Abs().Amax(0), one[0], target);
    }
}
