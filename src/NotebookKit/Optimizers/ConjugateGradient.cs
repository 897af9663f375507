using NotebookKit.Gradients;

namespace NotebookKit.Optimizers;

/// <summary>How much of the last direction enters the next: beta, of g the gradient now and h the one before.</summary>
public enum ConjugateFormula
{
    /// <summary>max(0, g'(g - h) / h'h): begins anew by itself where the directions have become bad. Polak and Ribiere 1969; Powell 1984.</summary>
    PolakRibiere,

    /// <summary>g'g / h'h. Fletcher and Reeves 1964.</summary>
    FletcherReeves,
}

/// <summary>Conjugate gradients: each direction is d = -g + beta d', so that on a quadratic no step spoils what those before it reached.</summary>
/// <remarks>
/// On a quadratic of n numbers with the <see cref="ParabolaStep"/> it arrives in n steps. Every n steps, and where a direction does not lead
/// downhill, it begins anew with the gradient. Hestenes and Stiefel 1952; lecture S1.
/// </remarks>
[Method(MethodKind.SecondOrder)]
public sealed class ConjugateGradient : Minimizer
{
    /// <summary>How beta is computed.</summary>
    public ConjugateFormula Formula { get; init; } = ConjugateFormula.PolakRibiere;

    /// <summary>Chooses each step's length.</summary>
    public LineSearch Search { get; init; } = new StrongWolfe { C2 = 0.1 };

    /// <summary>The steps after which it begins anew; 0 for as many as there are numbers.</summary>
    public int RestartEvery { get; init => field = Setting.Count(this, value, 0); }

    /// <summary>Solves A x = b for a symmetric positive definite A, without a decomposition, in at most n steps but for rounding.</summary>
    /// <param name="a">[n, n].</param>
    /// <param name="b">[n].</param>
    /// <param name="tolerance">The length of b - A x that is short enough.</param>
    /// <returns>The way down f(x) = 1/2 x'A x - b'x from 0; its last point is x.</returns>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static Trace Solve(Tensor a, Tensor b, double tolerance = 1e-10)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Rank != 2 || b.Rank != 1 || a.Shape[0] != a.Shape[1] || a.Shape[0] != b.Shape[0])
        {
            throw new ArgumentException($"ConjugateGradient.Solve: takes a square matrix and a vector of its size, and got {a.Shape} and {b.Shape}.");
        }

        using IDisposable off = Gradient.Off();
        a = a.Detach().To(DType.Float64);
        b = b.Detach().To(DType.Float64);
        Objective quadratic = new(x => (x * ((0.5 * Times(a, x)) - b)).Sum());
        return new ConjugateGradient { Formula = ConjugateFormula.FletcherReeves, Search = new ParabolaStep(), MaxSteps = 10 * b.Count, Tolerance = tolerance }
            .Minimize(quadratic, Tensor.Zeros(b.Shape, DType.Float64));
    }

    /// <inheritdoc/>
    protected override Func<Iterate, Iterate?> Begin(Objective objective)
    {
        Iterate? before = null;
        Tensor? direction = null;
        int age = 0;
        return now =>
        {
            int restart = RestartEvery == 0 ? now.X.Count : RestartEvery;
            Tensor next = -now.Gradient;
            if (direction is not null && age < restart)
            {
                next += Beta(now.Gradient, before!.Gradient) * direction;
            }

            bool isAnew = direction is null || age >= restart || Dot(next, now.Gradient) >= 0;
            direction = isAnew ? -now.Gradient : next;
            age = isAnew ? 1 : age + 1;

            // The first step of a run is about as long as 1; a later one about lowers f as the last did.
            double first = before is null ? Math.Min(1, 1 / now.GradientNorm) : Math.Clamp(now.Step * Dot(before.Gradient, before.Gradient) / Dot(now.Gradient, now.Gradient), 1e-10, 1e4);
            before = now;
            if (Search.Find(objective, now, direction, first) is { } then)
            {
                return then;
            }

            direction = -now.Gradient;
            age = 1;
            return isAnew ? null : Search.Find(objective, now, direction, Math.Min(1, 1 / now.GradientNorm));
        };
    }

    private static Tensor Times(Tensor a, Tensor x) => a.MatMul(x.Unsqueeze(1)).Squeeze(1);

    private double Beta(Tensor g, Tensor h) => Formula == ConjugateFormula.FletcherReeves
        ? Dot(g, g) / Dot(h, h)
        : Math.Max(0, Dot(g, g - h) / Dot(h, h));
}
