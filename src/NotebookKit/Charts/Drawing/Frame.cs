namespace NotebookKit.Charts.Drawing;

/// <summary>The inside of a plot: its rectangle, the two scales, and the x axis as the author gave it.</summary>
internal sealed record Frame(Box Box, AxisScale X, AxisScale Y, Axis Axis)
{
    /// <summary>Positions of values on the x axis.</summary>
    public double[] Xs(ReadOnlySpan<double> values) => Map(X, values);

    /// <summary>Positions of values on the y axis.</summary>
    public double[] Ys(ReadOnlySpan<double> values) => Map(Y, values);

    private static double[] Map(AxisScale scale, ReadOnlySpan<double> values)
    {
        var positions = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            positions[i] = double.IsFinite(values[i]) ? scale.At(values[i]) : double.NaN;
        }

        return positions;
    }
}
