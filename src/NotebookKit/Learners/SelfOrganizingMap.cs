namespace NotebookKit.Learners;

/// <summary>The self-organising map: units on a line or a grid, each with a point of its own; the unit nearest to an example and its neighbours move towards it.</summary>
/// <remarks>
/// w_j += eta h(j, winner) (x - w_j), with h = exp(-d^2 / 2 sigma^2) over the distance d on the grid. Rate and width fall from
/// their first to their last value by the same factor each step, so that the map unfolds first and settles then. Kohonen
/// 1982; lectures S2 L1 and S3 name it.
/// </remarks>
public sealed record SelfOrganizingMap
{
    /// <summary>Rows of the grid; 1 makes a line.</summary>
    public int Rows { get; init; } = 1;

    /// <summary>Columns of the grid.</summary>
    public required int Columns { get; init; }

    /// <summary>Passes over the examples.</summary>
    public int Epochs { get; init; } = 40;

    /// <summary>The first and the last eta.</summary>
    public (double From, double To) Rate { get; init; } = (0.5, 0.02);

    /// <summary>The first and the last sigma in grid steps; null: from half the longer side to 0.5.</summary>
    public (double From, double To)? Width { get; init; }

    /// <summary>First weights and order; the session's generator when null.</summary>
    public Rng? Rng { get; init; }

    /// <summary>Unfolds the map over some points.</summary>
    /// <param name="points">[N, d].</param>
    /// <exception cref="ArgumentException">The points are not [N, d], or an option is out of range.</exception>
    public SomMap Fit(Tensor points)
    {
        double[][] rows = Points.Rows(nameof(SelfOrganizingMap), points);
        (double From, double To) width = Width ?? (Math.Max(1, Math.Max(Rows, Columns) / 2.0), 0.5);
        if (Rows < 1 || Columns < 1 || Epochs < 1 || !(Rate.To > 0 && Rate.From is > 0 and <= 1 && width.From > 0 && width.To > 0))
        {
            throw new ArgumentException($"SelfOrganizingMap: Rows, Columns and Epochs are at least 1, rates between 0 and 1 and widths above 0, and these are {Rows}, {Columns}, {Epochs}, {Rate} and {width}.");
        }

        Rng rng = Rng ?? NotebookKit.Rng.Current;

        // Units begin close to the middle of the cloud, in no order: each a tenth of the way towards some example.
        double[] middle = [.. Enumerable.Range(0, rows[0].Length).Select(k => rows.Average(row => row[k]))];
        double[][] units = [.. Enumerable.Range(0, checked(Rows * Columns)).Select(_ => rows[rng.Next(rows.Length)].Select((value, k) => middle[k] + (0.1 * (value - middle[k]))).ToArray())];
        SomMap map = new(Rows, Columns, units);
        List<double> errors = [map.QuantisationError(points)];
        long steps = (long)Epochs * rows.Length, step = 0;
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            foreach (int example in rng.Permutation(rows.Length))
            {
                double done = steps == 1 ? 1 : (double)step++ / (steps - 1);
                Move(map, rows[example], Falling(Rate, done), Falling(width, done));
            }

            errors.Add(map.QuantisationError(points));
        }

        map.Errors = errors;
        return map;
    }

    private static double Falling((double From, double To) ends, double done) => ends.From * Math.Pow(ends.To / ends.From, done);

    private static void Move(SomMap map, double[] x, double rate, double width)
    {
        int winner = map.WinnerOf(x);
        for (int unit = 0; unit < map.Units.Length; unit++)
        {
            double near = Math.Exp(-map.SquaredGridDistance(unit, winner) / (2 * width * width));
            if (near > 1e-4)
            {
                for (int k = 0; k < x.Length; k++)
                {
                    map.Units[unit][k] += rate * near * (x[k] - map.Units[unit][k]);
                }
            }
        }
    }
}
