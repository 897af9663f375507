using NotebookKit.Charts;

namespace NotebookKit.Learners;

/// <summary>A self-organising map after learning: where its units stand, how well they stand for the points, and whether neighbours stayed neighbours.</summary>
[Display.TypeFormatterSource(typeof(Display.SomMapFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class SomMap
{
    internal SomMap(int rows, int columns, double[][] units) => (Rows, Columns, Units) = (rows, columns, units);

    /// <summary>Rows of the grid.</summary>
    public int Rows { get; }

    /// <summary>Columns of the grid.</summary>
    public int Columns { get; }

    /// <summary>The point of each unit, [rows, columns, d].</summary>
    public Tensor Weights => Tensor.From(Units).Reshape(Rows, Columns, -1);

    /// <summary>The quantisation error at the start and after each pass.</summary>
    public IReadOnlyList<double> Errors { get; internal set; } = [];

    internal double[][] Units { get; }

    /// <summary>The unit nearest to a point: its row and column.</summary>
    /// <exception cref="ArgumentException">The point has another number of coordinates.</exception>
    public (int Row, int Column) Winner(params ReadOnlySpan<double> point)
    {
        Points.Fits(nameof(SomMap), point.Length, Units[0].Length);
        return Math.DivRem(WinnerOf(point), Columns);
    }

    /// <summary>The mean distance of the points from the unit nearest to each.</summary>
    public double QuantisationError(Tensor points) => Points.Rows(nameof(SomMap), points).Average(row => Math.Sqrt(Points.SquaredDistance(row, Units[WinnerOf(row)])));

    /// <summary>The share of points whose nearest two units are no neighbours on the grid (diagonals count as neighbours): 0 where order was kept.</summary>
    public double TopographicError(Tensor points) => Points.Rows(nameof(SomMap), points).Average(row =>
    {
        int first = WinnerOf(row), second = Enumerable.Range(0, Units.Length).Where(unit => unit != first).DefaultIfEmpty(first).MinBy(unit => Points.SquaredDistance(row, Units[unit]));
        return SquaredGridDistance(first, second) <= 2 ? 0.0 : 1;
    });

    /// <summary>For each unit the mean distance of its point from those of its grid neighbours, [rows, columns]: walls between clusters stand high.</summary>
    public Tensor Distances()
    {
        double[,] heights = new double[Rows, Columns];
        for (int unit = 0; unit < Units.Length; unit++)
        {
            heights[unit / Columns, unit % Columns] = Enumerable.Range(0, Units.Length).Where(other => SquaredGridDistance(unit, other) == 1)
                .Select(other => Math.Sqrt(Points.SquaredDistance(Units[unit], Units[other]))).DefaultIfEmpty(0).Average();
        }

        return Tensor.From(heights);
    }

    /// <summary>The grid in the plane of two coordinates: a net drawn over the points.</summary>
    /// <param name="points">What it was unfolded over; null for none.</param>
    /// <param name="x">The coordinate to the right.</param>
    /// <param name="y">The coordinate upward.</param>
    public Figure Draw(Tensor? points = null, int x = 0, int y = 1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Math.Max(x, y), Units[0].Length, nameof(x));
        List<Series> series = [];
        if (points is not null)
        {
            double[][] rows = Points.Rows(nameof(SomMap), points);
            series.Add(new ScatterSeries(Numbers.From(rows.Select(row => row[x])), Numbers.From(rows.Select(row => row[y]))) { Name = "points" });
        }

        // One line to and fro over all rows and columns, with gaps: the net has one colour.
        List<double> xs = [], ys = [];
        foreach (IEnumerable<int> line in Enumerable.Range(0, Rows).Select(row => Enumerable.Range(0, Columns).Select(column => (row * Columns) + column))
            .Concat(Rows == 1 ? [] : Enumerable.Range(0, Columns).Select(column => Enumerable.Range(0, Rows).Select(row => (row * Columns) + column))))
        {
            xs.AddRange([.. line.Select(unit => Units[unit][x]), double.NaN]);
            ys.AddRange([.. line.Select(unit => Units[unit][y]), double.NaN]);
        }

        series.Add(new LineSeries(xs, ys) { Name = "map", Dots = true });
        return new PlotOptions().Figure(ToString(), null, series);
    }

    /// <summary>The size and how well it fits.</summary>
    public override string ToString() => $"map of {Rows} x {Columns} units{(Errors.Count == 0 ? string.Empty : $", quantisation error {Errors[0]:G4} to {Errors[^1]:G4}")}";

    internal int WinnerOf(ReadOnlySpan<double> point)
    {
        int winner = 0;
        double nearest = double.PositiveInfinity;
        for (int unit = 0; unit < Units.Length; unit++)
        {
            double distance = Points.SquaredDistance(point, Units[unit]);
            if (distance < nearest)
            {
                (winner, nearest) = (unit, distance);
            }
        }

        return winner;
    }

    internal int SquaredGridDistance(int a, int b)
    {
        (int down, int right) = ((a / Columns) - (b / Columns), (a % Columns) - (b % Columns));
        return (down * down) + (right * right);
    }
}
