namespace NotebookKit.Charts.Drawing;

/// <summary>Where a value lies on a colour scale.</summary>
internal readonly record struct ColorRange(double Min, double Max, bool Log, ColorScale Scale)
{
    /// <summary>The range of the values that are finite, as the heat map asks for it.</summary>
    public static ColorRange Of(ReadOnlySpan<double> values, ColorScale scale, bool log = false, double? min = null, double? max = null)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double value in values)
        {
            if (double.IsFinite(value) && (!log || value > 0))
            {
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
            }
        }

        (low, high) = low > high ? (log ? 0.1 : 0, 1) : (low, high);
        if (scale == ColorScale.Diverging && !log)
        {
            high = Math.Max(Math.Abs(low), Math.Abs(high));
            low = -high;
        }

        (low, high) = (min ?? low, max ?? high);
        log &= low > 0;
        return low < high ? new(low, high, log, scale)
            : log ? new(low / 10, low * (low == high ? 1 : 10), log, scale)
            : new(low - 1, low + (low == high && low != 0 ? 0 : 1), log, scale);
    }

    public double Position(double value) =>
        Log ? value > 0 ? Math.Log(value / Min) / Math.Log(Max / Min) : 0 : (value - Min) / (Max - Min);

    public Color ColorOf(double value) => Scale.At(Position(value));
}
