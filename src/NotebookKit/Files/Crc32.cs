namespace NotebookKit.Files;

/// <summary>The cyclic redundancy check of PNG and zip files: polynomial 0xEDB88320, reflected.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = MakeTable();

    /// <summary>The checksum of a chunk's type followed by its data.</summary>
    public static uint Of(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data) =>
        ~Continue(Continue(uint.MaxValue, type), data);

    private static uint Continue(uint state, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            state = Table[(byte)(state ^ value)] ^ (state >> 8);
        }

        return state;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint n = 0; n < table.Length; n++)
        {
            uint value = n;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? 0xEDB88320u ^ (value >> 1) : value >> 1;
            }

            table[n] = value;
        }

        return table;
    }
}
