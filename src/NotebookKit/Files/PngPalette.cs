using System.Buffers.Binary;

namespace NotebookKit.Files;

/// <summary>The palette of an indexed picture, and the transparency of any that has no alpha channel.</summary>
/// <param name="Colors">Three bytes an entry; empty without a palette.</param>
/// <param name="Alpha">One byte a palette entry; missing ones are opaque.</param>
/// <param name="Key">The sample values of the one transparent colour of a grey or RGB picture.</param>
internal sealed record PngPalette(byte[] Colors, byte[] Alpha, ushort[]? Key)
{
    public static readonly PngPalette None = new([], [], null);

    public PngPalette WithColors(ReadOnlySpan<byte> data, PngHeader header, int offset)
    {
        bool indexed = header.Color == PngColor.Palette;
        int most = indexed ? 1 << header.Depth : 256;
        if (Colors.Length > 0 || data.Length == 0 || data.Length % 3 != 0 || data.Length / 3 > most || header.Color is PngColor.Grey or PngColor.GreyAlpha)
        {
            throw PngDecoder.Damaged(offset, $"a palette of {data.Length} bytes does not fit the picture");
        }

        // An RGB picture may carry a palette as a hint for old displays; its pixels do not use it.
        return indexed ? this with { Colors = data.ToArray() } : this;
    }

    public PngPalette WithAlpha(ReadOnlySpan<byte> data, PngHeader header, int offset)
    {
        bool fits = header.Color switch
        {
            PngColor.Palette => data.Length <= Colors.Length / 3,
            PngColor.Grey => data.Length == 2,
            PngColor.Rgb => data.Length == 6,
            _ => false,
        };
        if (!fits || Alpha.Length > 0 || Key is not null)
        {
            throw PngDecoder.Damaged(offset, $"transparency of {data.Length} bytes does not fit the picture");
        }

        if (header.Color == PngColor.Palette)
        {
            return this with { Alpha = data.ToArray() };
        }

        var key = new ushort[data.Length / 2];
        for (int i = 0; i < key.Length; i++)
        {
            key[i] = BinaryPrimitives.ReadUInt16BigEndian(data[(2 * i)..]);
        }

        return this with { Key = key };
    }
}
