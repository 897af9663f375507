using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Memory;
using NotebookKit.Models;
using NotebookKit.Optimizers;

namespace NotebookKit.Painting;

/// <summary>A network that has learned to invert a layer: features in, pictures out, in one pass and without a search.</summary>
/// <remarks>
/// A 1x1 convolution to <c>width</c> maps (a fully connected layer, where features have no places), then twice the size and a 3x3 convolution with batch normalisation (features have any size, and a sigmoid must not drown) and SiLU until
/// the size of the picture is reached, and a last convolution with a sigmoid, so that pixels are between 0 and 1. It learns the mean
/// squared error of the pixels. As it has seen pictures, it answers with what they usually look like where the features say nothing: blurred, not noisy.
/// Dosovitskiy and Brox 2016; lecture S2 L12 ("a network which can learn feature inversion").
/// </remarks>
public sealed class FeatureDecoder : Module
{
    private readonly Sequential layers;
    private readonly Pair size;
    private readonly (int Width, Pair Size)? spread;

    /// <summary>Builds the network for the shape of one picture's features and of one picture.</summary>
    /// <param name="features">[C, h, w], or [C] of a layer without places.</param>
    /// <param name="picture">[C, H, W].</param>
    /// <param name="width">Maps inside.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    /// <exception cref="ArgumentException">The shapes are others.</exception>
    public FeatureDecoder(Shape features, Shape picture, int width = 32, Rng? rng = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (features.Rank is not (1 or 3) || picture.Rank != 3)
        {
            throw new ArgumentException($"FeatureDecoder: takes features [C, h, w] or [C] and pictures [C, H, W], each of one example, and got {features} and {picture}.");
        }

        size = (picture[1], picture[2]);
        List<Module> list = [];
        Pair now = features.Rank == 3 ? (features[1], features[2]) : (Math.Max(1, (size.Height + 3) / 4), Math.Max(1, (size.Width + 3) / 4));
        if (features.Rank == 3)
        {
            list.AddRange([new Conv2d(features[0], width, 1, rng: rng), new BatchNorm2d(width), Activation.Silu()]);
        }
        else
        {
            spread = (width, now);
            First = new Linear(features[0], width * now.Height * now.Width, rng: rng);
        }

        list.AddRange([new Conv2d(width, width, 3, padding: 1, rng: rng), new BatchNorm2d(width), Activation.Silu()]);
        for (; 2 * now.Height <= size.Height && 2 * now.Width <= size.Width; now = (2 * now.Height, 2 * now.Width))
        {
            list.AddRange([new Upsample(2, Interpolation.Linear), new Conv2d(width, width, 3, padding: 1, rng: rng), new BatchNorm2d(width), Activation.Silu()]);
        }

        list.Add(new Conv2d(width, picture[0], 3, padding: 1, rng: rng));
        layers = new Sequential([.. list]);
    }

    /// <summary>The fully connected layer of a decoder for features without places.</summary>
    public Linear? First { get; }

