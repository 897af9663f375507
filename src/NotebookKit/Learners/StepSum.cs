namespace NotebookKit.Learners;

/// <summary>A function of one number as a sum of N steep sigmoids: f(x) ~ f_0 + sum (f_(k+1) - f_k) sigma(lambda (x - e_k)).</summary>
/// <remarks>
/// The interval is cut into N + 1 pieces, f_k is f in the middle of piece k, and a sigmoid stands at each cut e_k. For a
/// function of bounded slope the error shrinks like 1/N: the first step of the proof that networks approximate anything.
/// Lecture S1, "Universal approximation of MLP".
/// </remarks>
public sealed class StepSum
{
    private readonly double[] places, heights, reached;

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
        places = [.. Enumerable.Range(1, steps).Select(k => from + (k * piece))];
        heights = [.. Enumerable.Range(1, steps).Select(k => Middle(k) - Middle(k - 1))];
        Slope = 4 * steepness / piece;

        // f_k itself: what the sum has come to when the first k sigmoids are fully on.
        reached = new double[steps + 1];
        reached[0] = Middle(0);
        for (int k = 0; k < steps; k++)
        {
            reached[k + 1] = reached[k] + heights[k];
        }
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
        // Farther than 40 slopes from x a sigmoid is 0 or 1 to the last digit.
        double reach = double.IsInfinity(Slope) ? 0 : 40 / Slope;
        int first = Array.BinarySearch(places, x - reach);
        first = first >= 0 ? first : ~first;
        double sum = reached[first];
        for (int k = first; k < places.Length && places[k] <= x + reach; k++)
        {
            sum += heights[k] * Sigmoid(x - places[k]);
        }

        return sum;
    }

    /// <summary>How many sigmoids.</summary>
    public override string ToString() => $"{places.Length} sigmoids of slope {Slope:G4}";

    private double Sigmoid(double distance) => double.IsInfinity(Slope) ? (distance >= 0 ? 1 : 0) : 1 / (1 + Math.Exp(-Slope * distance));
}
