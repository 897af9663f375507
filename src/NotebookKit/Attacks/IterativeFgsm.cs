namespace NotebookKit.Attacks;

/// <summary>Many small sign steps instead of one large: x_(t+1) = clip(x_t + alpha sign(grad J(x_t))), never further than epsilon from x.</summary>
/// <remarks>With one step it is <see cref="Fgsm"/>. Kurakin, Goodfellow and Bengio 2017; lecture S2 L12 (the noise).</remarks>
public sealed record IterativeFgsm : GradientAttack
{
    /// <inheritdoc/>
    public override string Name => $"iterative FGSM, {Steps} steps";

    /// <summary>How many steps.</summary>
    public int Steps { get; init => field = Pgd.Count(nameof(IterativeFgsm), nameof(Steps), value); } = 10;

    /// <summary>Alpha, how far a pixel goes in a step; epsilon / steps when null, so that the last step reaches the border.</summary>
    public double? StepSize { get; init; }

    private protected override Tensor Run(Victim victim, Tensor pictures, Tensor classes) =>
        Walk(victim, pictures, pictures, classes, Steps, StepSize ?? Size / Steps, BallNorm.Infinity);
}
