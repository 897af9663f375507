namespace NotebookKit.Optimizers;

/// <summary>Says how far to go along a direction.</summary>
public abstract class LineSearch
{
    /// <summary>The point it chooses, with its value and gradient; null where it finds none that is lower.</summary>
    /// <param name="f">The function.</param>
    /// <param name="from">Where the line begins.</param>
    /// <param name="direction">Where it goes; downhill for all but <see cref="FixedStep"/>.</param>
    /// <param name="first">The step that is tried first.</param>
    public abstract Iterate? Find(Objective f, Iterate from, Tensor direction, double first = 1);

    /// <summary>Its name with its constants.</summary>
    public override string ToString() => Setting.Text(this);

    /// <summary>The slope of f along a direction.</summary>
    private protected static double Slope(Iterate at, Tensor direction) => (at.Gradient * direction).Sum().Item();
}

/// <summary>Goes one length always, up or down: x + step d.</summary>
/// <param name="step">The factor of the direction.</param>
public sealed class FixedStep(double step) : LineSearch
{
    /// <summary>The factor of the direction.</summary>
    public double Step { get; } = double.IsFinite(step) && step > 0 ? step : throw new ArgumentOutOfRangeException(nameof(step), step, "FixedStep: the step is a number above 0.");

    /// <inheritdoc/>
    public override Iterate? Find(Objective f, Iterate from, Tensor direction, double first = 1)
    {
        ArgumentNullException.ThrowIfNull(from);
        return Iterate.At(f, from.X + (Step * direction), Step);
    }
}

/// <summary>Tries several steps and keeps the one with the smallest value, if it is below the present one.</summary>
/// <remarks>Lecture S2 L4, 'Gradient Descent in multidimensional input case'.</remarks>
/// <param name="steps">The steps to try.</param>
public sealed class GridSearch(params IReadOnlyList<double> steps) : LineSearch
{
    /// <summary>The steps.</summary>
    public IReadOnlyList<double> Steps { get; } = steps.Count > 0 && steps.All(step => double.IsFinite(step) && step > 0)
        ? steps
        : throw new ArgumentException($"GridSearch: takes some steps above 0, and got [{string.Join(", ", steps)}].", nameof(steps));

    /// <inheritdoc/>
    public override Iterate? Find(Objective f, Iterate from, Tensor direction, double first = 1)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(from);
        (double value, double step) = Steps.Select(step => (f.Value(from.X + (step * direction)), step)).Where(tried => !double.IsNaN(tried.Item1)).DefaultIfEmpty((double.PositiveInfinity, 0)).Min();
        return value < from.Value ? Iterate.At(f, from.X + (step * direction), step) : null;
    }
}

/// <summary>Halves the step until the value has fallen in proportion to step and slope: f(x + t d) &lt;= f(x) + c t g'd.</summary>
/// <remarks>Armijo 1966.</remarks>
public sealed class Backtracking : LineSearch
{
    /// <summary>The factor by which a step is shortened.</summary>
    public double Shrink { get; init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(Shrink), value, "Backtracking: Shrink is between 0 and 1."); } = 0.5;

    /// <summary>How much of the promised descent is demanded.</summary>
    public double C { get; init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(C), value, "Backtracking: C is between 0 and 1."); } = 1e-4;

    /// <inheritdoc/>
    public override Iterate? Find(Objective f, Iterate from, Tensor direction, double first = 1)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(from);
        double slope = Slope(from, direction);
        if (!(slope < 0))
        {
            return null;
        }

        for (double step = first; step > 1e-20; step *= Shrink)
        {
            Tensor x = from.X + (step * direction);
            double value = f.Value(x);
            if (value <= from.Value + (C * step * slope) && value < from.Value)
            {
                return Iterate.At(f, x, step);
            }
        }

        return null;
    }
}

/// <summary>The step to the lowest point of the parabola that f is along the direction: t = -g'd / (d'H d); backtracks where that is not upward or not lower.</summary>
/// <remarks>Exact on quadratic functions; against the gradient it is the lecture's g'g / (g'H g). Lecture S2 L4, '2nd order gradient descent method'.</remarks>
public sealed class ParabolaStep : LineSearch
{
    private static readonly Backtracking Otherwise = new();

    /// <inheritdoc/>
    public override Iterate? Find(Objective f, Iterate from, Tensor direction, double first = 1)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(from);
        double curvature = (direction * f.HessianTimes(from.X, direction)).Sum().Item();
        if (curvature > 0)
        {
            double step = -Slope(from, direction) / curvature;
            Iterate there = Iterate.At(f, from.X + (step * direction), step);
            if (there.Value < from.Value)
            {
                return there;
            }
        }

        return Otherwise.Find(f, from, direction, first);
    }
}
