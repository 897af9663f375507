namespace NotebookKit.Models;

/// <summary>Numbers of channels that fit a machine well.</summary>
internal static class Widths
{
    /// <summary>The nearest multiple of 8, at least 8, and never less than nine tenths of what was asked for, as MobileNet's authors round.</summary>
    public static int MultipleOf8(double channels)
    {
        int rounded = Math.Max(8, (int)(channels + 4) / 8 * 8);
        return rounded < 0.9 * channels ? rounded + 8 : rounded;
    }
}