    /// <summary>Teaches a decoder to invert a layer of a model, whose weights, mode and gradients stay as they are.</summary>
    /// <param name="model">A <see cref="Block"/>.</param>
    /// <param name="layer">The layer's name.</param>
    /// <param name="pictures">[N, C, H, W] from 0 to 1, to learn from.</param>
    /// <param name="steps">Steps of Adam.</param>
    /// <param name="batch">Pictures a step.</param>
    /// <param name="learningRate">Adam's learning rate.</param>
    /// <param name="width">Maps inside the decoder.</param>
    /// <param name="prepare">Makes what the model gets of pictures; null: the pictures as they are.</param>
    /// <param name="rng">All chance; the session's generator when null.</param>
    /// <param name="progress">Told the step and the mean squared error of its batch.</param>
    /// <exception cref="ArgumentException">These are no pictures, or there is no such layer.</exception>
    public static LearnedInversion Learn(
        Module model, string layer, Tensor pictures, int steps = 300, int batch = 32, double learningRate = 3e-3, int width = 32, Func<Tensor, Tensor>? prepare = null, Rng? rng = null, Action<int, double>? progress = null)
    {
        PictureSmoothing.Check(nameof(FeatureDecoder), pictures);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        using ModelAtRest rest = new(model);
        Rng dice = rng ?? Rng.Current;
        Tensor Features(Tensor some) => LearnedInversion.Features(model, layer, prepare, some);
        Tensor first = Features(pictures[..1]);
        FeatureDecoder decoder = new(new Shape(first.Shape.Span[1..]), new Shape(pictures.Shape.Span[1..]), width, dice);
        Adam adam = new(decoder.Parameters()) { LearningRate = learningRate };
        int each = Math.Min(batch, pictures.Shape[0]);
        List<double> errors = [];
        for (int step = 1; step <= steps; step++)
        {
            Cancellation.ThrowIfRequested();
            using BufferScope scope = new();
            Tensor chosen = pictures.IndexSelect(0, Tensor.RandomIntegers([each], 0, pictures.Shape[0], dice));
            using (Gradient.On())
            {
                adam.ZeroGrad();
                Tensor error = (decoder.Forward(Features(chosen)) - chosen).Square().Mean();
                error.Backward();
                errors.Add(error.Item());
            }

            adam.Step();
            progress?.Invoke(step, errors[^1]);
        }

        decoder.IsTraining = false;
        return new(decoder, model, layer, errors) { Prepare = prepare };
    }

    /// <summary>Pictures [N, C, H, W] between 0 and 1.</summary>
    /// <param name="input">Features [N, C, h, w] or [N, C].</param>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Tensor value = spread is { } to && First is not null ? First.Forward(input).Silu().Reshape(input.Shape[0], to.Width, to.Size.Height, to.Size.Width) : input;
        value = layers.Forward(value);
        return (value.Shape[2] == size.Height && value.Shape[3] == size.Width ? value : value.Interpolate(size, Interpolation.Linear)).Sigmoid();
    }
}

/// <summary>A decoder that has learned, with the layer that it inverts.</summary>
/// <param name="Decoder">Features to pictures.</param>
/// <param name="Model">The model that makes the features.</param>
/// <param name="Layer">The layer's name.</param>
/// <param name="Errors">Mean squared error of each step's batch.</param>
public sealed record LearnedInversion(FeatureDecoder Decoder, Module Model, string Layer, IReadOnlyList<double> Errors)
{
    /// <summary>Makes what the model gets of pictures; null: the pictures as they are.</summary>
    public Func<Tensor, Tensor>? Prepare { get; init; }

    /// <summary>Pictures through the layer and back.</summary>
    /// <param name="pictures">[N, C, H, W] from 0 to 1.</param>
    public Tensor Rebuilt(Tensor pictures)
    {
        PictureSmoothing.Check(nameof(LearnedInversion), pictures);
        using ModelAtRest rest = new(Model);
        return Decoder.Predict(Features(Model, Layer, Prepare, pictures));
    }

    /// <summary>The mean squared error of a pixel after the way there and back.</summary>
    /// <param name="pictures">[N, C, H, W] from 0 to 1, best such as it has not learned from.</param>
    public double Error(Tensor pictures) => (Rebuilt(pictures) - pictures).Square().Mean().Item();

    /// <summary>The layer and the error, in a line.</summary>
    public override string ToString() => FormattableString.Invariant($"a decoder of {Decoder.ParameterCount:N0} parameters for {Layer}: mean squared error {Errors.TakeLast(20).Average():F4} after {Errors.Count} steps");

    /// <summary>The features of pictures, not recorded.</summary>
    internal static Tensor Features(Module model, string layer, Func<Tensor, Tensor>? prepare, Tensor pictures)
    {
        using IDisposable off = Gradient.Off();
        return ActivationTarget.At(model, layer, prepare is null ? pictures : prepare(pictures));
    }
}
