namespace NotebookKit.Charts.Drawing;

/// <summary>Maps the values of an axis to positions of the drawing.</summary>
internal sealed record AxisScale(double Min, double Max, bool Log, double From, double To)
{
    /// <summary>The position of a value; NaN where a logarithm does not exist.</summary>
    public double At(double value)
    {
        double share = Log
            ? value > 0 ? Math.Log(value / Min) / Math.Log(Max / Min) : double.NaN
            : (value - Min) / (Max - Min);
        // Far outside is as good as far away, and keeps coordinates short.
        return From + (Math.Clamp(share, -10, 11) * (To - From));
    }

    /// <summary>Round marks for the axis, at most about so many.</summary>
    public List<Tick> TicksFor(int steps, bool whole) =>
        Log ? Ticks.Logarithmic(Min, Max, steps) : Ticks.Linear(Min, Max, steps, whole);

    /// <summary>A range for the data: the author's ends where given, else the data's, never empty.</summary>
    /// <param name="axis">What the author asked for.</param>
    /// <param name="min">The data's least value.</param>
    /// <param name="max">The data's greatest value.</param>
    /// <param name="pad">Part of the range to leave free at both ends.</param>
    /// <param name="steps">Where positive, the ends move out to multiples of the step that so many ticks have.</param>
    public static (double Min, double Max) Range(Axis axis, double min, double max, double pad, int steps)
    {
        if (axis.Log)
        {
            double ratio = max > min ? Math.Pow(max / min, pad) : 2;
            (min, max) = (min / ratio, max * ratio);
        }
        else
        {
            // Less than the rounding of the values themselves is a constant series.
            double tiny = 1e-9 * Math.Max(Math.Abs(min), Math.Abs(max));
            double room = max - min > tiny ? (max - min) * pad : Math.Max(tiny * 10, min == 0 ? 1 : Math.Abs(min) * 0.1);
            (min, max) = (min - room, max + room);
            if (steps > 0)
            {
                double step = Ticks.NiceStep(max - min, steps);
                (min, max) = (Math.Floor((min / step) + 1e-9) * step, Math.Ceiling((max / step) - 1e-9) * step);
            }
        }

        (min, max) = (Usable(axis.Min, axis) ?? min, Usable(axis.Max, axis) ?? max);
        return min < max ? (min, max) : axis.Log ? (min / 2, min * 2) : (min, min + 1);
    }

    private static double? Usable(double? end, Axis axis) =>
        end is { } value && double.IsFinite(value) && (!axis.Log || value > 0) ? value : null;
}
