using NotebookKit.Charts;

namespace NotebookKit.Learners;

/// <summary>The linear support vector machine: of all lines that separate, the one with the widest margin; points inside it cost C each unit.</summary>
/// <remarks>
/// min 1/2 ||w||^2 + C sum max(0, 1 - y (w x + b)), solved for the multipliers of its dual, two at a time: the pair that
/// violates the conditions most. Cortes and Vapnik 1995; Platt 1998; Fan, Chen and Lin 2005. Lecture S2 L2 names the
/// widest margin as the best choice.
/// </remarks>
public sealed record LinearSvm
{
    /// <summary>What a point inside the margin costs; infinity lets none in, which needs points that a line separates.</summary>
    public double C { get; init; } = 1;

    /// <summary>How far the conditions of the optimum may be violated.</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>Pairs at most.</summary>
    public int MaxSteps { get; init; } = 1_000_000;

    /// <summary>Learns.</summary>
    /// <exception cref="ArgumentException">Only one class is there, an option is out of range, or C is infinite and no line separates the points.</exception>
    /// <exception cref="InvalidOperationException">The optimum was not reached in <see cref="MaxSteps"/>.</exception>
    public SvmResult Train(LabelledPoints points)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (!(C > 0) || !(Tolerance > 0) || MaxSteps < 1)
        {
            throw new ArgumentException($"LinearSvm: C, Tolerance and MaxSteps are above 0, and these are {C}, {Tolerance} and {MaxSteps}.");
        }

        if (!points.HasBothClasses)
        {
            throw new ArgumentException($"LinearSvm: a margin lies between two classes, and all {points.Count} points are labelled {points.Label(0)}.", nameof(points));
        }

        if (double.IsInfinity(C) && Separability.Of(points) is { IsSeparable: false } apart)
        {
            throw new ArgumentException($"LinearSvm: no line separates these points ({apart}); give a finite C.", nameof(points));
        }

        return new Pairs(points, C, Tolerance).Solve(MaxSteps);
    }

    // The state of the search: multipliers a, w = sum a y x, and the gradient of the dual, y w x - 1.
    private sealed class Pairs(LabelledPoints points, double c, double tolerance)
    {
        private readonly int count = points.Count;
        private readonly double[] signs = [.. Enumerable.Range(0, points.Count).Select(i => points.Label(i) == 1 ? 1.0 : -1.0)];
        private readonly double[] squares = [.. Enumerable.Range(0, points.Count).Select(i => Points.Dot(points.Point(i), points.Point(i)))];
        private readonly double[] multipliers = new double[points.Count];
        private readonly double[] gradient = [.. Enumerable.Repeat(-1.0, points.Count)];
        private readonly double[] w = new double[points.Dimension];

        public SvmResult Solve(int most)
        {
            int steps = 0;
            for (; Choose() is var (i, j); steps++)
            {
                if (steps == most)
                {
                    throw new InvalidOperationException($"LinearSvm: the optimum was not reached in {most:N0} steps; scale the inputs, or ask for less by Tolerance.");
                }

                Move(i, j);
            }

            return new SvmResult(points, new ThresholdUnit(w, Bias()), c, multipliers, steps);
        }

        private (int I, int J)? Choose()
        {
            int first = -1, second = -1;
            double top = double.NegativeInfinity, bottom = double.PositiveInfinity, best = double.NegativeInfinity;
            for (int t = 0; t < count; t++)
            {
                if (CanGrow(t, signs[t]) && -signs[t] * gradient[t] > top)
                {
                    (top, first) = (-signs[t] * gradient[t], t);
                }
            }

            if (first < 0)
            {
                return null;
            }

            ReadOnlySpan<double> x = points.Point(first);
            for (int t = 0; t < count; t++)
            {
                double value = -signs[t] * gradient[t];
                if (!CanGrow(t, -signs[t]))
                {
                    continue;
                }

                bottom = Math.Min(bottom, value);
                double gain = (top - value) * (top - value) / Curvature(first, t, x);
                if (value < top && gain > best)
                {
                    (best, second) = (gain, t);
                }
            }

            return second < 0 || top - bottom <= tolerance ? null : (first, second);
        }

        // Whether a step that adds y * direction leaves the multiplier within 0 and C.
        private bool CanGrow(int t, double direction) => direction > 0 ? multipliers[t] < c : multipliers[t] > 0;

        private double Curvature(int i, int j, ReadOnlySpan<double> x) => Math.Max(1e-12, squares[i] + squares[j] - (2 * Points.Dot(x, points.Point(j))));

        // w moves by step (x_i - x_j): a_i y_i grows by the step and a_j y_j falls by it, as far as both may.
        private void Move(int i, int j)
        {
            double step = ((signs[j] * gradient[j]) - (signs[i] * gradient[i])) / Curvature(i, j, points.Point(i));
            step = Math.Min(step, Math.Min(Room(i, signs[i]), Room(j, -signs[j])));
            multipliers[i] = Moved(i, signs[i] * step);
            multipliers[j] = Moved(j, -signs[j] * step);
            double[] change = new double[w.Length];
            Points.Add(change, points.Point(i), step);
            Points.Add(change, points.Point(j), -step);
            Points.Add(w, change, 1);
            for (int t = 0; t < count; t++)
            {
                gradient[t] += signs[t] * Points.Dot(change, points.Point(t));
            }
        }

        private double Room(int t, double direction) => direction > 0 ? c - multipliers[t] : multipliers[t];

        // A multiplier that should stand at its end stands there exactly.
        private double Moved(int t, double by)
        {
            double moved = multipliers[t] + by, slack = 1e-14 * Math.Max(1, Math.Abs(by));
            return moved < slack ? 0 : moved > c - slack ? c : moved;
        }

        // Free multipliers say b exactly; where there are none, any b between the two ends is right.
        private double Bias()
        {
            double[] free = [.. Enumerable.Range(0, count).Where(t => multipliers[t] > 0 && multipliers[t] < c).Select(t => -signs[t] * gradient[t])];
            if (free.Length > 0)
            {
                return free.Average();
            }

            double top = Enumerable.Range(0, count).Where(t => CanGrow(t, signs[t])).Max(t => -signs[t] * gradient[t]);
            double bottom = Enumerable.Range(0, count).Where(t => CanGrow(t, -signs[t])).Min(t => -signs[t] * gradient[t]);
            return (top + bottom) / 2;
        }
    }
}

