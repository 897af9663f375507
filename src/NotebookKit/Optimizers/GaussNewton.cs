namespace NotebookKit.Optimizers;

/// <summary>Gauss-Newton: Newton's method with J'J in place of the Hessian of a sum of squares, x = x - eta (J'J + mu I)^-1 J'r.</summary>
/// <remarks>It needs first derivatives only, and is Newton's method where the residuals are zero or straight. For <see cref="LeastSquares"/>. Lecture S1.</remarks>
[Method(MethodKind.SecondOrder)]
public sealed class GaussNewton : Minimizer
{
    /// <summary>eta: the share of the whole step.</summary>
    public double Rate { get; init => field = Setting.Factor(this, value); } = 1;

    /// <summary>What is added to each curvature, for a J'J that is not positive definite.</summary>
    public double Mu { get; init => field = Setting.NotNegative(this, value); }

    /// <summary>Chooses each step's length; null for eta.</summary>
    public LineSearch? Search { get; init; }

    /// <inheritdoc/>
    protected override Func<Iterate, Iterate?> Begin(Objective objective)
    {
        LeastSquares squares = Of(Name, objective);
        return now =>
        {
            (Tensor r, Tensor j) = squares.Linearize(now.X);
            Tensor direction = Direction(Name, j, r, Mu);
            return Search is null
                ? Iterate.At(objective, now.X + (Rate * direction), Rate)
                : Search.Find(objective, now, direction, Rate);
        };
    }

    /// <summary>The objective as a sum of squares.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    internal static LeastSquares Of(string name, Objective objective) => objective as LeastSquares
        ?? throw new ArgumentException($"{name}: works on sums of squares; make the objective with new LeastSquares(residuals) or LeastSquares.Of(model, residuals).", nameof(objective));

    /// <summary>-(J'J + mu I)^-1 J'r.</summary>
    internal static Tensor Direction(string name, Tensor j, Tensor r, double mu)
    {
        Tensor across = j.Transpose();
        try
        {
            return -(across.MatMul(j) + (mu * Tensor.Eye(j.Shape[1], dtype: DType.Float64))).Solve(across.MatMul(r.Unsqueeze(1)).Squeeze(1));
        }
        catch (ArgumentException e)
        {
            throw new InvalidOperationException($"{name}: J'J is singular here: {j.Shape[0]} residuals do not fix {j.Shape[1]} numbers; set Mu above 0.", e);
        }
    }
}
