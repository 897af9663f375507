using NotebookKit.Gradients;
using NotebookKit.Memory;
using NotebookKit.Optimizers;

namespace NotebookKit.Painting;

/// <summary>What descends on the pixels of a picture.</summary>
public enum PixelDescent
{
    /// <summary><see cref="Optimizers.Lbfgs"/>, which most style transfers use: the same loss in fewer evaluations.</summary>
    Lbfgs,

    /// <summary><see cref="Optimizers.Adam"/>, with a rate.</summary>
    Adam,
}

/// <summary>Where the colours of a painting come from.</summary>
public enum PaintingColours
{
    /// <summary>From the style: they are in its Gram matrices.</summary>
    Style,

    /// <summary>From the content, exactly: only the luminance is painted, and the colours are laid over it; see <see cref="Artwork.WithLight"/>.</summary>
    Light,

    /// <summary>From the content, roughly: the style is recoloured first; see <see cref="Artwork.Recoloured"/>.</summary>
    Recoloured,
}

/// <summary>Neural style transfer: the picture with the content of one picture and the style of another, found by descent on its pixels.</summary>
/// <remarks>
/// x = argmin of ContentWeight * <see cref="PerceptualLoss"/> + StyleWeight * <see cref="StyleLoss"/> + SmoothWeight * <see cref="TotalVariation"/>. The network stands still, the pixels
/// learn. Gatys, Ecker and Bethge 2016; lecture S2 L12, 'Neural Style Transfer'.
/// <code>
/// StyleTransfer painter = new(LossNetwork.SqueezeNet11()) { Size = 256, Steps = 300 };
/// StylePainting painting = painter.Paint(Datasets.Picture("china"), Datasets.Picture("starry_night"));
/// </code>
/// </remarks>
/// <param name="Network">The eye that judges.</param>
public sealed record StyleTransfer(LossNetwork Network)
{
    /// <summary>How much the content counts; 0 for a texture of the style alone.</summary>
    public double ContentWeight { get; init; } = 1;

    /// <summary>How much the style counts; 0 rebuilds the content.</summary>
    public double StyleWeight { get; init; } = 1;

    /// <summary>How much smoothness counts.</summary>
    public double SmoothWeight { get; init; } = 1;

    /// <summary>Layers for the content with their weights; the network's when null.</summary>
    public IReadOnlyDictionary<string, double>? ContentLayers { get; init; }

    /// <summary>Layers for the style with their weights; the network's when null.</summary>
    public IReadOnlyDictionary<string, double>? StyleLayers { get; init; }

    /// <summary>Pixels of the longer side of the painting; as the content is when null.</summary>
    public int? Size { get; init; } = 256;

    /// <summary>Pixels of the longer side of the style: smaller makes finer strokes; as <see cref="Size"/> when null.</summary>
    public int? StyleSize { get; init; }

    /// <summary>Steps; L-BFGS needs an evaluation a step and now and then one more.</summary>
    public int Steps { get; init; } = 300;

    /// <summary>What descends.</summary>
    public PixelDescent Descent { get; init; } = PixelDescent.Lbfgs;

    /// <summary>The rate of Adam, in light from 0 to 1 a step.</summary>
    public double LearningRate { get; init; } = 0.02;

    /// <summary>Where noise comes from to begin with; it begins with the content when null.</summary>
    public Rng? NoiseStart { get; init; }

    /// <summary>Where the colours come from.</summary>
    public PaintingColours Colours { get; init; } = PaintingColours.Style;

    /// <summary>Called with the painting so far, each <see cref="Every"/> evaluations and at the end: to show it live.</summary>
    public Action<StylePainting>? Watch { get; init; }

    /// <summary>Evaluations from one call of <see cref="Watch"/> to the next.</summary>
    public int Every { get; init; } = 10;

    /// <summary>Paints.</summary>
    /// <param name="content">[1 or 3, H, W] of bytes, or of floats from 0 to 1.</param>
    /// <param name="style">The same, of any size.</param>
    /// <exception cref="ArgumentException">A picture is none, or an option is out of range.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; <see cref="Watch"/> has seen the painting so far.</exception>
    public StylePainting Paint(Tensor content, Tensor style) => Paint(content, [(style, 1)]);

    /// <summary>Paints in a mixture of styles.</summary>
    /// <param name="content">[1 or 3, H, W] of bytes, or of floats from 0 to 1.</param>
    /// <param name="styles">The same, of any sizes, with their shares.</param>
    /// <exception cref="ArgumentException">A picture is none, a share is negative, or an option is out of range.</exception>
    public StylePainting Paint(Tensor content, IReadOnlyList<(Tensor Picture, double Share)> styles)
    {
        ArgumentNullException.ThrowIfNull(styles);
        Check();
        Tensor whole = Artwork.Of(content, Size).To(DType.Float32);
        Tensor target = Colours == PaintingColours.Light ? Grey(whole) : whole;
        int size = StyleSize ?? Size ?? Math.Max(whole.Shape[2], whole.Shape[3]);
        StyleLoss styleLoss = new(Network, [.. styles.Select(style => (Prepared(Artwork.Of(style.Picture, size).To(DType.Float32), whole), style.Share))], StyleLayers);
        PerceptualLoss contentLoss = new(Network, target, ContentLayers);
        Tensor start = NoiseStart is { } noise ? Tensor.Normal(whole.Shape, 0.5, 0.15, noise).Clamp(0, 1) : target;
        Tensor x = Colours == PaintingColours.Light ? Artwork.Luminance(start) : start;

        // Light alone: one channel learns, and the network sees it three times.
        Tensor Seen(Tensor pixels) => pixels.Shape[1] == 3 ? pixels : Tensor.Concat([pixels, pixels, pixels], 1);
        Tensor Shown(Tensor pixels) => (pixels.Shape[1] == 3 ? pixels.Clamp(0, 1) : Artwork.WithLight(pixels, whole)).Squeeze(0);
        Canvas canvas = new(x.Shape, Shown, Watch, Every, pixels => Evaluate(Seen(pixels), contentLoss, styleLoss));
        using (Gradient.Off())
        {
            Descend(canvas, x);
        }

        StylePainting painting = canvas.Painting;
        Watch?.Invoke(painting);
        return painting;
    }

