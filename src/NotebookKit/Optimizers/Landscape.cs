using NotebookKit.Gradients;

namespace NotebookKit.Optimizers;

/// <summary>What kind of place a point with no slope is.</summary>
public enum StationaryKind
{
    /// <summary>The gradient is not zero: the point is not stationary.</summary>
    None,

    /// <summary>All curvatures are upward.</summary>
    Minimum,

    /// <summary>All curvatures are downward.</summary>
    Maximum,

    /// <summary>Some are upward, some downward.</summary>
    Saddle,

    /// <summary>Some are zero and the others of one sign: second derivatives do not decide.</summary>
    Undecided,
}

/// <summary>A point judged by its first and second derivatives.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="GradientNorm">The length of the gradient.</param>
/// <param name="Curvatures">The eigenvalues of the Hessian, ascending.</param>
public sealed record StationaryPoint(StationaryKind Kind, double GradientNorm, IReadOnlyList<double> Curvatures)
{
    /// <summary>The verdict in a line.</summary>
    public override string ToString() => $"{Kind}: |gradient| {GradientNorm:G3}, curvatures {string.Join(", ", Curvatures.Select(c => $"{c:G4}"))}";
}

/// <summary>The slopes in all directions of the plane.</summary>
/// <param name="Degrees">The directions, counted from the first axis towards the second.</param>
/// <param name="Slopes">u' grad f for each.</param>
public sealed record DirectionScan(IReadOnlyList<double> Degrees, IReadOnlyList<double> Slopes)
{
    /// <summary>The direction of steepest descent.</summary>
    public double Steepest => Degrees[Enumerable.Range(0, Slopes.Count).MinBy(i => Slopes[i])];
}

/// <summary>The parabola that fits a function at a point: f(x0) + g'(x - x0) + (x - x0)'H (x - x0) / 2.</summary>
/// <remarks>Lecture S2 L4, '2nd order gradient descent method'.</remarks>
/// <param name="Point">x0.</param>
/// <param name="Value">f(x0).</param>
/// <param name="Gradient">g.</param>
/// <param name="Hessian">H.</param>
public sealed record TaylorModel(Tensor Point, double Value, Tensor Gradient, Tensor Hessian)
{
    /// <summary>g'g.</summary>
    private double Slope => Gradient.Square().Sum().Item();

    /// <summary>g'H g: the curvature against the gradient, times g'g.</summary>
    public double Curvature => (Gradient * Hessian.MatMul(Gradient.Unsqueeze(1)).Squeeze(1)).Sum().Item();

    /// <summary>The rate of the lowest point against the gradient, g'g / (g'H g); infinite where g'H g is not above 0.</summary>
    public double BestRate => Curvature > 0 ? Slope / Curvature : double.PositiveInfinity;

    /// <summary>What f(x0 - rate g) should be: f(x0) - rate g'g + rate^2 g'H g / 2. Where the last term is too large, the step goes uphill.</summary>
    public double AfterStep(double rate) => Value - (rate * Slope) + (rate * rate * Curvature / 2);

    /// <summary>What f(x) should be.</summary>
    public double At(Tensor x)
    {
        Tensor way = x - Point;
        return Value + (Gradient * way).Sum().Item() + ((way * Hessian.MatMul(way.Unsqueeze(1)).Squeeze(1)).Sum().Item() / 2);
    }
}

