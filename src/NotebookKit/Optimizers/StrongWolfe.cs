namespace NotebookKit.Optimizers;

/// <summary>Searches a step that lowers the value enough and leaves little slope: f(t) &lt;= f(0) + c1 t f'(0) and |f'(t)| &lt;= c2 |f'(0)|.</summary>
/// <remarks>
/// First it walks out until a stretch holds such a step, then it narrows the stretch by the cubic through both ends' values and slopes.
/// With c2 below 1 the change of the gradient has s'y above 0, which quasi-Newton methods need. Wolfe 1969; Nocedal and Wright 2006,
/// algorithms 3.5 and 3.6.
/// </remarks>
public sealed class StrongWolfe : LineSearch
{
    private const int Most = 40;

    /// <summary>How much of the promised descent is demanded.</summary>
    public double C1 { get; init => field = Within(value, nameof(C1)); } = 1e-4;

    /// <summary>How much of the slope may be left; 0.9 for quasi-Newton methods, 0.1 for conjugate gradients.</summary>
    public double C2 { get; init => field = Within(value, nameof(C2)); } = 0.9;

    /// <inheritdoc/>
    public override Iterate? Find(Objective f, Iterate from, Tensor direction, double first = 1)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(from);
        if (C1 >= C2)
        {
            throw new InvalidOperationException($"StrongWolfe: C1 is below C2, and they are {C1} and {C2}.");
        }

        Place start = new(0, from.Value, Slope(from, direction), from);
        if (!(start.Slope < 0))
        {
            return null;
        }

        Place before = start;
        double step = first;
        for (int i = 0; i < Most; i++)
        {
            Place now = At(step);
            if (!double.IsFinite(now.Value) || now.Value > start.Value + (C1 * step * start.Slope) || (i > 0 && now.Value >= before.Value))
            {
                return Narrow(before, now);
            }

            if (Math.Abs(now.Slope) <= -C2 * start.Slope)
            {
                return now.Point;
            }

            if (now.Slope >= 0)
            {
                return Narrow(now, before);
            }

            before = now;
            step *= 2;
        }

        return before.Point;

        Place At(double t)
        {
            Iterate point = Iterate.At(f, from.X + (t * direction), t);
            return new Place(t, point.Value, Slope(point, direction), point);
        }

        // low holds the lowest value that fell enough; the sought step lies between low and high.
        Iterate? Narrow(Place low, Place high)
        {
            for (int i = 0; i < Most && Math.Abs(high.Step - low.Step) > 1e-16 * Math.Max(1, Math.Abs(low.Step)); i++)
            {
                Place now = At(Between(low, high));
                if (!double.IsFinite(now.Value) || now.Value > start.Value + (C1 * now.Step * start.Slope) || now.Value >= low.Value)
                {
                    high = now;
                    continue;
                }

                if (Math.Abs(now.Slope) <= -C2 * start.Slope)
                {
                    return now.Point;
                }

                if (now.Slope * (high.Step - low.Step) >= 0)
                {
                    high = low;
                }

                low = now;
            }

            return low.Value < start.Value ? low.Point : null;
        }
    }

    // The lowest point of the cubic, kept off the ends by a tenth of the stretch; the middle where there is none.
    private static double Between(Place a, Place b)
    {
        double d1 = a.Slope + b.Slope - (3 * (a.Value - b.Value) / (a.Step - b.Step));
        double d2 = Math.Sign(b.Step - a.Step) * Math.Sqrt((d1 * d1) - (a.Slope * b.Slope));
        double lowest = b.Step - ((b.Step - a.Step) * (b.Slope + d2 - d1) / (b.Slope - a.Slope + (2 * d2)));
        double margin = 0.1 * Math.Abs(b.Step - a.Step);
        return double.IsFinite(lowest)
            ? Math.Clamp(lowest, Math.Min(a.Step, b.Step) + margin, Math.Max(a.Step, b.Step) - margin)
            : (a.Step + b.Step) / 2;
    }

    private static double Within(double value, string name) => value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"StrongWolfe: {name} is between 0 and 1.");

    private readonly record struct Place(double Step, double Value, double Slope, Iterate Point);
}