    private void Descend(Canvas canvas, Tensor start)
    {
        if (Descent == PixelDescent.Lbfgs)
        {
            // A gradient of a picture has many small numbers; no tolerance ends the search before its steps do.
            new Lbfgs { MaxSteps = Steps, Tolerance = 1e-12 }.Minimize(new Objective(canvas.Surrogate), start.To(DType.Float64).Reshape(start.Count));
            return;
        }

        Parameter pixels = new(start);
        Adam adam = new([pixels]) { LearningRate = LearningRate };
        for (int step = 0; step < Steps; step++)
        {
            Cancellation.ThrowIfRequested();
            using BufferScope scope = new();
            adam.ZeroGrad();
            using (Gradient.On())
            {
                canvas.Surrogate(pixels.Reshape(start.Count)).Backward();
            }

            adam.Step();
        }
    }

    private (Tensor Total, Tensor Content, Tensor Style, Tensor Variation) Evaluate(Tensor pictures, PerceptualLoss contentLoss, StyleLoss styleLoss)
    {
        IReadOnlyDictionary<string, Tensor> features = Network.Features(pictures, [.. contentLoss.Layers.Keys.Union(styleLoss.Layers.Keys)]);
        Tensor content = contentLoss.Of(features), style = styleLoss.Of(features), variation = TotalVariation.Of(pictures);
        return ((ContentWeight * content) + (StyleWeight * style) + (SmoothWeight * variation), content, style, variation);
    }

    private Tensor Prepared(Tensor style, Tensor content) => Colours switch
    {
        PaintingColours.Light => Grey(style),
        PaintingColours.Recoloured => Artwork.Recoloured(style, content).Clamp(0, 1),
        _ => style,
    };

    private static Tensor Grey(Tensor picture)
    {
        Tensor light = Artwork.Luminance(picture);
        return Tensor.Concat([light, light, light], 1);
    }

    private void Check()
    {
        if (!(ContentWeight >= 0) || !(StyleWeight >= 0) || !(SmoothWeight >= 0) || !double.IsFinite(ContentWeight + StyleWeight + SmoothWeight) || ContentWeight + StyleWeight + SmoothWeight == 0)
        {
            throw new ArgumentException($"StyleTransfer: the weights are 0 or more and not all 0, and these are {ContentWeight} for the content, {StyleWeight} for the style and {SmoothWeight} for smoothness.");
        }

        if (Steps < 1 || Every < 1 || !(LearningRate > 0) || StyleSize is < 8)
        {
            throw new ArgumentException($"StyleTransfer: Steps and Every are at least 1, the learning rate is above 0 and StyleSize at least 8, and these are {Steps}, {Every}, {LearningRate} and {StyleSize}.");
        }
    }

    // The picture in the making: evaluates, keeps the trace and the best so far.
    private sealed class Canvas(
        Shape shape, Func<Tensor, Tensor> shown, Action<StylePainting>? watch, int every, Func<Tensor, (Tensor Total, Tensor Content, Tensor Style, Tensor Variation)> evaluate)
    {
        private readonly List<PaintingStep> steps = [];
        private Tensor? best;
        private double lowest = double.PositiveInfinity;

        public StylePainting Painting => new(shown(best!.To(DType.Float32)), [.. steps]);

        // The loss as a function that costs nothing to differentiate: value + g'(x - x0), where value and g come from a pass whose buffers are given back at once.
        public Tensor Surrogate(Tensor x)
        {
            Cancellation.ThrowIfRequested();
            (double value, Tensor gradient) = Pass(x.Detach());
            Tensor along = gradient.To(x.DType).Reshape(x.Count);
            Tensor tilt = (x * along).Sum();
            if (steps.Count % every == 0)
            {
                watch?.Invoke(Painting);
            }

            return tilt + (value - tilt.Detach());
        }

        private (double Value, Tensor Gradient) Pass(Tensor x)
        {
            using BufferScope scope = new();
            using IDisposable on = Gradient.On();
            Tensor pixels = x.To(DType.Float32).Reshape(shape.ToArray());
            pixels.RequiresGrad = true;
            (Tensor total, Tensor content, Tensor style, Tensor variation) = evaluate(pixels);
            double value = total.Item();
            steps.Add(new(steps.Count + 1, value, content.Item(), style.Item(), variation.Item()));
            if (value < lowest)
            {
                (lowest, best) = (value, pixels.Detach().Clone().Keep());
            }

            return (value, Gradient.Of(total, pixels).Contiguous().Clone().Keep());
        }
    }
}
