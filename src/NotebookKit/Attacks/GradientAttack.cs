using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Memory;

namespace NotebookKit.Attacks;

/// <summary>An attack that follows the gradient of the loss with respect to the picture; it must know the model.</summary>
/// <remarks>
/// Up the loss J(theta, x, y) of the label y; with <see cref="Aim"/> down the loss of the class that is wanted. Where the gradient is exactly 0, as behind a
/// softmax that is sure to the last bit, nothing changes: such an attack shows what it found, and not that there is nothing to find.
/// </remarks>
public abstract record GradientAttack : IAttack
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <summary>Epsilon: the radius of the ball around each picture.</summary>
    public double Size
    {
        get;
        init => field = double.IsFinite(value) && value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"{GetType().Name}: Size is 0 or more, in the units of the pixels.");
    } = 0.1;

    /// <summary>The least valid pixel.</summary>
    public double Low { get; init; }

    /// <summary>The largest valid pixel.</summary>
    public double High { get; init; } = 1;

    /// <summary>From the labels to the classes that the model is to say, as in <c>Aim = labels => Tensor.FullLike(labels, 3)</c>; null: anything but the label.</summary>
    public Func<Tensor, Tensor>? Aim { get; init; }

    /// <inheritdoc/>
    public IAttack WithSize(double size) => this with { Size = size };

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The pictures are no floats between <see cref="Low"/> and <see cref="High"/>, or the labels do not fit.</exception>
    public Tensor Attack(Module model, Tensor pictures, Tensor labels)
    {
        Pictures.Check(GetType().Name, model, pictures, labels, Low, High);
        Tensor classes = Aim?.Invoke(labels) ?? labels;
        using Victim victim = new(model);
        using IDisposable off = Gradient.Off();
        if (Size > 0)
        {
            return Run(victim, pictures.Detach(), classes.Detach());
        }

        return pictures.Detach().Clone();
    }

    /// <summary>Name and size in a line.</summary>
    public sealed override string ToString() => $"{Name}, size {Size:G4}, pixels {Low:G4} to {High:G4}{(Aim is null ? string.Empty : ", aimed")}";

    /// <summary>Changes pictures that were checked.</summary>
    private protected abstract Tensor Run(Victim victim, Tensor pictures, Tensor classes);

    /// <summary>The direction in which pixels go: up the loss of the label, down that of an aim.</summary>
    private protected Tensor Uphill(Victim victim, Tensor at, Tensor classes) => Aim is null ? victim.Slope(at, classes) : -victim.Slope(at, classes);

    /// <summary>Some steps, each back into the ball and into the valid range.</summary>
    private protected Tensor Walk(Victim victim, Tensor pictures, Tensor start, Tensor classes, int steps, double stepSize, BallNorm norm)
    {
        Tensor place = start;
        for (int step = 0; step < steps; step++)
        {
            Cancellation.ThrowIfRequested();
            using BufferScope scope = new();
            Tensor slope = Uphill(victim, place, classes);
            Tensor direction = norm == BallNorm.Infinity ? slope.Sign() : Unit(slope);
            Tensor change = NormBall.Project(place + (direction * stepSize) - pictures, Size, norm);
            place = (pictures + change).Clamp(Low, High).Keep();
        }

        return place;
    }

    // The largest entry first: a gradient of 1e-30 has a direction, though its squares are 0 in single precision.
    private static Tensor Unit(Tensor slope)
    {
        Tensor rows = slope.Reshape(slope.Shape[0], -1);
        rows /= rows.Abs().Amax(1, keepDim: true).Clamp(1e-37, double.PositiveInfinity);
        return rows.Normalize(2, 1).Reshape(slope.Shape.ToArray());
    }
}
