namespace NotebookKit.Optimizers;

/// <summary>Steepest descent, x = x - rate grad f, with a fixed rate or a line search, and with momentum.</summary>
/// <remarks>
/// With momentum v = momentum v - rate grad f(x), x = x + v; Nesterov's form takes the gradient at the look-ahead point x + momentum v.
/// On a quadratic it converges for rates below 2 over the largest curvature. Cauchy 1847; Polyak 1964; Nesterov 1983; lecture S2 L4.
/// </remarks>
[Method(MethodKind.NonAdaptive)]
public sealed class GradientDescent : Minimizer
{
    /// <summary>How far a step goes, without a line search; the first step it tries with one.</summary>
    public double Rate { get; init => field = Setting.Positive(this, value); } = 0.1;

    /// <summary>Chooses each step's length; null for the rate.</summary>
    public LineSearch? Search { get; init; }

    /// <summary>How much of the velocity stays, 0 to less than 1.</summary>
    public double Momentum { get; init => field = Setting.Share(this, value); }

    /// <summary>Whether the gradient is taken where the velocity leads.</summary>
    public bool Nesterov { get; init; }

    /// <inheritdoc/>
    public override string Name => Momentum == 0 ? "gradient descent" : Nesterov ? "Nesterov" : "momentum";

    /// <inheritdoc/>
    protected override Func<Iterate, Iterate?> Begin(Objective objective)
    {
        if (Search is not null && Momentum != 0)
        {
            throw new InvalidOperationException("GradientDescent: a line search and momentum do not go together; leave one out.");
        }

        if (Nesterov && Momentum == 0)
        {
            throw new InvalidOperationException("GradientDescent: Nesterov's look ahead needs Momentum above 0.");
        }

        if (Search is not null)
        {
            return now => Search.Find(objective, now, -now.Gradient, Rate);
        }

        Tensor? velocity = null;
        return now =>
        {
            Tensor slope = Nesterov && velocity is not null ? objective.ValueAndGradient(now.X + (Momentum * velocity)).Gradient : now.Gradient;
            velocity = velocity is null || Momentum == 0 ? -Rate * slope : (Momentum * velocity) - (Rate * slope);
            return Iterate.At(objective, now.X + velocity, Rate);
        };
    }
}
