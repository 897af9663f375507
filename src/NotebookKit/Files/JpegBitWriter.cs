using System.Numerics;

namespace NotebookKit.Files;

/// <summary>Writes Huffman codes, highest bit first, with a zero behind each FF.</summary>
internal sealed class JpegBitWriter(Stream file)
{
    private static readonly (int Code, int Length)[][] Codes =
    [
        Make(JpegTables.DcLuminance), Make(JpegTables.AcLuminance), Make(JpegTables.DcChrominance), Make(JpegTables.AcChrominance),
    ];

    private ulong bits;
    private int count;

    /// <summary>Writes a coefficient: a symbol of the zeros before it and its size in bits, then the bits themselves.</summary>
    public void Coefficient(bool forColour, bool forDc, int run, int value)
    {
        int size = 32 - BitOperations.LeadingZeroCount((uint)Math.Abs(value));
        Symbol(forColour, forDc, (run << 4) | size);

        // Negative numbers are stored one lower, so that their first bit is 0.
        Bits(value < 0 ? value - 1 + (1 << size) : value, size);
    }

    /// <summary>Writes the code of a symbol.</summary>
    public void Symbol(bool forColour, bool forDc, int symbol)
    {
        (int code, int length) = Codes[(forColour ? 2 : 0) + (forDc ? 0 : 1)][symbol];
        Bits(code, length);
    }

    /// <summary>Fills the last byte with ones.</summary>
    public void Finish() => Bits(0x7F, 7);

    private void Bits(int value, int size)
    {
        bits = (bits << size) | (uint)value;
        for (count += size; count >= 8; count -= 8)
        {
            byte next = (byte)(bits >> (count - 8));
            file.WriteByte(next);
            if (next == 0xFF)
            {
                file.WriteByte(0);
            }
        }
    }

    private static (int Code, int Length)[] Make(ReadOnlySpan<byte> table)
    {
        var codes = new (int, int)[256];
        int code = 0, symbol = 16;
        for (int length = 1; length <= 16; length++)
        {
            for (int i = 0; i < table[length - 1]; i++)
            {
                codes[table[symbol++]] = (code++, length);
            }

            code <<= 1;
        }

        return codes;
    }
}
