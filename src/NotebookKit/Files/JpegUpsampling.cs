namespace NotebookKit.Files;

/// <summary>Brings a plane that was stored at a lower resolution to the picture's, row by row.</summary>
/// <remarks>
/// Where a direction was halved, each new sample is 3/4 of the nearer and 1/4 of the farther neighbour: the triangle
/// filter, whose centres fit those of JFIF. Halves are rounded alternately down and up, so that no area turns brighter.
/// Other ratios, and planes of one or two columns, repeat samples. This is what libjpeg does by default.
/// </remarks>
internal static class JpegUpsampling
{
    /// <summary>One row of the picture's resolution.</summary>
    /// <param name="frame">The picture.</param>
    /// <param name="component">The plane.</param>
    /// <param name="y">The row in the picture.</param>
    /// <param name="row">Receives the samples; may be longer than the picture is wide.</param>
    /// <param name="sums">Room for one row of the plane.</param>
    public static void Row(JpegFrame frame, JpegComponent component, int y, Span<byte> row, Span<int> sums)
    {
        int across = frame.UnitWidth / 8 / component.Horizontal, down = frame.UnitHeight / 8 / component.Vertical;
        int near = y / down;
        bool smooth = component.Width > 2 && across == 2;
        if (down == 2 && (smooth || across == 1))
        {
            // An even row lies nearer to the sample row above its partner, an odd one to the one below.
            int far = Math.Clamp(y % 2 == 0 ? near - 1 : near + 1, 0, component.Height - 1);
            Mix(Samples(component, near), Samples(component, far), sums);
            if (across == 1)
            {
                for (int x = 0; x < component.Width; x++)
                {
                    row[x] = (byte)((sums[x] + 1 + (y % 2)) >> 2);
                }

                return;
            }

            Widen(sums[..component.Width], row, 4, 8, 7);
            return;
        }

        ReadOnlySpan<byte> samples = Samples(component, near);
        if (across == 1)
        {
            samples.CopyTo(row);
        }
        else if (smooth && down == 1)
        {
            for (int x = 0; x < samples.Length; x++)
            {
                sums[x] = samples[x];
            }

            Widen(sums[..component.Width], row, 2, 1, 2);
        }
        else
        {
            for (int x = 0; x < frame.Width; x++)
            {
                row[x] = samples[x / across];
            }
        }
    }

    private static ReadOnlySpan<byte> Samples(JpegComponent component, int row) =>
        component.Samples.AsSpan(row * component.Stride, component.Width);

    private static void Mix(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, Span<int> sums)
    {
        for (int x = 0; x < near.Length; x++)
        {
            sums[x] = (3 * near[x]) + far[x];
        }
    }

    // Two samples from each: 3/4 of it and 1/4 of its neighbour on that side; the outermost have no neighbour.
    private static void Widen(ReadOnlySpan<int> sums, Span<byte> row, int shift, int leftHalf, int rightHalf)
    {
        int last = sums.Length - 1;
        row[0] = (byte)(((sums[0] * 4) + leftHalf) >> shift);
        row[1] = (byte)(((sums[0] * 3) + sums[1] + rightHalf) >> shift);
        for (int x = 1; x < last; x++)
        {
            int three = sums[x] * 3;
            row[2 * x] = (byte)((three + sums[x - 1] + leftHalf) >> shift);
            row[(2 * x) + 1] = (byte)((three + sums[x + 1] + rightHalf) >> shift);
        }

        row[2 * last] = (byte)(((sums[last] * 3) + sums[last - 1] + leftHalf) >> shift);
        row[(2 * last) + 1] = (byte)(((sums[last] * 4) + rightHalf) >> shift);
    }
}
