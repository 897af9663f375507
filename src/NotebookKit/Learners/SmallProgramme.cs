namespace NotebookKit.Learners;

/// <summary>The linear programme behind <see cref="Separability"/>: the simplex method's first phase, in a table.</summary>
/// <remarks>
/// It looks for lambda >= 0 with sum lambda z = 0 and sum lambda = 1 by making artificial variables as small as it can.
/// If they become 0, lambda is the mixture. If not, the prices of the rows are weights with w z > 0 for all z. Bland's rule
/// (the first column that helps, the first row among equals) cannot run in circles. Dantzig 1947, Bland 1977.
/// </remarks>
internal static class SmallProgramme
{
    private const double Tiny = 1e-11;

    /// <summary>Weights that are positive on every row, or shares that mix the rows to 0; the one that does not exist is noise.</summary>
    public static (double[] Weights, double[] Shares) SeparateOrMix(double[][] rows)
    {
        int points = rows.Length, dimension = rows[0].Length, equations = dimension + 1, width = points + equations + 1;
        double[][] table = new double[equations + 1][];
        int[] basis = new int[equations];
        for (int e = 0; e < equations; e++)
        {
            table[e] = new double[width];
            for (int p = 0; p < points; p++)
            {
                table[e][p] = e < dimension ? rows[p][e] : 1;
            }

            table[e][points + e] = 1;
            table[e][^1] = e < dimension ? 0 : 1;
            basis[e] = points + e;
        }

        // The last row holds the reduced costs of "sum of the artificial variables".
        double[] cost = table[equations] = new double[width];
        for (int e = 0; e < equations; e++)
        {
            Points.Add(cost, table[e], -1);
        }

        cost.AsSpan(points, equations).Clear();
        Solve(table, basis, points);
        double[] shares = new double[points];
        for (int e = 0; e < equations; e++)
        {
            if (basis[e] < points)
            {
                shares[basis[e]] = Math.Max(0, table[e][^1]);
            }
        }

        // The price of equation e is 1 less the reduced cost of its artificial variable; the weights are the prices' opposite.
        return ([.. Enumerable.Range(0, dimension).Select(e => cost[points + e] - 1)], shares);
    }

    private static void Solve(double[][] table, int[] basis, int points)
    {
        double[] cost = table[^1];
        while (true)
        {
            int column = Array.FindIndex(cost, 0, points, value => value < -Tiny);
            if (column < 0)
            {
                return;
            }

            int row = -1;
            double smallest = double.PositiveInfinity;
            for (int e = 0; e < basis.Length; e++)
            {
                if (table[e][column] > Tiny)
                {
                    double ratio = table[e][^1] / table[e][column];
                    if (ratio < smallest - Tiny || (ratio <= smallest + Tiny && row >= 0 && basis[e] < basis[row]))
                    {
                        (row, smallest) = (e, Math.Min(smallest, ratio));
                    }
                }
            }

            if (row < 0)
            {
                return;
            }

            Pivot(table, row, column);
            basis[row] = column;
        }
    }

    private static void Pivot(double[][] table, int row, int column)
    {
        double pivot = table[row][column];
        for (int i = 0; i < table[row].Length; i++)
        {
            table[row][i] /= pivot;
        }

        for (int other = 0; other < table.Length; other++)
        {
            if (other != row && table[other][column] != 0)
            {
                Points.Add(table[other], table[row], -table[other][column]);
                table[other][column] = 0;
            }
        }
    }
}
