using System.Globalization;

namespace NotebookKit.Charts.Drawing;

/// <summary>Numbers as a reader writes them: short, without rounding dust, in the invariant culture.</summary>
internal static class NumberText
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>A coordinate of a drawing: one decimal, no trailing zero.</summary>
    public static string Coordinate(double value)
    {
        double rounded = Math.Round(value, 1);
        return rounded == 0 ? "0" : rounded.ToString("0.#", Culture);
    }

    /// <summary>A value in words and tooltips, to so many significant digits: 0.0931, 4,690, 2.3×10⁻⁵, NaN.</summary>
    public static string Short(double value, int digits = 3)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? "∞" : "-∞";
        }

        if (value == 0)
        {
            return "0";
        }

        double size = Math.Abs(value);
        if (size < 1e-4 || size >= 1e7)
        {
            var parts = value.ToString("0." + new string('#', digits - 1) + "E+0", Culture).Split('E');
            return $"{parts[0]}×10{Superscript(int.Parse(parts[1], Culture))}";
        }

        int decimals = Math.Max(0, digits - 1 - (int)Math.Floor(Math.Log10(size)));
        return Math.Round(value, Math.Min(decimals, 15)).ToString(decimals == 0 ? "#,0" : "#,0." + new string('#', decimals), Culture);
    }

    /// <summary>A tick of an axis whose ticks are <paramref name="step"/> apart, so that all have the same decimals.</summary>
    public static string Tick(double value, double step, double largest)
    {
        if (Math.Abs(value) < step * 1e-6)
        {
            return "0";
        }

        if (step < 1e-5 || largest >= 1e7)
        {
            return Typeset(Short(value));
        }

        int decimals = Math.Clamp((int)Math.Ceiling(-Math.Log10(step) - 1e-9), 0, 10);
        decimals += decimals < 10 && Math.Abs((step * Math.Pow(10, decimals)) - Math.Round(step * Math.Pow(10, decimals))) > 1e-6 ? 1 : 0;
        // Four digits go without a separator: most of them are years.
        return Fixed(value, decimals, largest >= 10_000);
    }

    /// <summary>A number with so many decimals and a true minus sign, for columns of numbers in a drawing.</summary>
    public static string Fixed(double value, int decimals, bool separators = true)
    {
        string text = value.ToString((separators ? "#,0" : "0") + (decimals > 0 ? "." + new string('0', decimals) : ""), Culture);
        return Typeset(text.AsSpan().IndexOfAnyInRange('1', '9') < 0 ? text.TrimStart('-') : text);
    }

    /// <summary>The decimals that give the largest of some numbers three digits; none where all are whole.</summary>
    public static int CommonDecimals(ReadOnlySpan<double> values)
    {
        double largest = 0;
        bool whole = true;
        foreach (double value in values)
        {
            if (double.IsFinite(value))
            {
                largest = Math.Max(largest, Math.Abs(value));
                whole &= value == Math.Floor(value);
            }
        }

        return whole || largest == 0 ? 0 : Math.Clamp(2 - (int)Math.Floor(Math.Log10(largest)), 0, 10);
    }

    /// <summary>A power of ten: 0.001 to 10,000 written out, others as 10ⁿ.</summary>
    public static string Power(int exponent, int factor = 1) =>
        exponent is >= -3 and <= 4
            ? (factor * Math.Pow(10, exponent)).ToString(exponent >= 4 ? "#,0" : "0.###", Culture)
            : (factor == 1 ? "10" : $"{factor}×10") + Superscript(exponent);

    private static string Typeset(string text) => text.Replace('-', '−');

    private static string Superscript(int number) =>
        string.Concat(number.ToString(Culture).Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));
}
