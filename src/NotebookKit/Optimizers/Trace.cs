namespace NotebookKit.Optimizers;

/// <summary>The way of a minimiser: where it was, how high, and what it cost. Printed in a line, drawn in a notebook.</summary>
[Display.TypeFormatterSource(typeof(Display.TraceFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class Trace
{
    /// <summary>Points of more numbers than this are not kept, but for the first and the last.</summary>
    internal const int LongestKept = 1000;

    private readonly List<double[]> points = [];
    private readonly List<double> values = [];
    private readonly List<double> stepSizes = [];
    private readonly List<double> gradientNorms = [];
    private readonly List<int> evaluations = [];

    /// <summary>Begins a trace.</summary>
    internal Trace(string method, Objective objective) => (Method, Objective) = (method, objective);

    /// <summary>The name of the method.</summary>
    public string Method { get; }

    /// <summary>Whether it stopped because the gradient is as short as was asked.</summary>
    public bool Converged { get; private set; }

    /// <summary>Why it stopped.</summary>
    public string Reason { get; private set; } = "it runs";

    /// <summary>How many steps it took.</summary>
    public int Steps => values.Count - 1;

    /// <summary>Every point, the start first; of more than 1,000 numbers only the first and the last.</summary>
    public IReadOnlyList<double[]> Points => points;

    /// <summary>f at the start and after each step.</summary>
    public IReadOnlyList<double> Values => values;

    /// <summary>The factor of the direction in each step, 0 for the start.</summary>
    public IReadOnlyList<double> StepSizes => stepSizes;

    /// <summary>The length of the gradient at the start and after each step.</summary>
    public IReadOnlyList<double> GradientNorms => gradientNorms;

    /// <summary>How many values and gradients had been asked for, together, at the start and after each step.</summary>
    public IReadOnlyList<int> Evaluations => evaluations;

    /// <summary>Where it ended.</summary>
    public Tensor Point { get; private set; } = Tensor.Zeros([0], DType.Float64);

    /// <summary>f where it ended.</summary>
    public double Value => values[^1];

    /// <summary>The function, for the picture.</summary>
    internal Objective Objective { get; }

    /// <summary>One coordinate of every point, for charts: 0 for x, 1 for y.</summary>
    public double[] Coordinate(int axis) => [.. points.Select(point => point[axis])];

    /// <summary>The first step after which f is at most <paramref name="value"/>; null if none is.</summary>
    public int? StepsTo(double value)
    {
        int step = values.FindIndex(seen => seen <= value);
        return step < 0 ? null : step;
    }

    /// <summary>The method, its steps, where it ended and why, in a line.</summary>
    public override string ToString() =>
        $"{Method}: {Steps:N0} step{(Steps == 1 ? string.Empty : "s")}, {evaluations[^1]:N0} evaluations, f {Value:G6}, |gradient| {gradientNorms[^1]:G3}{End}; {Reason}";

    private string End => Point.Count is > 0 and <= 4 ? $" at ({string.Join(", ", Point.ToArray<double>().Select(x => $"{x:G6}"))})" : string.Empty;

    /// <summary>Adds a point.</summary>
    internal void Add(Iterate now)
    {
        double[] point = now.X.ToArray<double>();
        if (point.Length > LongestKept && points.Count > 1)
        {
            points[^1] = point;
        }
        else
        {
            points.Add(point);
        }

        values.Add(now.Value);
        stepSizes.Add(now.Step);
        gradientNorms.Add(now.GradientNorm);
        evaluations.Add(Objective.Values + Objective.Gradients);
        Point = now.X;
    }

    /// <summary>Notes the end.</summary>
    internal Trace Stop(bool converged, string reason)
    {
        (Converged, Reason) = (converged, reason);
        return this;
    }
}

/// <summary>A point of a search.</summary>
/// <param name="X">The point.</param>
/// <param name="Value">f there.</param>
/// <param name="Gradient">Its gradient there.</param>
/// <param name="Step">The factor of the direction that led here.</param>
public sealed record Iterate(Tensor X, double Value, Tensor Gradient, double Step = 0)
{
    /// <summary>The length of the gradient.</summary>
    public double GradientNorm { get; } = Math.Sqrt(Gradient.Square().Sum().Item());

    /// <summary>f and its gradient at a point.</summary>
    public static Iterate At(Objective f, Tensor x, double step = 0)
    {
        ArgumentNullException.ThrowIfNull(f);
        (double value, Tensor gradient) = f.ValueAndGradient(x);
        return new Iterate(x, value, gradient, step);
    }
}
