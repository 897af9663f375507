namespace NotebookKit.Charts.Drawing;

/// <summary>The ranges that the data of a plot take on both axes.</summary>
internal sealed class Extent(bool logX, bool logY)
{
    public double MinX { get; private set; } = double.PositiveInfinity;

    public double MaxX { get; private set; } = double.NegativeInfinity;

    public double MinY { get; private set; } = double.PositiveInfinity;

    public double MaxY { get; private set; } = double.NegativeInfinity;

    /// <summary>Points need some air around them, lines may begin at the edge.</summary>
    public bool PadX { get; set; }

    /// <summary>Bars stand on zero, so the axis ends exactly there.</summary>
    public bool FromZeroY { get; set; }

    /// <summary>A surface fills its rectangle, so the axis ends with it instead of at a round number.</summary>
    public bool TightY { get; set; }

    public bool IsEmpty => MinX > MaxX || MinY > MaxY;

    /// <summary>Takes a point in, unless it cannot be shown on these axes.</summary>
    public void Include(double x, double y)
    {
        if (!Visible(x, logX) || !Visible(y, logY))
        {
            return;
        }

        (MinX, MaxX) = (Math.Min(MinX, x), Math.Max(MaxX, x));
        (MinY, MaxY) = (Math.Min(MinY, y), Math.Max(MaxY, y));
    }

    // Values near the limit of double have no range that a picture could show: they leave gaps like infinities.
    private static bool Visible(double value, bool log) => Math.Abs(value) < 1e300 && (!log || value > 1e-300);
}
