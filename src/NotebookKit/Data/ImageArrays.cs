namespace NotebookKit.Data;

/// <summary>Grey pictures with labels as plain arrays, just as the file holds them.</summary>
/// <param name="Pixels">Count x Height x Width bytes, 0 = black to 255 = white, picture by picture, row by row.</param>
/// <param name="Count">The number of pictures.</param>
/// <param name="Height">Rows of a picture.</param>
/// <param name="Width">Columns of a picture.</param>
/// <param name="Labels">One class per picture, counted from 0.</param>
[Display.TypeFormatterSource(typeof(Display.ImageArraysFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record ImageArrays(byte[] Pixels, int Count, int Height, int Width, byte[] Labels)
{
    /// <summary>How many of which size, in a line.</summary>
    public override string ToString() => $"{Count:N0} grey pictures of {Height} by {Width} pixels, with labels";

    /// <summary>The pixels of one picture, row by row.</summary>
    /// <param name="index">The picture, from 0 to Count - 1.</param>
    public ReadOnlySpan<byte> Picture(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return Pixels.AsSpan(index * Height * Width, Height * Width);
    }
}
