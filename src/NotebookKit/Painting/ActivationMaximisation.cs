using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Memory;

namespace NotebookKit.Painting;

/// <summary>Paints the picture that a neuron likes best: gradient ascent on the pixels, I* = argmax over I of f(I) + R(I), with the network given.</summary>
/// <remarks>
/// A step: the picture is shifted by chance, g = df/dI, small numbers of g become 0, g is brought to size 1 (root of the mean square), and
/// I = (1 - decay)(I - m) + m + step g with m the middle of the range. Then, when it is their turn, the picture is blurred, its faint pixels become m, and
/// it is clipped to the range. Without all of these (<see cref="Naive"/>) the same ascent finds noise that the network takes for the class.
/// The model is set to use for the time; its mode, its weights and their gradients are as before afterwards.
/// <code>
/// MaximisedPicture eight = new ActivationMaximisation { Steps = 100 }.Maximise(model, ActivationTarget.Class(8), start);
/// </code>
/// Simonyan, Vedaldi and Zisserman 2014; Yosinski and others 2015; Mordvintsev, Olah and Tyka 2015 (jitter); lecture S2 L12.
/// </remarks>
public sealed record ActivationMaximisation
{
    /// <summary>The ascent alone: no limits, no blur, no jitter, every gradient counts.</summary>
    public static ActivationMaximisation Naive { get; } = new() { BlurEvery = 0, Jitter = 0, KeepShare = 1, Range = null };

    /// <summary>How many steps.</summary>
    public int Steps { get; init; } = 200;

    /// <summary>How far a step goes, in brightness when the gradient is normalised.</summary>
    public double StepSize { get; init; } = 0.03;

    /// <summary>Whether the gradient of each picture is divided by its root mean square.</summary>
    public bool NormaliseGradient { get; init; } = true;

    /// <summary>Which share of the gradient's numbers counts, the largest; the others become 0.</summary>
    public double KeepShare { get; init; } = 1;

    /// <summary>Steps from one blur to the next; 0 for none.</summary>
    public int BlurEvery { get; init; } = 4;

    /// <summary>How far a blur reaches, in pixels.</summary>
    public double BlurDeviation { get; init; } = 0.6;

    /// <summary>Which share of the pixels becomes the middle of the range at each blur, those that hardly differ from it.</summary>
    public double DropShare { get; init; }

    /// <summary>How far a picture is shifted at most before each gradient, and back after it; round the edge.</summary>
    public int Jitter { get; init; } = 2;

    /// <summary>Which share of the distance to the middle of the range is lost each step (L2).</summary>
    public double Decay { get; init; }

    /// <summary>Darkest and brightest value; null: no limits, and the middle is 1/2.</summary>
    public (double Low, double High)? Range { get; init; } = (0, 1);

    /// <summary>Makes what the model gets of pictures, such as <see cref="Models.Pretrained.Normalised"/>; null: the pictures as they are.</summary>
    public Func<Tensor, Tensor>? Prepare { get; init; }

    /// <summary>Called with the picture so far, each <see cref="Every"/> steps and at the end: to show it live.</summary>
    public Action<MaximisedPicture>? Watch { get; init; }

    /// <summary>Steps from one call of <see cref="Watch"/> to the next.</summary>
    public int Every { get; init; } = 10;

