namespace NotebookKit.Attacks;

/// <summary>Projected gradient ascent: from a random place in the ball many steps up the loss, each brought back to the nearest point of the ball; of several starts the worst for the model is kept.</summary>
/// <remarks>
/// Known as projected gradient <em>descent</em>, PGD, on the negative loss. Two balls: no pixel changed by more than epsilon, or the whole change no longer than epsilon
/// (<see cref="Norm"/>). After the ball comes the valid range, which never leads out of the ball again. The worst is the picture with the largest
/// margin of a wrong class. Madry et al. 2018; lecture S2 L12 (the noise).
/// </remarks>
public sealed record Pgd : GradientAttack
{
    /// <inheritdoc/>
    public override string Name => $"PGD{(Norm == BallNorm.Two ? " L2" : string.Empty)}, {Steps} step{(Steps == 1 ? string.Empty : "s")}{(Restarts > 1 ? $" x {Restarts}" : string.Empty)}";

    /// <summary>How many steps.</summary>
    public int Steps { get; init => field = Count(nameof(Pgd), nameof(Steps), value); } = 20;

    /// <summary>The length of a step, in the ball's norm; 2.5 epsilon / steps when null, enough to cross the ball and come back.</summary>
    public double? StepSize { get; init; }

    /// <summary>Which ball.</summary>
    public BallNorm Norm { get; init; }

    /// <summary>Whether it starts at a random place of the ball instead of at the picture.</summary>
    public bool RandomStart { get; init; } = true;

    /// <summary>How often it starts.</summary>
    public int Restarts { get; init => field = Count(nameof(Pgd), nameof(Restarts), value); } = 1;

    /// <summary>Where random starts come from; the session's generator when null.</summary>
    public Rng? Rng { get; init; }

    /// <summary>A count of 1 or more.</summary>
    internal static int Count(string who, string name, int value) =>
        value >= 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{who}: {name} is 1 or more.");

    private protected override Tensor Run(Victim victim, Tensor pictures, Tensor classes)
    {
        Tensor worst = Once(victim, pictures, classes);
        if (Restarts == 1)
        {
            return worst;
        }

        double sign = Aim is null ? 1 : -1;
        double[] best = victim.Margins(worst, classes);
        for (int restart = 1; restart < Restarts; restart++)
        {
            Tensor next = Once(victim, pictures, classes);
            double[] margins = victim.Margins(next, classes);
            bool[] isWorse = [.. margins.Select((margin, i) => sign * margin > sign * best[i])];
            best = [.. margins.Select((margin, i) => isWorse[i] ? margin : best[i])];
            int[] column = [.. Enumerable.Repeat(1, pictures.Rank)];
            column[0] = isWorse.Length;
            worst = Tensor.Where(Tensor.From(isWorse).Reshape(column), next, worst);
        }

        return worst;
    }

    private Tensor Once(Victim victim, Tensor pictures, Tensor classes)
    {
        Tensor start = RandomStart ? (pictures + NormBall.Random(pictures.Shape, Size, Norm, Rng, pictures.DType)).Clamp(Low, High) : pictures;
        return Walk(victim, pictures, start, classes, Steps, StepSize ?? 2.5 * Size / Steps, Norm);
    }
}
