using NotebookKit.Charts.Drawing;

namespace NotebookKit.Display;

/// <summary>Quantities as a reader says them: 61.7 k, 3.2 MB, 0.8 ms.</summary>
internal static class NumberWords
{
    /// <summary>A number to four digits.</summary>
    public static string Short(double value) => NumberText.Short(value, 4);

    /// <summary>A count with a letter for thousands and millions: 1,234 below ten thousand, then 61.7 k, 2.3 M.</summary>
    public static string Count(double count) => count < 10_000 ? count.ToString("N0") : Scaled(count, 1000, ["", " k", " M", " G", " T", " P"]);

    /// <summary>A number of bytes, in steps of 1024.</summary>
    public static string Bytes(double bytes) => Scaled(bytes, 1024, [" B", " KB", " MB", " GB", " TB"]);

    /// <summary>A stretch of time.</summary>
    public static string Seconds(double seconds) => seconds switch
    {
        < 1e-6 => $"{NumberText.Short(seconds * 1e9)} ns",
        < 1e-3 => $"{NumberText.Short(seconds * 1e6)} µs",
        < 1 => $"{NumberText.Short(seconds * 1e3)} ms",
        < 120 => $"{NumberText.Short(seconds)} s",
        _ => double.IsFinite(seconds) && seconds < 1e9 ? TimeSpan.FromSeconds(seconds).ToString(@"d\.hh\:mm\:ss").TrimStart('0', '.') : NumberText.Short(seconds) + " s",
    };

    private static string Scaled(double value, double step, string[] units)
    {
        int unit = 0;
        while (Math.Abs(value) >= step && unit < units.Length - 1)
        {
            value /= step;
            unit++;
        }

        return NumberText.Short(value) + units[unit];
    }
}
