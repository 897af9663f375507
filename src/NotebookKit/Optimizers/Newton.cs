namespace NotebookKit.Optimizers;

/// <summary>Newton's method: x = x - eta (H + mu I)^-1 grad f, straight to the lowest point of the parabola that fits here.</summary>
/// <remarks>
/// One step reaches the minimum of a quadratic. Plain, it runs to saddles and maxima just as happily; with <see cref="Definite"/> mu grows
/// where H has curvatures that are not upward. n gradients and n^3 operations a step: for functions of few numbers. Lecture S2 L4.
/// </remarks>
[Method(MethodKind.SecondOrder)]
public sealed class Newton : Minimizer
{
    /// <summary>eta: the share of the whole step; below 1 the method is damped.</summary>
    public double Rate { get; init => field = Setting.Factor(this, value); } = 1;

    /// <summary>What is added to each curvature.</summary>
    public double Mu { get; init => field = Setting.NotNegative(this, value); }

    /// <summary>Whether mu grows as far as it must for H + mu I to be positive definite, so that the direction leads downhill.</summary>
    public bool Definite { get; init; }

    /// <summary>Chooses each step's length; null for eta.</summary>
    public LineSearch? Search { get; init; }

    /// <inheritdoc/>
    protected override Func<Iterate, Iterate?> Begin(Objective objective) => now =>
    {
        Tensor direction = Direction(objective.Hessian(now.X), now.Gradient);
        return Search is null
            ? Iterate.At(objective, now.X + (Rate * direction), Rate)
            : Search.Find(objective, now, direction, Rate);
    };

    private Tensor Direction(Tensor hessian, Tensor gradient)
    {
        hessian = (hessian + hessian.Transpose()) / 2;
        double mu = Mu;
        if (Definite)
        {
            Tensor curvatures = hessian.EigenSymmetric().Values;
            double least = 1e-3 * Math.Max(curvatures.Abs().Amax().Item(), 1e-8);
            mu = Math.Max(mu, least - curvatures.Amin().Item());
        }

        try
        {
            return -(hessian + (mu * Tensor.Eye(gradient.Count, dtype: DType.Float64))).Solve(gradient);
        }
        catch (ArgumentException e)
        {
            throw new InvalidOperationException("Newton: the Hessian is singular here, so it has no lowest point; set Definite, or Mu above 0.", e);
        }
    }
}