/// <summary>What the surface of a function is like around a point.</summary>
public static class Landscape
{
    /// <summary>Minimum, maximum or saddle, by the signs of the Hessian's eigenvalues.</summary>
    /// <param name="f">The function.</param>
    /// <param name="x">The point, [n].</param>
    /// <param name="tolerance">A gradient this short, and curvatures this small beside the largest, count as zero.</param>
    public static StationaryPoint Classify(Objective f, Tensor x, double tolerance = 1e-6)
    {
        ArgumentNullException.ThrowIfNull(f);
        using IDisposable off = Gradient.Off();
        double norm = f.ValueAndGradient(x).Gradient.Norm().Item();
        double[] curvatures = Curvatures(f, x);
        double zero = tolerance * Math.Max(1, curvatures.Max(Math.Abs));
        bool up = curvatures.Any(c => c > zero), down = curvatures.Any(c => c < -zero), flat = curvatures.Any(c => Math.Abs(c) <= zero);
        StationaryKind kind = norm > tolerance ? StationaryKind.None
            : up && down ? StationaryKind.Saddle
            : flat ? StationaryKind.Undecided
            : up ? StationaryKind.Minimum : StationaryKind.Maximum;
        return new StationaryPoint(kind, norm, curvatures);
    }

    /// <summary>The conditioning number at a point, the largest |lambda_i / lambda_j| of the Hessian: about how many steps gradient descent needs.</summary>
    /// <remarks>Infinite where a curvature is 0. Lecture S2 L4.</remarks>
    public static double Condition(Objective f, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(f);
        using IDisposable off = Gradient.Off();
        double[] sizes = [.. Curvatures(f, x).Select(Math.Abs)];
        return sizes.Max() / sizes.Min();
    }

    /// <summary>The function's parabola at a point.</summary>
    public static TaylorModel Taylor(Objective f, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(f);
        using IDisposable off = Gradient.Off();
        (double value, Tensor gradient) = f.ValueAndGradient(x);
        return new TaylorModel(x, value, gradient, f.Hessian(x));
    }

    /// <summary>The directional derivative u' grad f in all directions of a plane function.</summary>
    /// <param name="f">A function of two numbers.</param>
    /// <param name="x">The point, [2].</param>
    /// <param name="count">How many directions, evenly around.</param>
    /// <exception cref="ArgumentException">The point has not two numbers.</exception>
    public static DirectionScan Directions(Objective f, Tensor x, int count = 360)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(x);
        if (x.Shape != new Shape(2) || count < 1)
        {
            throw new ArgumentException($"Directions: takes a point [2] and 1 direction or more, and got {x.Shape} and {count}.", nameof(x));
        }

        double[] g = f.ValueAndGradient(x).Gradient.ToArray<double>();
        double[] degrees = [.. Enumerable.Range(0, count).Select(i => 360.0 * i / count)];
        return new DirectionScan(degrees, [.. degrees.Select(degree => (g[0] * Math.Cos(degree * Math.PI / 180)) + (g[1] * Math.Sin(degree * Math.PI / 180)))]);
    }

    /// <summary>The largest |f(x) - f(y)| / |x - y| over pairs drawn evenly from [low, high): never above the Lipschitz constant, and near it for many pairs.</summary>
    /// <param name="f">From a tensor to one of any shape: for each pair both are taken as a vector.</param>
    /// <param name="size">How many numbers x has.</param>
    /// <param name="low">The lowest number.</param>
    /// <param name="high">The end that is not reached.</param>
    /// <param name="pairs">How many pairs.</param>
    /// <param name="rng">Where the randomness comes from; the session's generator when null.</param>
    public static double Lipschitz(Func<Tensor, Tensor> f, int size, double low, double high, int pairs = 1000, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(pairs, 1);
        using IDisposable off = Gradient.Off();
        double most = 0;
        for (int i = 0; i < pairs; i++)
        {
            Tensor x = Tensor.Uniform([size], low, high, rng, DType.Float64);
            Tensor y = Tensor.Uniform([size], low, high, rng, DType.Float64);
            double distance = (x - y).Norm().Item();
            most = distance > 0 ? Math.Max(most, (f(x) - f(y)).Norm().Item() / distance) : most;
        }

        return most;
    }

    private static double[] Curvatures(Objective f, Tensor x)
    {
        Tensor h = f.Hessian(x);
        return ((h + h.Transpose()) / 2).EigenSymmetric().Values.ToArray<double>();
    }
}
