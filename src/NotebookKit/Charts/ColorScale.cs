namespace NotebookKit.Charts;

/// <summary>Colours for numbers, computed in Oklab so that equal steps of the number look equal.</summary>
public enum ColorScale
{
    /// <summary>From dark violet over green to bright yellow: amounts, shares, intensities.</summary>
    Sequential,

    /// <summary>Blue for negative, white for zero, orange-red for positive: weights, differences, correlations.</summary>
    Diverging,

    /// <summary>Black to white: images.</summary>
    Grey,
}

/// <summary>Looks colours up in a <see cref="ColorScale"/>.</summary>
public static class ColorScales
{
    private static readonly Color[] Sequential = Table(t => Color.FromOklch(0.22 + (0.71 * t), 0.105 + (0.06 * t), 295 - (190 * t)));

    private static readonly Color[] Diverging = Table(t =>
    {
        double side = Math.Abs((2 * t) - 1);
        return Color.FromOklch(0.975 - (0.53 * Math.Pow(side, 1.1)), 0.155 * Math.Pow(side, 0.8), t < 0.5 ? 250 : 42);
    });

    private static readonly Color[] Grey = Table(t => new((byte)Math.Round(255 * t), (byte)Math.Round(255 * t), (byte)Math.Round(255 * t)));

    /// <summary>The colour at a position of the scale, 0 to 1; positions outside are clamped.</summary>
    public static Color At(this ColorScale scale, double position)
    {
        var table = scale switch { ColorScale.Sequential => Sequential, ColorScale.Diverging => Diverging, _ => Grey };
        return table[(int)Math.Round(Math.Clamp(double.IsNaN(position) ? 0 : position, 0, 1) * (table.Length - 1))];
    }

    private static Color[] Table(Func<double, Color> at) => [.. Enumerable.Range(0, 256).Select(i => at(i / 255.0))];
}
