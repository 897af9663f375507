namespace NotebookKit.Charts.Drawing;

/// <summary>A mark of an axis: a value and what is written beside it, empty for a mark without a label.</summary>
internal readonly record struct Tick(double Value, string Label);

/// <summary>Chooses round numbers for an axis.</summary>
internal static class Ticks
{
    /// <summary>The smallest of 1, 2, 2.5 and 5 times a power of ten that makes at most so many steps.</summary>
    public static double NiceStep(double range, int steps)
    {
        double rough = range / Math.Max(1, steps), power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        foreach (double factor in (ReadOnlySpan<double>)[1, 2, 2.5, 5])
        {
            if (factor * power >= rough * (1 - 1e-9))
            {
                return factor * power;
            }
        }

        return 10 * power;
    }

    /// <summary>Multiples of a nice step inside [min, max]: at most <paramref name="steps"/> + 1 of them, a few more where only whole numbers will do.</summary>
    public static List<Tick> Linear(double min, double max, int steps, bool whole = false)
    {
        double largest = Math.Max(Math.Abs(min), Math.Abs(max));
        // A range near the precision of its numbers has nothing round in between.
        if (!(max - min > 1e-9 * largest))
        {
            return [];
        }

        double step = NiceStep(max - min, steps);
        step = whole ? Math.Max(1, step == 2.5 ? 2 : step) : step;
        double first = Math.Ceiling((min / step) - 1e-9), last = Math.Floor((max / step) + 1e-9);
        var ticks = new List<Tick>();
        for (double n = first; n <= last; n++)
        {
            ticks.Add(new(n * step, NumberText.Tick(n * step, step, largest)));
        }

        return ticks;
    }

    /// <summary>Decades inside [min, max]; with few decades also 2 and 5 of each, with very few the linear ticks.</summary>
    public static List<Tick> Logarithmic(double min, double max, int steps)
    {
        double decades = Math.Log10(max / min);
        if (decades < 0.7)
        {
            return Linear(min, max, steps);
        }

        int first = (int)Math.Floor(Math.Log10(min) + 1e-9), last = (int)Math.Ceiling(Math.Log10(max) - 1e-9);
        int stride = Math.Max(1, (int)Math.Ceiling(decades / Math.Max(1, steps)));
        int[] factors = decades * 3 <= steps + 1 ? [1, 2, 5] : [1];
        var ticks = new List<Tick>();
        for (int exponent = (int)Math.Ceiling((double)first / stride) * stride; exponent <= last; exponent += stride)
        {
            foreach (int factor in factors)
            {
                double value = factor * Math.Pow(10, exponent);
                if (value >= min * (1 - 1e-9) && value <= max * (1 + 1e-9))
                {
                    ticks.Add(new(value, NumberText.Power(exponent, factor)));
                }
            }
        }

        return ticks;
    }
}
