namespace NotebookKit.Files;

/// <summary>One plane's part in a scan.</summary>
internal sealed class JpegScanPart(JpegComponent component, JpegHuffman? dc, JpegHuffman? ac)
{
    public JpegComponent Component { get; } = component;

    public JpegHuffman Dc { get; } = dc!;

    public JpegHuffman Ac { get; } = ac!;

    /// <summary>The first coefficient of the block before; each is stored as the difference from it.</summary>
    public int Previous { get; set; }
}

/// <summary>A scan header: which planes, which coefficients (First to Last in zigzag order), and which of their bits.</summary>
/// <param name="Parts">The planes.</param>
/// <param name="First">The first coefficient.</param>
/// <param name="Last">The last coefficient.</param>
/// <param name="HighBit">The lowest bit that earlier scans gave; 0 for the first scan of these coefficients.</param>
/// <param name="LowBit">The lowest bit after this scan.</param>
internal sealed record JpegScan(JpegScanPart[] Parts, int First, int Last, int HighBit, int LowBit)
{
    /// <summary>Reads and checks the header at <paramref name="offset"/> of the file.</summary>
    public static JpegScan Parse(ReadOnlySpan<byte> data, int offset, JpegFrame frame, JpegHuffman?[] dc, JpegHuffman?[] ac)
    {
        if (data.Length < 1 || data[0] is < 1 or > 4 || data.Length != 4 + (2 * data[0]))
        {
            throw JpegDecoder.Damaged(offset, $"a scan header of {data.Length} bytes does not fit its number of planes");
        }

        int count = data[0], first = data[^3], last = data[^2], high = data[^1] >> 4, low = data[^1] & 15;
        bool asked = frame.Progressive
            ? first <= last && last < 64 && (first == 0 ? last == 0 : count == 1) && low <= 13 && (high == 0 || high == low + 1)
            : (first, last, high, low) == (0, 63, 0, 0);
        if (!asked)
        {
            throw JpegDecoder.Damaged(offset + data.Length - 3, $"a scan of coefficients {first} to {last}, bits {high} to {low}, of {count} planes is not JPEG");
        }

        var parts = new JpegScanPart[count];
        int before = -1;
        for (int i = 0; i < count; i++)
        {
            byte id = data[1 + (2 * i)], tables = data[2 + (2 * i)];
            int index = Array.FindIndex(frame.Components, component => component.Id == id);
            if (index <= before || (tables >> 4) > 3 || (tables & 15) > 3)
            {
                throw JpegDecoder.Damaged(offset + 1 + (2 * i), $"plane {id} with Huffman tables {tables >> 4} and {tables & 15} does not fit the frame");
            }

            bool needsDc = first == 0 && high == 0, needsAc = last > 0;
            parts[i] = new(frame.Components[index], dc[tables >> 4], ac[tables & 15]);
            if ((needsDc && parts[i].Dc is null) || (needsAc && parts[i].Ac is null))
            {
                throw JpegDecoder.Damaged(offset + 1 + (2 * i), $"plane {id} uses a Huffman table that the file has not given");
            }

            before = index;
        }

        if (count > 1 && parts.Sum(part => part.Component.Horizontal * part.Component.Vertical) > 10)
        {
            throw JpegDecoder.Damaged(offset, "more than 10 blocks in a unit");
        }

        JpegScan scan = new(parts, first, last, high, low);
        scan.Note(offset);
        return scan;
    }

    // Every bit of every coefficient comes once and in order: so the work that a file can ask for is bounded.
    private void Note(int offset)
    {
        foreach (JpegScanPart part in Parts)
        {
            sbyte[] lowest = part.Component.LowestBit;
            bool inOrder = First == 0 || lowest[0] >= 0;
            for (int k = First; k <= Last; k++)
            {
                inOrder &= lowest[k] == (HighBit == 0 ? -1 : HighBit);
                lowest[k] = (sbyte)LowBit;
            }

            if (!inOrder)
            {
                throw JpegDecoder.Damaged(offset, $"a scan of plane {part.Component.Id} is out of order or comes twice");
            }
        }
    }
}
