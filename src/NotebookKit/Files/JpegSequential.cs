namespace NotebookKit.Files;

/// <summary>The blocks of a baseline file: all 64 coefficients at once.</summary>
internal static class JpegSequential
{
    /// <summary>Reads one block, row by row and not yet multiplied by its steps.</summary>
    /// <returns>Whether all coefficients but the first are zero.</returns>
    public static bool Block(ref JpegBits bits, JpegScanPart part, Span<short> block)
    {
        block.Clear();
        int size = bits.Symbol(part.Dc);
        part.Previous += size == 0 ? 0 : bits.Difference(size);
        block[0] = (short)part.Previous;
        JpegHuffman table = part.Ac;
        ReadOnlySpan<byte> zigzag = JpegTables.Zigzag;
        bool flat = true;
        for (int k = 1; k < 64; k++)
        {
            // The symbol says how many zeros come first and how many bits the next coefficient has.
            int symbol = bits.Symbol(table);
            size = symbol & 15;
            k += symbol >> 4;
            if (size == 0)
            {
                if (symbol != 0xF0)
                {
                    break;
                }

                continue;
            }

            if (k > 63)
            {
                throw bits.Damaged("a run of zeros leads out of the block");
            }

            block[zigzag[k]] = (short)bits.Difference(size);
            flat = false;
        }

        return flat;
    }
}
