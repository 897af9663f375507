using NotebookKit.Charts;

namespace NotebookKit.Learners;

/// <summary>Where a unit's sum is 0: the points w x + b = 0. The weights are its normal and point to the side of class 1.</summary>
/// <remarks>Lecture S2 L1, "Elementary set separation".</remarks>
public sealed class DecisionBoundary
{
    private readonly ThresholdUnit unit;
    private readonly double norm;

    /// <summary>Takes the unit that decides.</summary>
    /// <exception cref="InvalidOperationException">All weights are 0: the answer is the same everywhere.</exception>
    public DecisionBoundary(ThresholdUnit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        this.unit = unit;
        norm = Math.Sqrt(Points.Dot(unit.WeightSpan, unit.WeightSpan));
        if (norm == 0)
        {
            throw new InvalidOperationException($"DecisionBoundary: all {unit.Inputs} weights are 0, so the unit answers {(unit.Bias >= 0 ? 1 : 0)} everywhere and there is no boundary.");
        }
    }

    /// <summary>w: square to the boundary, towards class 1.</summary>
    public IReadOnlyList<double> Normal => unit.Weights;

    /// <summary>Along the line, (-w2, w1); in two dimensions only.</summary>
    public (double X1, double X2) Direction
    {
        get
        {
            Plane();
            return (-unit.Weights[1], unit.Weights[0]);
        }
    }

    /// <summary>The point nearest to the origin, -b w / ||w||^2.</summary>
    public IReadOnlyList<double> Foot => [.. unit.Weights.Select(w => w == 0 ? 0 : -unit.Bias * w / (norm * norm))];

    /// <summary>(w x + b) / ||w||: how far a point lies from it, positive on the side of class 1.</summary>
    public double Distance(params ReadOnlySpan<double> x) => unit.Sum(x) / norm;

    /// <summary>The point of it that is nearest to a given one.</summary>
    public IReadOnlyList<double> Project(params ReadOnlySpan<double> x)
    {
        double[] point = x.ToArray();
        Points.Add(point, unit.WeightSpan, -unit.Sum(x) / (norm * norm));
        return point;
    }

    /// <summary>Random points on it: normal numbers around the origin, projected.</summary>
    /// <param name="count">How many.</param>
    /// <param name="rng">Where they come from; the session's generator when null.</param>
    public IReadOnlyList<IReadOnlyList<double>> Sample(int count, Rng? rng = null)
    {
        double[][] rows = Tensor.Normal(new Shape(count, unit.Inputs), rng: rng, dtype: DType.Float64).ToJagged<double>();
        return [.. rows.Select(row => Project(row))];
    }

    /// <summary>The piece of the line within a rectangle, by its two ends; null where it does not cross.</summary>
    public ((double X1, double X2) From, (double X1, double X2) To)? Within((double From, double To) x1, (double From, double To) x2)
    {
        Plane();
        (double w1, double w2) = (unit.Weights[0], unit.Weights[1]);
        List<(double X1, double X2)> ends = [];
        foreach (double x in (double[])[x1.From, x1.To])
        {
            AddIfInside(x, w2 == 0 ? double.NaN : -(unit.Bias + (w1 * x)) / w2);
        }

        foreach (double y in (double[])[x2.From, x2.To])
        {
            AddIfInside(w1 == 0 ? double.NaN : -(unit.Bias + (w2 * y)) / w1, y);
        }

        // A line through a corner meets two sides there; the ends are the two points farthest apart.
        return ends.Count < 2 ? null : (ends.Min(), ends.Max());

        void AddIfInside(double x, double y)
        {
            double slack = 1e-12 * (Math.Abs(x1.To - x1.From) + Math.Abs(x2.To - x2.From));
            if (x >= x1.From - slack && x <= x1.To + slack && y >= x2.From - slack && y <= x2.To + slack)
            {
                ends.Add((x, y));
            }
        }
    }

    /// <summary>The line with its normal, over the points if given.</summary>
    /// <param name="points">What was to be separated.</param>
    /// <param name="title">Stands above the figure.</param>
    /// <param name="x1">Left and right end; null: around the points, or -2 to 2.</param>
    /// <param name="x2">Lower and upper end.</param>
    public Figure Draw(LabelledPoints? points = null, string? title = null, (double From, double To)? x1 = null, (double From, double To)? x2 = null)
    {
        Plane();
        var frame = points?.Frame() ?? ((-2, 2), (-2, 2));
        (frame.X, frame.Y) = (x1 ?? frame.X, x2 ?? frame.Y);

        // Both axes measure alike where the ranges allow it: the normal is to look square to the line.
        double ratio = (frame.Y.To - frame.Y.From) / (frame.X.To - frame.X.From);
        PlotOptions options = new() { XLabel = "x1", YLabel = "x2", XRange = frame.X, YRange = frame.Y, Width = 480, Height = Math.Round((414 * (ratio is > 0.35 and < 1.4 ? ratio : 0.75)) + 116) };
        Figure figure = options.Figure(title, null, points?.Draw().Content is Plot plot ? plot.Series : []);
        if (Within(frame.X, frame.Y) is not var (from, to))
        {
            return figure;
        }

        // The arrow stands on the middle of the line and is a sixth of the picture long.
        double length = Math.Min(frame.X.To - frame.X.From, frame.Y.To - frame.Y.From) / (6 * norm);
        return figure
            .With(new LineSeries([from.X1, to.X1], [from.X2, to.X2]) { Name = "w x + b = 0", Dots = false })
            .With(new QuiverSeries([(from.X1 + to.X1) / 2], [(from.X2 + to.X2) / 2], [unit.Weights[0] * length], [unit.Weights[1] * length]) { Name = "w", Scale = 1 });
    }

    /// <summary>The equation.</summary>
    public override string ToString() => $"the boundary of the unit that {unit}; normal {Points.Text(unit.Weights)}";

    private void Plane()
    {
        if (unit.Inputs != 2)
        {
            throw new InvalidOperationException($"DecisionBoundary: a line belongs to two inputs, and this unit has {unit.Inputs}; Sample and Project work in any dimension.");
        }
    }
}
