namespace NotebookKit.Charts;

/// <summary>An immutable copy of a matrix, made implicitly from the arrays that charts are called with.</summary>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public readonly partial struct NumberGrid
{
    private readonly double[]? values;

    private NumberGrid(double[] values, int rows, int columns) => (this.values, Rows, Columns) = (values, rows, columns);

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>All values, row after row.</summary>
    public ReadOnlySpan<double> Span => values;

    /// <summary>The value in a row and a column, both counted from 0.</summary>
    public double this[int row, int column] => Span[(row * Columns) + column];

    /// <summary>The size, in a line.</summary>
    public override string ToString() => $"a grid of {Rows} by {Columns} numbers";

    /// <summary>Copies a matrix that lies row after row.</summary>
    /// <exception cref="ArgumentException">The number of values is not rows × columns.</exception>
    public static NumberGrid Of(ReadOnlySpan<double> values, int rows, int columns) =>
        (long)rows * columns == values.Length
            ? new(values.ToArray(), rows, columns)
            : throw new ArgumentException($"NumberGrid: {rows} rows x {columns} columns need {(long)rows * columns} values, but {values.Length} were given.", nameof(values));

    /// <summary>Copies the values.</summary>
    public static implicit operator NumberGrid(double[,] values) => From(values, v => v);

    /// <summary>Copies the values.</summary>
    public static implicit operator NumberGrid(float[,] values) => From(values, v => v);

    /// <summary>Copies the values.</summary>
    public static implicit operator NumberGrid(int[,] values) => From(values, v => v);

    /// <summary>Divides every row by its sum: the counts of a confusion matrix become shares of each true class.</summary>
    /// <returns>A grid of the same size; a row that sums to 0 stays 0.</returns>
    public NumberGrid RowNormalized()
    {
        var shares = Span.ToArray();
        for (int row = 0; row < Rows; row++)
        {
            var line = shares.AsSpan(row * Columns, Columns);
            double sum = 0;
            foreach (double value in line)
            {
                sum += value;
            }

            for (int column = 0; column < line.Length && sum != 0; column++)
            {
                line[column] /= sum;
            }
        }

        return new(shares, Rows, Columns);
    }

    private static NumberGrid From<T>(T[,] values, Func<T, double> convert)
    {
        var copy = new double[values.Length];
        int i = 0;
        foreach (T value in values)
        {
            copy[i++] = convert(value);
        }

        return new(copy, values.GetLength(0), values.GetLength(1));
    }
}
