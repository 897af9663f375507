namespace NotebookKit.Optimizers;

/// <summary>BFGS: Newton's method with an inverse Hessian that is guessed from the gradients' changes.</summary>
/// <remarks>
/// With s the last step and y the change of the gradient, the guess M of H^-1 becomes (I - s y'/y's) M (I - y s'/y's) + s s'/y's, so that M y = s.
/// It keeps n^2 numbers; see <see cref="Lbfgs"/> for many. Whole batches, or batches of about 10,000, give it gradients that it can compare. Broyden, Fletcher,
/// Goldfarb and Shanno 1970; lecture S1.
/// </remarks>
[Method(MethodKind.SecondOrder)]
public sealed class Bfgs : Minimizer
{
    /// <summary>Chooses each step's length.</summary>
    public LineSearch Search { get; init; } = new StrongWolfe();

    /// <summary>The next guess of the inverse Hessian, which turns y into s.</summary>
    /// <param name="inverse">The guess so far, [n, n].</param>
    /// <param name="s">The step, [n].</param>
    /// <param name="y">The change of the gradient, [n], with s'y above 0.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or s'y is not above 0.</exception>
    public static Tensor UpdateInverse(Tensor inverse, Tensor s, Tensor y)
    {
        double along = Fitting(nameof(UpdateInverse), inverse, s, y);
        Tensor left = Tensor.Eye(s.Count, dtype: DType.Float64) - (s.Outer(y) / along);
        return left.MatMul(inverse).MatMul(left.Transpose()) + (s.Outer(s) / along);
    }

    /// <summary>The next guess of the Hessian itself, B - B s s'B / s'B s + y y' / y's, which turns s into y: the secant condition.</summary>
    /// <param name="hessian">The guess so far, [n, n].</param>
    /// <param name="s">The step, [n].</param>
    /// <param name="y">The change of the gradient, [n], with s'y above 0.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or s'y is not above 0.</exception>
    public static Tensor Update(Tensor hessian, Tensor s, Tensor y)
    {
        double along = Fitting(nameof(Update), hessian, s, y);
        Tensor turned = hessian.MatMul(s.Unsqueeze(1)).Squeeze(1);
        return hessian - (turned.Outer(turned) / Dot(s, turned)) + (y.Outer(y) / along);
    }

    /// <inheritdoc/>
    protected override Func<Iterate, Iterate?> Begin(Objective objective)
    {
        Tensor? inverse = null;
        Iterate? before = null;
        return now =>
        {
            if (before is not null)
            {
                Tensor s = now.X - before.X;
                Tensor y = now.Gradient - before.Gradient;
                double along = Dot(s, y);
                if (along > 1e-12 * Math.Sqrt(Dot(s, s) * Dot(y, y)))
                {
                    // The first guess has the scale of the curvature just seen.
                    inverse ??= along / Dot(y, y) * Tensor.Eye(s.Count, dtype: DType.Float64);
                    inverse = UpdateInverse(inverse, s, y);
                }
            }

            before = now;
            Tensor direction = inverse is null ? -now.Gradient : -inverse.MatMul(now.Gradient.Unsqueeze(1)).Squeeze(1);
            Iterate? then = Search.Find(objective, now, direction, inverse is null ? Math.Min(1, 1 / now.GradientNorm) : 1);
            if (then is null && inverse is not null)
            {
                inverse = null;
                then = Search.Find(objective, now, -now.Gradient, Math.Min(1, 1 / now.GradientNorm));
            }

            return then;
        };
    }

    private static double Fitting(string operation, Tensor matrix, Tensor s, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(s);
        ArgumentNullException.ThrowIfNull(y);
        if (s.Rank != 1 || y.Shape != s.Shape || matrix.Shape != new Shape(s.Count, s.Count))
        {
            throw new ArgumentException($"Bfgs.{operation}: takes a matrix [n, n] and two vectors [n], and got {matrix.Shape}, {s.Shape} and {y.Shape}.");
        }

        double along = Dot(s, y);
        return along > 0 ? along : throw new ArgumentException($"Bfgs.{operation}: s'y must be above 0, and is {along}; a strong Wolfe search makes it so.");
    }
}