    /// <summary>Climbs.</summary>
    /// <param name="model">Its weights are given.</param>
    /// <param name="target">What shall grow.</param>
    /// <param name="start">[N, C, H, W] of floats, such as <see cref="Start"/>; every picture climbs by itself.</param>
    /// <param name="rng">Where the shifts come from; the session's generator when null.</param>
    /// <exception cref="ArgumentException">The start is no picture, or an option is out of range.</exception>
    /// <exception cref="InvalidOperationException">The target is no longer a number.</exception>
    public MaximisedPicture Maximise(Module model, ActivationTarget target, Tensor start, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(target);
        PictureSmoothing.Check(nameof(ActivationMaximisation), start);
        CheckOptions();
        Rng dice = rng ?? Rng.Current;
        Tensor picture = start.Detach().Clone().Keep();
        List<double> scores = [], restlessness = [];
        using ModelAtRest rest = new(model);
        MaximisedPicture Now(int step)
        {
            using IDisposable off = Gradient.Off();
            double[] reached = target.Values(model, Ready(picture)).To(DType.Float64).ToArray<double>();
            return new(picture.Clone().Keep(), target.Name, step, [.. reached], [.. scores, reached.Average()], [.. restlessness, PictureSmoothing.Restlessness(picture)]);
        }

        for (int step = 1; step <= Steps; step++)
        {
            Cancellation.ThrowIfRequested();
            using BufferScope scope = new();
            (Tensor gradient, double score) = Ascent(model, target, picture, dice);
            scores.Add(score);
            restlessness.Add(PictureSmoothing.Restlessness(picture));
            picture = Stepped(picture, gradient, step).Contiguous().Keep();
            if (Watch is not null && (step % Every == 0 || step == Steps))
            {
                Watch(Now(step));
            }
        }

        return Now(Steps);
    }

    /// <summary>Pictures to begin with: the middle of the range and a little noise.</summary>
    /// <param name="shape">[N, C, H, W].</param>
    /// <param name="noise">Its standard deviation.</param>
    /// <param name="rng">Where it comes from; the session's generator when null.</param>
    public static Tensor Start(Shape shape, double noise = 0.05, Rng? rng = null) => Tensor.Normal(shape, 0.5, noise, rng).Clamp(0, 1);

    private (Tensor Gradient, double Score) Ascent(Module model, ActivationTarget target, Tensor picture, Rng dice)
    {
        (int down, int along) = Jitter == 0 ? (0, 0) : (dice.Next((2 * Jitter) + 1) - Jitter, dice.Next((2 * Jitter) + 1) - Jitter);
        Tensor shifted = picture.Roll(down, 2).Roll(along, 3).Detach();
        shifted.RequiresGrad = true;
        using IDisposable on = Gradient.On();
        Tensor values = target.Values(model, Ready(shifted));
        double score = values.Detach().Mean().Item();
        if (!double.IsFinite(score))
        {
            throw new InvalidOperationException($"ActivationMaximisation: {target.Name} became {score}; take a smaller StepSize than {StepSize}, or a Range.");
        }

        return (Gradient.Of(values.Sum(), shifted).Roll(-down, 2).Roll(-along, 3), score);
    }

    private Tensor Stepped(Tensor picture, Tensor gradient, int step)
    {
        using IDisposable off = Gradient.Off();
        double middle = Range is { } range ? (range.Low + range.High) / 2 : 0.5;
        Tensor counted = PictureGradient.KeepLargest(gradient, KeepShare);
        Tensor way = NormaliseGradient ? PictureGradient.Normalised(counted) : counted;
        Tensor next = (Decay > 0 ? ((picture - middle) * (1 - Decay)) + middle : picture) + (way * StepSize);
        if (BlurEvery > 0 && step % BlurEvery == 0)
        {
            next = PictureSmoothing.Blur(next, BlurDeviation);
            next = DropShare > 0 ? PictureSmoothing.DropFaintPixels(next, DropShare, middle) : next;
        }

        return Range is { } limits ? next.Clamp(limits.Low, limits.High) : next;
    }

    private Tensor Ready(Tensor picture) => Prepare is null ? picture : Prepare(picture);

    private void CheckOptions()
    {
        bool fits = Steps >= 1 && Every >= 1 && StepSize > 0 && double.IsFinite(StepSize) && KeepShare is > 0 and <= 1 && BlurEvery >= 0 && BlurDeviation >= 0
            && DropShare is >= 0 and < 1 && Jitter >= 0 && Decay is >= 0 and < 1 && (Range is not { } range || range.Low < range.High);
        if (!fits)
        {
            throw new ArgumentException($"ActivationMaximisation: Steps and Every are at least 1, StepSize is above 0, KeepShare above 0 and at most 1, DropShare and Decay from 0 to below 1, BlurEvery, BlurDeviation and Jitter not negative, and the Range begins below its end; these are {this}.");
        }
    }
}
