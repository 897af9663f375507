namespace NotebookKit.Files;

/// <summary>The five row filters of PNG: each byte is stored as its difference from a prediction.</summary>
/// <remarks>With a left of the byte, b above it and c above left: none 0, sub a, up b, average ⌊(a + b)/2⌋, Paeth.</remarks>
internal static class PngFilters
{
    public const int Count = 5;

    /// <summary>Writes the differences of one row; <paramref name="above"/> is all zero for the first row.</summary>
    public static void Apply(int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int pixelBytes, Span<byte> differences)
    {
        for (int i = 0; i < row.Length; i++)
        {
            int left = i >= pixelBytes ? row[i - pixelBytes] : 0;
            int aboveLeft = i >= pixelBytes ? above[i - pixelBytes] : 0;
            differences[i] = (byte)(row[i] - Predict(filter, left, above[i], aboveLeft));
        }
    }

    /// <summary>Turns a row of differences back into pixels, in place.</summary>
    public static void Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int pixelBytes)
    {
        if (filter == 0)
        {
            return;
        }

        for (int i = 0; i < row.Length; i++)
        {
            int left = i >= pixelBytes ? row[i - pixelBytes] : 0;
            int aboveLeft = i >= pixelBytes ? above[i - pixelBytes] : 0;
            row[i] = (byte)(row[i] + Predict(filter, left, above[i], aboveLeft));
        }
    }

    private static int Predict(int filter, int left, int above, int aboveLeft) => filter switch
    {
        0 => 0,
        1 => left,
        2 => above,
        3 => (left + above) / 2,
        _ => Paeth(left, above, aboveLeft),
    };

    // Whichever neighbour is nearest to left + above - aboveLeft; ties in this order (Paeth 1991).
    private static int Paeth(int left, int above, int aboveLeft)
    {
        int estimate = left + above - aboveLeft;
        int toLeft = Math.Abs(estimate - left), toAbove = Math.Abs(estimate - above), toAboveLeft = Math.Abs(estimate - aboveLeft);
        return toLeft <= toAbove && toLeft <= toAboveLeft ? left : toAbove <= toAboveLeft ? above : aboveLeft;
    }
}
