namespace NotebookKit.Optimizers;

/// <summary>L-BFGS: BFGS that remembers the last few steps instead of a matrix.</summary>
/// <remarks>
/// H^-1 g is computed by two loops over the remembered pairs of steps and gradient changes: 4 m n operations. With <see cref="History"/> 1 it is the memoryless
/// quasi-Newton method. Nocedal 1980; lecture S1.
/// </remarks>
[Method(MethodKind.SecondOrder)]
public sealed class Lbfgs : Minimizer
{
    /// <summary>How many steps it remembers.</summary>
    public int History { get; init => field = Setting.Count(this, value); } = 10;

    /// <summary>Chooses each step's length.</summary>
    public LineSearch Search { get; init; } = new StrongWolfe();

    /// <inheritdoc/>
    public override string Name => "L-BFGS";

    /// <inheritdoc/>
    protected override Func<Iterate, Iterate?> Begin(Objective objective)
    {
        List<(Tensor S, Tensor Y, double Along)> pairs = [];
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
                    pairs.Add((s, y, along));
                    if (pairs.Count > History)
                    {
                        pairs.RemoveAt(0);
                    }
                }
            }

            before = now;
            Iterate? then = Search.Find(objective, now, Direction(now.Gradient, pairs), pairs.Count == 0 ? Math.Min(1, 1 / now.GradientNorm) : 1);
            if (then is null && pairs.Count > 0)
            {
                pairs.Clear();
                then = Search.Find(objective, now, -now.Gradient, Math.Min(1, 1 / now.GradientNorm));
            }

            return then;
        };
    }

    // -H^-1 g: back through the pairs, a scale in the middle, and forward again.
    private static Tensor Direction(Tensor gradient, List<(Tensor S, Tensor Y, double Along)> pairs)
    {
        Tensor q = -gradient;
        double[] alphas = new double[pairs.Count];
        for (int i = pairs.Count - 1; i >= 0; i--)
        {
            alphas[i] = Dot(pairs[i].S, q) / pairs[i].Along;
            q -= alphas[i] * pairs[i].Y;
        }

        if (pairs.Count > 0)
        {
            (_, Tensor y, double along) = pairs[^1];
            q *= along / Dot(y, y);
        }

        for (int i = 0; i < pairs.Count; i++)
        {
            q += (alphas[i] - (Dot(pairs[i].Y, q) / pairs[i].Along)) * pairs[i].S;
        }

        return q;
    }
}