/// <summary>What a support vector machine found.</summary>
public sealed class SvmResult
{
    internal SvmResult(LabelledPoints points, ThresholdUnit unit, double c, double[] multipliers, int steps) =>
        (Data, Unit, C, Multipliers, Steps) = (points, unit, c, multipliers, steps);

    /// <summary>The points.</summary>
    public LabelledPoints Data { get; }

    /// <summary>The line.</summary>
    public ThresholdUnit Unit { get; }

    /// <summary>What a point inside the margin cost.</summary>
    public double C { get; }

    /// <summary>One for each point, 0 to C: how hard it pushes the line away.</summary>
    public IReadOnlyList<double> Multipliers { get; }

    /// <summary>How many pairs were moved.</summary>
    public int Steps { get; }

    /// <summary>The points that hold the line: those with a multiplier above 0.</summary>
    public IReadOnlyList<int> SupportVectors => [.. Enumerable.Range(0, Data.Count).Where(i => Multipliers[i] > 0)];

    /// <summary>2 / ||w||: the width of the street between the classes.</summary>
    public double Margin => 2 / Math.Sqrt(Points.Dot(Unit.WeightSpan, Unit.WeightSpan));

    /// <summary>1/2 ||w||^2 + C sum max(0, 1 - y (w x + b)).</summary>
    public double Objective => (0.5 * Points.Dot(Unit.WeightSpan, Unit.WeightSpan)) + (double.IsInfinity(C) ? 0 : C * Enumerable.Range(0, Data.Count)
        .Sum(i => Math.Max(0, 1 - ((Data.Label(i) == 1 ? 1 : -1) * Unit.Sum(Data.Point(i))))));

    /// <summary>The line with the edges of the margin and the support vectors marked.</summary>
    /// <exception cref="InvalidOperationException">The points are not in a plane.</exception>
    public Figure Draw()
    {
        var frame = Data.Frame();
        Figure figure = Unit.Boundary.Draw(Data, "the widest margin", frame.X, frame.Y);
        foreach (int edge in (int[])[-1, 1])
        {
            if (new ThresholdUnit(Unit.WeightSpan, Unit.Bias - edge).Boundary.Within(frame.X, frame.Y) is var (from, to))
            {
                figure = figure.With(new LineSeries([from.X1, to.X1], [from.X2, to.X2]) { Name = $"w x + b = {edge}", Dash = 1, Dots = false });
            }
        }

        return figure.With(new ScatterSeries(Numbers.From(SupportVectors.Select(i => Data.Point(i)[0])), Numbers.From(SupportVectors.Select(i => Data.Point(i)[1]))) { Name = "support vectors", Shape = 4, Radius = 6 });
    }

    /// <summary>The line, its margin and its support, in a line.</summary>
    public override string ToString() => $"margin {Points.Text(Margin)}, {SupportVectors.Count} support vectors of {Data.Count} points, {Unit.Errors(Data)} wrong; {Unit}";
}
