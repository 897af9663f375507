using System.Globalization;

namespace NotebookKit.Interactive;

/// <summary>Times, sizes and counts in units that a reader grasps.</summary>
internal static class Amount
{
    /// <summary>A time.</summary>
    public static string Time(double seconds) => seconds switch
    {
        >= 1 => Digits(seconds) + " s",
        >= 1e-3 => Digits(seconds * 1e3) + " ms",
        >= 1e-6 => Digits(seconds * 1e6) + " µs",
        _ => Digits(seconds * 1e9) + " ns",
    };

    /// <summary>A size of memory or of a file.</summary>
    public static string Bytes(double bytes) => bytes switch
    {
        >= 1e9 => Digits(bytes / 1e9) + " GB",
        >= 1e6 => Digits(bytes / 1e6) + " MB",
        >= 1e3 => Digits(bytes / 1e3) + " kB",
        _ => Digits(bytes) + " B",
    };

    /// <summary>How many operations on floats.</summary>
    public static string Flops(double flops) => flops switch
    {
        0 => "-",
        >= 1e9 => Digits(flops / 1e9) + " G",
        >= 1e6 => Digits(flops / 1e6) + " M",
        >= 1e3 => Digits(flops / 1e3) + " k",
        _ => Digits(flops),
    };

    /// <summary>Three digits that mean something.</summary>
    public static string Digits(double value) => Math.Abs(value) switch
    {
        0 => "0",
        >= 99.95 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 9.995 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00", CultureInfo.InvariantCulture),
    };
}
