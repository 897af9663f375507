namespace NotebookKit.Optimizers;

/// <summary>Gauss-Newton with a mu that falls while steps lead lower and grows when one does not: between Newton's step and a short one downhill.</summary>
/// <remarks>For <see cref="LeastSquares"/>. Levenberg 1944; Marquardt 1963.</remarks>
[Method(MethodKind.SecondOrder)]
public sealed class LevenbergMarquardt : Minimizer
{
    /// <summary>The first mu.</summary>
    public double Mu { get; init => field = Setting.Positive(this, value); } = 1e-2;

    /// <summary>The factor by which mu changes.</summary>
    public double Factor { get; init => field = value > 1 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(Factor), value, "LevenbergMarquardt: Factor is a number above 1."); } = 10;

    /// <inheritdoc/>
    protected override Func<Iterate, Iterate?> Begin(Objective objective)
    {
        LeastSquares squares = GaussNewton.Of(Name, objective);
        double mu = Mu;
        return now =>
        {
            (Tensor r, Tensor j) = squares.Linearize(now.X);
            for (int attempt = 0; attempt < 40; attempt++)
            {
                Tensor x = now.X + GaussNewton.Direction(Name, j, r, mu);
                double value = objective.Value(x);
                if (value < now.Value)
                {
                    Iterate then = Iterate.At(objective, x, 1);
                    mu = Math.Max(mu / Factor, 1e-15);
                    return then;
                }

                mu *= Factor;
            }

            return null;
        };
    }
}
