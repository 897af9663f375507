using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

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
    /// <remarks>One loop for each filter: this and the decompression are what reading a PNG costs.</remarks>
    public static void Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int pixelBytes)
    {
        above = above[..row.Length];
        int first = Math.Min(pixelBytes, row.Length);
        switch (filter)
        {
            case 1:
                for (int i = first; i < row.Length; i++)
                {
                    row[i] += row[i - pixelBytes];
                }

                break;
            case 2:
                TensorPrimitives.Add(row, above, row);
                break;
            case 3:
                for (int i = 0; i < row.Length; i++)
                {
                    row[i] += (byte)(((i >= first ? row[i - pixelBytes] : 0) + above[i]) / 2);
                }

                break;
            case 4:
                // Left of the first pixel all is zero, and the nearest neighbour is the one above.
                TensorPrimitives.Add(row[..first], above[..first], row[..first]);
                for (int i = first; i < row.Length; i++)
                {
                    row[i] += (byte)Paeth(row[i - pixelBytes], above[i], above[i - pixelBytes]);
                }

                break;
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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Paeth(int left, int above, int aboveLeft)
    {
        int toLeft = Math.Abs(above - aboveLeft), toAbove = Math.Abs(left - aboveLeft), toAboveLeft = Math.Abs(left + above - (2 * aboveLeft));
        int nearest = toLeft <= toAbove ? left : above;
        return Math.Min(toLeft, toAbove) <= toAboveLeft ? nearest : aboveLeft;
    }
}
