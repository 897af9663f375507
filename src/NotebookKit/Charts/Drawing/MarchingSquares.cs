namespace NotebookKit.Charts.Drawing;

/// <summary>Lines of equal height in a grid of numbers, by marching squares with linear interpolation.</summary>
/// <remarks>Positions are in rows and columns of the grid; a cell with a corner that is not finite has no line.</remarks>
internal static class MarchingSquares
{
    /// <summary>The lines at a level, each a list of places (row, column); those that end where they began are closed.</summary>
    public static List<List<(double Row, double Column)>> Lines(NumberGrid grid, double level) =>
        Trace(grid.Rows, grid.Columns, (row, column) => grid[row, column], level);

    /// <summary>The outlines of the region at or above a level; filled by the even-odd rule they are the region.</summary>
    /// <remarks>Around the grid, and where a value is missing, lies a sea below all levels, so every outline closes.</remarks>
    public static List<List<(double Row, double Column)>> Regions(NumberGrid grid, double level)
    {
        var outlines = Trace(grid.Rows + 2, grid.Columns + 2, Height, level);
        foreach (var outline in outlines)
        {
            for (int i = 0; i < outline.Count; i++)
            {
                outline[i] = (Math.Clamp(outline[i].Row - 1, 0, grid.Rows - 1), Math.Clamp(outline[i].Column - 1, 0, grid.Columns - 1));
            }
        }

        return outlines;

        double Height(int row, int column) =>
            row >= 1 && column >= 1 && row <= grid.Rows && column <= grid.Columns && double.IsFinite(grid[row - 1, column - 1])
                ? grid[row - 1, column - 1]
                : double.NegativeInfinity;
    }

    private static List<List<(double Row, double Column)>> Trace(int rows, int columns, Func<int, int, double> height, double level)
    {
        // The sides of a cell have numbers, so that neighbours know the side they share: 2n to the right of node n, 2n + 1 below it.
        var next = new Dictionary<int, (int A, int B)>();
        for (int row = 0; row + 1 < rows; row++)
        {
            for (int column = 0; column + 1 < columns; column++)
            {
                Cell(row, column);
            }
        }

        var lines = new List<List<(double, double)>>();
        var done = new HashSet<int>();
        // Lines that end at the border begin there; what is left then are rings.
        foreach (int side in next.Where(entry => entry.Value.B < 0).Select(entry => entry.Key).Concat(next.Keys))
        {
            if (!done.Contains(side))
            {
                lines.Add(Follow(side));
            }
        }

        return lines;

        void Cell(int row, int column)
        {
            double a = height(row, column), b = height(row, column + 1), c = height(row + 1, column + 1), d = height(row + 1, column);
            if (double.IsNaN(a) || double.IsNaN(b) || double.IsNaN(c) || double.IsNaN(d))
            {
                return;
            }

            int node = (row * columns) + column, top = 2 * node, left = top + 1, right = (2 * (node + 1)) + 1, bottom = 2 * (node + columns);
            int corners = (a >= level ? 8 : 0) | (b >= level ? 4 : 0) | (c >= level ? 2 : 0) | (d >= level ? 1 : 0);
            switch (corners)
            {
                case 1 or 14: Join(left, bottom); break;
                case 2 or 13: Join(bottom, right); break;
                case 3 or 12: Join(left, right); break;
                case 4 or 11: Join(top, right); break;
                case 6 or 9: Join(top, bottom); break;
                case 7 or 8: Join(left, top); break;
                case 5 or 10:
                    // A saddle: the mean of the corners decides which two are joined.
                    bool high = (a + b + c + d) / 4 >= level;
                    if (high == (corners == 5))
                    {
                        Join(left, top);
                        Join(bottom, right);
                    }
                    else
                    {
                        Join(left, bottom);
                        Join(top, right);
                    }

                    break;
                default: break;
            }
        }

        void Join(int one, int other)
        {
            next[one] = next.TryGetValue(one, out var first) ? (first.A, other) : (other, -1);
            next[other] = next.TryGetValue(other, out var second) ? (second.A, one) : (one, -1);
        }

        List<(double, double)> Follow(int start)
        {
            var line = new List<(double, double)>();
            int side = start, before = -1;
            while (side >= 0 && done.Add(side))
            {
                line.Add(Crossing(side));
                var (a, b) = next[side];
                (before, side) = (side, a != before ? a : b);
            }

            if (side == start && line.Count > 2)
            {
                line.Add(line[0]);
            }

            return line;
        }

        (double, double) Crossing(int side)
        {
            int node = side / 2, row = node / columns, column = node % columns;
            bool across = side % 2 == 0;
            double from = height(row, column), to = across ? height(row, column + 1) : height(row + 1, column);
            // Next to the sea the line runs along the shore.
            double share = double.IsInfinity(from) ? 1 : double.IsInfinity(to) ? 0 : (level - from) / (to - from);
            return across ? (row, column + share) : (row + share, column);
        }
    }
}
