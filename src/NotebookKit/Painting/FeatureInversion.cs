using NotebookKit.Charts;
using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Memory;
using NotebookKit.Optimizers;

namespace NotebookKit.Painting;

/// <summary>Asks what a layer still knows of a picture: looks for a picture that gives the same features.</summary>
/// <remarks>
/// It minimises |F(I) - F0|^2 / |F0|^2 + w R(I) over the pixels, with Adam, and R(I) = mean over pixels of
/// ((x_below - x)^2 + (x_right - x)^2)^(beta / 2), the total variation. What comes out is what the layer keeps; what differs from the picture is what it
/// forgot. The model is set to use for the time; its mode, its weights and their gradients are as before afterwards.
/// <code>
/// InvertedPicture seen = new FeatureInversion { Layer = "features.5" }.Invert(model, picture);
/// </code>
/// Mahendran and Vedaldi 2015; lecture S2 L12 (feature inversion).
/// </remarks>
public sealed record FeatureInversion
{
    /// <summary>The layer whose features are matched, by name as in <see cref="LayerFeatures.Features"/>.</summary>
    public required string Layer { get; init; }

    /// <summary>How many steps of Adam.</summary>
    public int Steps { get; init; } = 200;

    /// <summary>Adam's learning rate, in brightness.</summary>
    public double LearningRate { get; init; } = 0.03;

    /// <summary>w: how much restless pixels cost.</summary>
    public double VariationWeight { get; init; } = 1;

    /// <summary>The exponent of the total variation: 2 wants smooth pictures, 1 allows edges.</summary>
    public double Beta { get; init; } = 2;

    /// <summary>Darkest and brightest value.</summary>
    public (double Low, double High) Range { get; init; } = (0, 1);

    /// <summary>Makes what the model gets of pictures, such as <see cref="Models.Pretrained.Normalised"/>; null: the pictures as they are.</summary>
    public Func<Tensor, Tensor>? Prepare { get; init; }

    /// <summary>Called with the picture so far, each <see cref="Every"/> steps and at the end.</summary>
    public Action<InvertedPicture>? Watch { get; init; }

    /// <summary>Steps from one call of <see cref="Watch"/> to the next.</summary>
    public int Every { get; init; } = 20;

    /// <summary>Rebuilds pictures from their own features.</summary>
    /// <param name="model">A <see cref="Block"/>.</param>
    /// <param name="pictures">[N, C, H, W] of floats in the range.</param>
    /// <param name="rng">Where the first noise comes from; the session's generator when null.</param>
    public InvertedPicture Invert(Module model, Tensor pictures, Rng? rng = null)
    {
        PictureSmoothing.Check(nameof(FeatureInversion), pictures);
        using ModelAtRest rest = new(model);
        using IDisposable off = Gradient.Off();
        return Invert(model, ActivationTarget.At(model, Layer, Ready(pictures)), pictures.Shape, rng) with { Original = pictures.Detach() };
    }

    /// <summary>Rebuilds pictures from features alone.</summary>
    /// <param name="model">A <see cref="Block"/>.</param>
    /// <param name="features">What the layer gave, one picture a row.</param>
    /// <param name="size">[N, C, H, W] of the pictures.</param>
    /// <param name="rng">Where the first noise comes from; the session's generator when null.</param>
    /// <exception cref="ArgumentException">The layer does not give features of this shape for such pictures, they are all 0, or an option is out of range.</exception>
    public InvertedPicture Invert(Module model, Tensor features, Shape size, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        CheckOptions();
        Parameter picture = new(Tensor.Normal(size, (Range.Low + Range.High) / 2, 0.05 * (Range.High - Range.Low), rng, features.DType));
        double wanted = features.Detach().Square().Sum().Item();
        if (!(wanted > 0))
        {
            throw new ArgumentException($"FeatureInversion: the features of {Layer} are all 0, so every picture would do.", nameof(features));
        }

        Adam adam = new([picture]) { LearningRate = LearningRate };
        List<double> errors = [];
        using ModelAtRest rest = new(model);
        InvertedPicture Now() => new(picture.Detach().Clone().Keep(), Layer, [.. errors]);
        for (int step = 1; step <= Steps; step++)
        {
            Cancellation.ThrowIfRequested();
            using BufferScope scope = new();
            using (Gradient.On())
            {
                Tensor apart = Difference(ActivationTarget.At(model, Layer, Ready(picture)), features.Detach()).Square().Sum() / wanted;
                errors.Add(Math.Sqrt(apart.Item()));
                adam.Parameters[0].ZeroGradient();
                (VariationWeight > 0 ? apart + (Variation(picture, Beta) * VariationWeight) : apart).Backward();
            }

            adam.Step();
            picture.Set(picture.Detach().Clamp(Range.Low, Range.High));
            if (Watch is not null && (step % Every == 0 || step == Steps))
            {
                Watch(Now());
            }
        }

        return Now();
    }

    /// <summary>R(I) of pictures, recorded: the mean of ((x_below - x)^2 + (x_right - x)^2)^(beta / 2) over pixels that have both neighbours.</summary>
    internal static Tensor Variation(Tensor pictures, double beta)
    {
        Tensor here = pictures[.., .., ..^1, ..^1];
        Tensor squares = (pictures[.., .., 1.., ..^1] - here).Square() + (pictures[.., .., ..^1, 1..] - here).Square();
        return beta == 2 ? squares.Mean() : (squares + 1e-8).Pow(beta / 2).Mean();
    }

    private Tensor Ready(Tensor picture) => Prepare is null ? picture : Prepare(picture);

    private Tensor Difference(Tensor found, Tensor wanted) => found.Shape == wanted.Shape
        ? found - wanted
        : throw new ArgumentException($"FeatureInversion: for such pictures {Layer} gives {found.Shape}, and the features are {wanted.Shape}.");

    private void CheckOptions()
    {
        if (Steps < 1 || Every < 1 || !(LearningRate > 0) || !(VariationWeight >= 0) || !(Beta > 0) || !(Range.Low < Range.High))
        {
            throw new ArgumentException($"FeatureInversion: Steps and Every are at least 1, the learning rate and Beta above 0, VariationWeight not negative, and the Range begins below its end; these are {this}.");
        }
    }
}

/// <summary>A picture that was rebuilt from features.</summary>
/// <param name="Picture">[N, C, H, W].</param>
/// <param name="Layer">The layer whose features it matches.</param>
/// <param name="Errors">|F(I) - F0| / |F0| before each step.</param>
public sealed record InvertedPicture(Tensor Picture, string Layer, IReadOnlyList<double> Errors)
{
    /// <summary>The picture that the features came from, where it was known.</summary>
    public Tensor? Original { get; init; }

    /// <summary>Mean squared error of the pixels; NaN when the original is not known.</summary>
    public double PictureError => Original is null ? double.NaN : (Picture - Original).Square().Mean().Item();

    /// <summary>The pictures, the originals first where they are known.</summary>
    /// <param name="title">Above them; the layer when null.</param>
    public Figure Figure(string? title = null) => Pictures.Show(Original is null ? Picture : Tensor.Concat([Original, Picture]), null, title ?? $"rebuilt from {Layer}", Picture.Shape[0] > 1 ? Picture.Shape[0] : null);

    /// <summary>The errors, in a line.</summary>
    public override string ToString() => FormattableString.Invariant($"rebuilt from {Layer} in {Errors.Count} steps: features within {Errors[^1]:P1}{(Original is null ? "" : $", mean squared error of a pixel {PictureError:F4}")}");
}
