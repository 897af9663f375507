namespace NotebookKit.Files;

/// <summary>A table of Huffman codes, made for reading: the next bits of the file are an index.</summary>
internal sealed class JpegHuffman
{
    /// <summary>Codes up to this length are found by one look; the rare longer ones by a short search.</summary>
    public const int LookBits = 9;

    private readonly ushort[] look = new ushort[1 << LookBits];
    private readonly int[] firstCode = new int[17];
    private readonly int[] firstSymbol = new int[17];
    private readonly int[] counts = new int[17];
    private readonly byte[] symbols;

    private JpegHuffman(byte[] symbols) => this.symbols = symbols;

    /// <summary>Reads the sixteen counts and the symbols at the start of <paramref name="data"/>, and steps over them.</summary>
    public static JpegHuffman Parse(ref ReadOnlySpan<byte> data, bool forDc, int offset)
    {
        int total = 0;
        for (int length = 1; length <= 16 && data.Length >= 16; length++)
        {
            total += data[length - 1];
        }

        if (data.Length < 16 || total > 256 || total > data.Length - 16)
        {
            throw JpegDecoder.Damaged(offset, $"a table of {total} Huffman codes is cut short");
        }

        JpegHuffman table = new(data.Slice(16, total).ToArray());
        int code = 0, symbol = 0;
        for (int length = 1; length <= 16; length++)
        {
            int count = data[length - 1];
            (table.firstCode[length], table.firstSymbol[length], table.counts[length]) = (code, symbol, count);
            for (int i = 0; i < count && length <= LookBits && code + i < 1 << length; i++)
            {
                int spare = LookBits - length;
                table.look.AsSpan((code + i) << spare, 1 << spare).Fill((ushort)((length << 8) | table.symbols[symbol + i]));
            }

            (code, symbol) = (code + count, symbol + count);
            if (code > 1 << length)
            {
                throw JpegDecoder.Damaged(offset, $"more Huffman codes of {length} bits than there can be");
            }

            code <<= 1;
        }

        if (forDc && table.symbols.AsSpan().ContainsAnyExceptInRange((byte)0, (byte)15))
        {
            throw JpegDecoder.Damaged(offset, "a Huffman table for first coefficients asks for more than 15 bits");
        }

        data = data[(16 + total)..];
        return table;
    }

    /// <summary>The length and symbol of the code that begins with these bits: length × 256 + symbol, 0 when it is longer.</summary>
    public int Look(int bits) => look[bits];

    /// <summary>The same for any length, from sixteen bits; 0 when no code begins so.</summary>
    public int Search(int bits)
    {
        for (int length = 1; length <= 16; length++)
        {
            int place = (bits >> (16 - length)) - firstCode[length];
            if (place >= 0 && place < counts[length])
            {
                return (length << 8) | symbols[firstSymbol[length] + place];
            }
        }

        return 0;
    }
}
