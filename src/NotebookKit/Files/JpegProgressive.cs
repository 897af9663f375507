namespace NotebookKit.Files;

/// <summary>The scans of a progressive file: first the coarse coefficients, then finer ones and their lower bits (T.81, annex G).</summary>
internal static class JpegProgressive
{
    /// <summary>The first coefficient: its upper bits as a difference, or one more bit of it.</summary>
    public static void First(ref JpegBits bits, JpegScanPart part, JpegScan scan, Span<short> block)
    {
        if (scan.HighBit > 0)
        {
            block[0] |= (short)(bits.Bit() << scan.LowBit);
            return;
        }

        int size = bits.Symbol(part.Dc);
        part.Previous += size == 0 ? 0 : bits.Difference(size);
        block[0] = (short)(part.Previous << scan.LowBit);
    }

    /// <summary>The upper bits of a band of coefficients; a run of blocks whose bands are over is one symbol.</summary>
    public static void Band(ref JpegBits bits, JpegScanPart part, JpegScan scan, Span<short> block, ref int endOfBandRun)
    {
        if (endOfBandRun > 0)
        {
            endOfBandRun--;
            return;
        }

        ReadOnlySpan<byte> zigzag = JpegTables.Zigzag;
        for (int k = scan.First; k <= scan.Last; k++)
        {
            int symbol = bits.Symbol(part.Ac), size = symbol & 15, run = symbol >> 4;
            if (size == 0)
            {
                if (run < 15)
                {
                    endOfBandRun = (1 << run) - 1 + (run == 0 ? 0 : bits.Bits(run));
                    return;
                }

                k += 15;
                continue;
            }

            k += run;
            if (k > scan.Last)
            {
                throw bits.Damaged("a run of zeros leads out of the band");
            }

            block[zigzag[k]] = (short)(bits.Difference(size) << scan.LowBit);
        }
    }

    /// <summary>One more bit of each coefficient of a band that is not zero, and those that become so with this bit.</summary>
    public static void Refine(ref JpegBits bits, JpegScanPart part, JpegScan scan, Span<short> block, ref int endOfBandRun)
    {
        int k = scan.First;
        for (; endOfBandRun == 0 && k <= scan.Last; k++)
        {
            int symbol = bits.Symbol(part.Ac), size = symbol & 15, run = symbol >> 4, fresh = 0;
            if (size > 1)
            {
                throw bits.Damaged("a coefficient that becomes non-zero with more than one bit");
            }

            if (size == 1)
            {
                fresh = bits.Bits(1) == 1 ? 1 << scan.LowBit : -1 << scan.LowBit;
            }
            else if (run < 15)
            {
                // This block counts as the first of the run.
                endOfBandRun = (1 << run) + (run == 0 ? 0 : bits.Bits(run));
                break;
            }

            k = PassZeros(ref bits, scan, block, k, run);
            if (fresh != 0)
            {
                block[k <= scan.Last ? JpegTables.Zigzag[k] : throw bits.Damaged("a run of zeros leads out of the band")] = (short)fresh;
            }
        }

        if (endOfBandRun > 0)
        {
            PassZeros(ref bits, scan, block, k, int.MaxValue);
            endOfBandRun--;
        }
    }

    // Steps over so many zeros to the next one, and adds a bit to each coefficient on the way that is none.
    private static int PassZeros(ref JpegBits bits, JpegScan scan, Span<short> block, int k, int zeros)
    {
        ReadOnlySpan<byte> zigzag = JpegTables.Zigzag;
        for (; k <= scan.Last; k++)
        {
            ref short coefficient = ref block[zigzag[k]];
            if (coefficient == 0)
            {
                if (zeros-- == 0)
                {
                    break;
                }
            }
            else if (bits.Bit() == 1 && (coefficient & (1 << scan.LowBit)) == 0)
            {
                coefficient += (short)((coefficient > 0 ? 1 : -1) << scan.LowBit);
            }
        }

        return k;
    }
}
