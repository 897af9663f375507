namespace NotebookKit.Learners;

/// <summary>A function of one number as a sum of N steep sigmoids: f(x) ~ f_0 + sum (f_(k+1) - f_k) sigma(lambda (x - e_k)).</summary>
/// <remarks>
/// The interval is cut into N + 1 pieces, f_k is f in the middle of piece k, and a sigmoid stands at each cut e_k. For a
/// function of bounded slope the error shrinks like 1/N: the first step of the proof that networks approximate anything.
/// Lecture S1, "Universal approximation of MLP".
/// </remarks>
public sealed class StepSum
{
    private readonly double[] places, heights;
    private readonly double start;

    /// <summary>Builds the sum.</summary>
    /// <param name="function">f.</param>
    /// <param name="from">Where the interval begins.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="steps">N.</param>
    /// <param name="steepness">How much of a piece a sigmoid's rise spans is 1 / this; infinity for steps.</param>
    /// <exception cref="ArgumentException">The interval is empty, or steps or steepness not above 0.</exception>
    public StepSum(Func<double, double> function, double from, double to, int steps, double steepness = 8)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (!(from < to) || steps < 1 || !(steepness > 0))
        {
            throw new ArgumentException($"StepSum: takes an interval that goes upward, steps and a steepness above 0, and got {from} to {to}, {steps} and {steepness}.", nameof(steps));
        }

        double piece = (to - from) / (steps + 1);
        double Middle(int k) => function(from + ((k + 0.5) * piece));
        start = Middle(0);
        places = [.. Enumerable.Range(1, steps).Select(k => from + (k * piece))];
        heights = [.. Enumerable.Range(1, steps).Select(k => Middle(k) - Middle(k - 1))];
        Slope = 4 * steepness / piece;
    }

    /// <summary>lambda, the same for all.</summary>
    public double Slope { get; }

    /// <summary>e_k: where the sigmoids stand.</summary>
    public IReadOnlyList<double> Places => places;

    /// <summary>Their weights in the sum.</summary>
    public IReadOnlyList<double> Heights => heights;

    /// <summary>The sum at a place.</summary>
    public double At(double x)
    {
        double sum = start;
        for (int k = 0; k < places.Length; k++)
        {
            sum += heights[k] * Sigmoid(x - places[k]);
        }

        return sum;
    }

    /// <summary>How many sigmoids.</summary>
    public override string ToString() => $"{places.Length} sigmoids of slope {Slope:G4}";

    private double Sigmoid(double distance) => double.IsInfinity(Slope) ? (distance >= 0 ? 1 : 0) : 1 / (1 + Math.Exp(-Slope * distance));
}
