using NotebookKit.Gradients;
using NotebookKit.Memory;
using NotebookKit.Models;
using NotebookKit.Optimizers;

namespace NotebookKit.Painting;

/// <summary>Teaches a <see cref="PainterNetwork"/> one style: the loss of style transfer, but on what the network paints, over patches of many photos.</summary>
/// <remarks>
/// For each batch of patches x the painter gives y, and ContentWeight * <see cref="PerceptualLoss"/>(y, x) + StyleWeight * <see cref="StyleLoss"/>(y) + SmoothWeight * <see cref="TotalVariation"/>(y) goes
/// down by Adam on the painter's weights. Afterwards a picture is one pass. Johnson, Alahi and Fei-Fei 2016; lecture S2 L12.
/// </remarks>
/// <param name="Network">The eye that judges.</param>
public sealed record PainterTrainer(LossNetwork Network)
{
    /// <summary>How much the content counts.</summary>
    public double ContentWeight { get; init; } = 1;

    /// <summary>How much the style counts.</summary>
    public double StyleWeight { get; init; } = 1;

    /// <summary>How much smoothness counts.</summary>
    public double SmoothWeight { get; init; } = 1;

    /// <summary>Pixels of the longer side of the photos that patches are cut from.</summary>
    public int PhotoSize { get; init; } = 256;

    /// <summary>Pixels of a patch's side.</summary>
    public int PatchSize { get; init; } = 96;

    /// <summary>Pixels of the longer side of the style.</summary>
    public int StyleSize { get; init; } = 256;

    /// <summary>Patches of a batch.</summary>
    public int BatchSize { get; init; } = 4;

    /// <summary>Batches.</summary>
    public int Steps { get; init; } = 500;

    /// <summary>The rate of Adam at first; it falls to a tenth along a line.</summary>
    public double LearningRate { get; init; } = 5e-3;

    /// <summary>Called after each step.</summary>
    public Action<PaintingStep>? Watch { get; init; }

    /// <summary>Teaches; the painter is in use, not in training, afterwards.</summary>
    /// <param name="painter">Changed in place.</param>
    /// <param name="style">[1 or 3, H, W] of bytes, or of floats from 0 to 1.</param>
    /// <param name="photos">The same; patches and their mirror images are cut at random places.</param>
    /// <param name="rng">Which patches; the session's generator when null.</param>
    /// <returns>The losses of each step.</returns>
    /// <exception cref="ArgumentException">There are no photos, one is smaller than a patch, or an option is out of range.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; the painter has learned so far.</exception>
    public IReadOnlyList<PaintingStep> Train(PainterNetwork painter, Tensor style, IReadOnlyList<Tensor> photos, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(painter);
        ArgumentNullException.ThrowIfNull(photos);
        Tensor[] pictures = [.. photos.Select(photo => Artwork.Of(photo, PhotoSize).To(DType.Float32))];
        Check(pictures);
        StyleLoss styleLoss = new(Network, Artwork.Of(style, StyleSize).To(DType.Float32));
        Rng dice = rng ?? Rng.Current;
        Adam adam = new(painter.Parameters()) { LearningRate = LearningRate, ClipNorm = 1 };
        List<PaintingStep> steps = [];
        painter.IsTraining = true;
        try
        {
            for (int step = 1; step <= Steps; step++)
            {
                Cancellation.ThrowIfRequested();
                using BufferScope scope = new();
                adam.LearningRate = LearningRate * (1 - (0.9 * (step - 1) / Steps));
                adam.ZeroGrad();
                steps.Add(Improve(painter, styleLoss, Patches(pictures, dice), step));
                adam.Step();
                Watch?.Invoke(steps[^1]);
            }
        }
        finally
        {
            painter.IsTraining = false;
        }

        return steps;
    }

    private PaintingStep Improve(PainterNetwork painter, StyleLoss styleLoss, Tensor patches, int step)
    {
        PerceptualLoss contentLoss = new(Network, patches);
        Tensor painted = painter.Forward(patches);
        IReadOnlyDictionary<string, Tensor> features = Network.Features(painted, [.. contentLoss.Layers.Keys.Union(styleLoss.Layers.Keys)]);
        Tensor content = contentLoss.Of(features), ofStyle = styleLoss.Of(features), variation = TotalVariation.Of(painted);
        Tensor total = (ContentWeight * content) + (StyleWeight * ofStyle) + (SmoothWeight * variation);
        total.Backward();
        return new(step, total.Item(), content.Item(), ofStyle.Item(), variation.Item());
    }

    private Tensor Patches(Tensor[] pictures, Rng dice)
    {
        using IDisposable off = Gradient.Off();
        Tensor[] patches = new Tensor[BatchSize];
        for (int i = 0; i < BatchSize; i++)
        {
            Tensor picture = pictures[dice.Next(pictures.Length)];
            int top = dice.Next(picture.Shape[2] - PatchSize + 1), left = dice.Next(picture.Shape[3] - PatchSize + 1);
            Tensor patch = picture[.., .., top..(top + PatchSize), left..(left + PatchSize)];
            patches[i] = dice.Next(2) == 0 ? patch : patch.Flip(3);
        }

        return Tensor.Concat(patches);
    }

    private void Check(Tensor[] pictures)
    {
        if (Steps < 1 || BatchSize < 1 || PatchSize < 16 || !(LearningRate > 0) || !(ContentWeight >= 0) || !(StyleWeight >= 0) || !(SmoothWeight >= 0))
        {
            throw new ArgumentException($"PainterTrainer: Steps and BatchSize are at least 1, PatchSize at least 16, the rate above 0 and the weights 0 or more, and these are {Steps}, {BatchSize}, {PatchSize}, {LearningRate}, {ContentWeight}, {StyleWeight} and {SmoothWeight}.");
        }

        if (pictures.Length == 0 || pictures.Any(picture => Math.Min(picture.Shape[2], picture.Shape[3]) < PatchSize))
        {
            throw new ArgumentException(
                $"PainterTrainer: patches of {PatchSize} pixels are cut from photos that are larger, and these are {(pictures.Length == 0 ? "none" : string.Join(", ", pictures.Select(picture => $"{picture.Shape[2]} x {picture.Shape[3]}")))}; take smaller patches, or a larger PhotoSize.");
        }
    }
}
