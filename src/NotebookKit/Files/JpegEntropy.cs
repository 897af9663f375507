namespace NotebookKit.Files;

/// <summary>Walks through the coded data of one scan, unit after unit, from restart to restart.</summary>
internal ref struct JpegEntropy(ReadOnlySpan<byte> file, int offset, JpegFrame frame, JpegScan scan, int restartInterval, byte[] buffer)
{
    private readonly ReadOnlySpan<byte> file = file;
    private readonly short[] block = new short[64];
    private int offset = offset;
    private int endOfBandRun;

    /// <summary>Room for the data without its stuffed zeros, used again by the next scan.</summary>
    public byte[] Buffer { get; private set; } = buffer;

    /// <summary>Decodes the scan and gives the offset of the marker that follows.</summary>
    public int Decode()
    {
        // A plane alone has its own blocks only; planes together come in whole units.
        bool alone = scan.Parts.Length == 1;
        JpegComponent first = scan.Parts[0].Component;
        int wide = alone ? (first.Width + 7) / 8 : frame.UnitsWide;
        int high = alone ? (first.Height + 7) / 8 : frame.UnitsHigh;
        int units = wide * high, step = restartInterval == 0 ? units : restartInterval;
        for (int unit = 0, part = 0; unit < units; part++)
        {
            JpegBits bits = new(Stretch(), offset);
            foreach (JpegScanPart plane in scan.Parts)
            {
                plane.Previous = 0;
            }

            endOfBandRun = 0;
            for (int end = Math.Min(units, unit + step); unit < end; unit++)
            {
                Unit(ref bits, unit / wide, unit % wide, alone);
            }

            bits.CheckEnd();
            offset = EndOfStretch();
            if (unit < units)
            {
                SkipRestart(part % 8);
            }
        }

        return offset;
    }

    private void Unit(ref JpegBits bits, int row, int column, bool alone)
    {
        if (alone)
        {
            Block(ref bits, scan.Parts[0], row, column);
            return;
        }

        foreach (JpegScanPart part in scan.Parts)
        {
            for (int y = 0; y < part.Component.Vertical; y++)
            {
                for (int x = 0; x < part.Component.Horizontal; x++)
                {
                    Block(ref bits, part, (row * part.Component.Vertical) + y, (column * part.Component.Horizontal) + x);
                }
            }
        }
    }

    private void Block(ref JpegBits bits, JpegScanPart part, int row, int column)
    {
        JpegComponent component = part.Component;
        if (!frame.Progressive)
        {
            bool flat = JpegSequential.Block(ref bits, part, block);
            JpegDct.Inverse(block, component.Steps!, component.Samples.AsSpan((row * 8 * component.Stride) + (column * 8)), component.Stride, flat);
            return;
        }

        Span<short> kept = component.Coefficients.AsSpan(((row * component.BlocksWide) + column) * 64, 64);
        if (scan.First == 0)
        {
            JpegProgressive.First(ref bits, part, scan, kept);
        }
        else if (scan.HighBit == 0)
        {
            JpegProgressive.Band(ref bits, part, scan, kept, ref endOfBandRun);
        }
        else
        {
            JpegProgressive.Refine(ref bits, part, scan, kept, ref endOfBandRun);
        }
    }

    // The data up to the next marker, without the zero that stands behind each FF in it.
    private ReadOnlySpan<byte> Stretch()
    {
        int length = EndOfStretch() - offset;
        if (Buffer.Length < length)
        {
            Buffer = new byte[length];
        }

        int written = 0;
        for (ReadOnlySpan<byte> rest = file.Slice(offset, length); rest.Length > 0;)
        {
            int next = rest.IndexOf((byte)0xFF);
            int take = next < 0 ? rest.Length : next + 1;
            rest[..take].CopyTo(Buffer.AsSpan(written));
            written += take;
            rest = rest[Math.Min(rest.Length, take + 1)..];
        }

        return Buffer.AsSpan(0, written);
    }

    private readonly int EndOfStretch()
    {
        for (int at = offset; ;)
        {
            int next = file[at..].IndexOf((byte)0xFF);
            if (next < 0 || at + next + 1 >= file.Length)
            {
                throw JpegDecoder.Damaged(file.Length, "the file is cut short in its coded data");
            }

            at += next;
            if (file[at + 1] != 0)
            {
                return at;
            }

            at += 2;
        }
    }

    private void SkipRestart(int expected)
    {
        int start = offset;
        while (offset < file.Length && file[offset] == 0xFF)
        {
            offset++;
        }

        if (offset == file.Length || file[offset] != 0xD0 + expected)
        {
            throw JpegDecoder.Damaged(start, $"expected restart marker {expected}: the coded data ends too early");
        }

        offset++;
    }
}
