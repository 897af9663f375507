using ILGPU;

namespace NotebookKit.Ilgpu.Works;

/// <summary>The logarithm and the circle functions of a card's thread, from additions and products alone.</summary>
internal static class Functions
{
    private const double LnTwo = 0.6931471805599453;
    private const double RootTwo = 1.4142135623730951;

    /// <summary>ln x, to the last place or two of a double: x = m 2^e with m about 1, and ln m = 2 (s + s^3 / 3 + s^5 / 5 + ...) with s = (m - 1) / (m + 1).</summary>
    public static double Logarithm(double x)
    {
        if (!(x > 0) || x > double.MaxValue)
        {
            return Edge(x);
        }

        // Numbers below the smallest normal one have no leading bit of their own.
        int shift = x < 2.2250738585072014e-308 ? 54 : 0;
        ulong bits = Interop.FloatAsInt(shift == 0 ? x : x * 18014398509481984.0);
        int exponent = (int)(bits >> 52) - 1023 - shift;
        double m = Interop.IntAsFloat((bits & 0x000FFFFFFFFFFFFFUL) | 0x3FF0000000000000UL);
        if (m > RootTwo)
        {
            m *= 0.5;
            exponent++;
        }

        double s = (m - 1) / (m + 1);
        double z = s * s;
        double sum = (1.0 / 21) + (z * (1.0 / 23));
        sum = (1.0 / 19) + (z * sum);
        sum = (1.0 / 17) + (z * sum);
        sum = (1.0 / 15) + (z * sum);
        sum = (1.0 / 13) + (z * sum);
        sum = (1.0 / 11) + (z * sum);
        sum = (1.0 / 9) + (z * sum);
        sum = (1.0 / 7) + (z * sum);
        sum = (1.0 / 5) + (z * sum);
        sum = (1.0 / 3) + (z * sum);
        return (exponent * LnTwo) + (2 * (s + (s * z * sum)));
    }

    /// <summary>The same for a float, in floats.</summary>
    public static float Logarithm(float x)
    {
        if (!(x > 0) || x > float.MaxValue)
        {
            return (float)Edge(x);
        }

        int shift = x < 1.17549435e-38f ? 25 : 0;
        uint bits = Interop.FloatAsInt(shift == 0 ? x : x * 33554432f);
        int exponent = (int)(bits >> 23) - 127 - shift;
        float m = Interop.IntAsFloat((bits & 0x007FFFFFU) | 0x3F800000U);
        if (m > 1.41421356f)
        {
            m *= 0.5f;
            exponent++;
        }

        float s = (m - 1) / (m + 1);
        float z = s * s;
        float sum = (1f / 9) + (z * (1f / 11));
        sum = (1f / 7) + (z * sum);
        sum = (1f / 5) + (z * sum);
        sum = (1f / 3) + (z * sum);

        // ln 2 in two parts, so that a whole number times the first is exact.
        return (exponent * 0.693359375f) + ((exponent * -2.12194440e-4f) + (2 * (s + (s * z * sum))));
    }

    /// <summary>sin(x + quarters pi / 2), with the digits of a double up to a million turns.</summary>
    /// <remarks>x = n pi / 2 + r with |r| at most pi / 4; pi / 2 is taken off in three parts, the first two of which have so few bits that n times them is exact.</remarks>
    public static double Sine(double x, int quarters)
    {
        double n = Nearest(x * 0.6366197723675814);
        double r = ((x - (n * 1.57079632673412561417)) - (n * 6.07710050630396597660e-11)) - (n * 2.02226624879595063154e-21);
        int quarter = ((int)n + quarters) & 3;
        double z = r * r;
        double value = (quarter & 1) == 0 ? Odd(r, z) : Even(z);
        return quarter >= 2 ? -value : value;
    }

    /// <summary>What division leaves, with the sign of x: every step takes off y times a power of two, which is exact.</summary>
    public static double Remainder(double x, double y)
    {
        double size = y < 0 ? -y : y;
        double rest = x < 0 ? -x : x;
        if (!(size > 0) || !(rest <= double.MaxValue))
        {
            return double.NaN;
        }

        if (rest < size)
        {
            return x;
        }

        double step = size;
        while (step <= rest - step)
        {
            step *= 2;
        }

        for (; step >= size; step *= 0.5)
        {
            rest = rest >= step ? rest - step : rest;
        }

        return x < 0 ? -rest : rest;
    }

    private static double Edge(double x) => x == 0 ? double.NegativeInfinity : x > 0 ? x : double.NaN;

    private static double Nearest(double x) => x >= 0 ? (x + 4503599627370496.0) - 4503599627370496.0 : (x - 4503599627370496.0) + 4503599627370496.0;

    // r - r^3 / 3! + r^5 / 5! - ...
    private static double Odd(double r, double z)
    {
        double sum = (-1.0 / 1307674368000) + (z * (1.0 / 355687428096000));
        sum = (1.0 / 6227020800) + (z * sum);
        sum = (-1.0 / 39916800) + (z * sum);
        sum = (1.0 / 362880) + (z * sum);
        sum = (-1.0 / 5040) + (z * sum);
        sum = (1.0 / 120) + (z * sum);
        sum = (-1.0 / 6) + (z * sum);
        return r + (r * z * sum);
    }

    // 1 - r^2 / 2! + r^4 / 4! - ...
    private static double Even(double z)
    {
        double sum = (1.0 / 20922789888000) + (z * (-1.0 / 6402373705728000));
        sum = (-1.0 / 87178291200) + (z * sum);
        sum = (1.0 / 479001600) + (z * sum);
        sum = (-1.0 / 3628800) + (z * sum);
        sum = (1.0 / 40320) + (z * sum);
        sum = (-1.0 / 720) + (z * sum);
        sum = (1.0 / 24) + (z * sum);
        sum = (-1.0 / 2) + (z * sum);
        return 1 + (z * sum);
    }
}
