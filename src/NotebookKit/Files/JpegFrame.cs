using System.Buffers.Binary;

namespace NotebookKit.Files;

/// <summary>One plane of the picture: brightness or a colour, perhaps at a lower resolution.</summary>
/// <param name="Id">The file's name for it.</param>
/// <param name="Horizontal">Its blocks in a row of the smallest unit of the file.</param>
/// <param name="Vertical">Its rows of blocks in that unit.</param>
/// <param name="QuantizerIndex">Which of four tables of steps it uses.</param>
internal sealed record JpegComponent(byte Id, int Horizontal, int Vertical, int QuantizerIndex)
{
    /// <summary>Samples in a row that belong to the picture.</summary>
    public int Width { get; set; }

    /// <summary>Rows that belong to the picture.</summary>
    public int Height { get; set; }

    /// <summary>Blocks in a row with those that only fill the last unit.</summary>
    public int BlocksWide { get; set; }

    /// <summary>Rows of blocks, likewise.</summary>
    public int BlocksHigh { get; set; }

    /// <summary>Samples in a row of <see cref="Samples"/>.</summary>
    public int Stride => BlocksWide * 8;

    /// <summary>The decoded plane.</summary>
    public byte[] Samples { get; set; } = [];

    /// <summary>The coefficients of a progressive file, block after block.</summary>
    public short[] Coefficients { get; set; } = [];

    /// <summary>The steps, row by row, as they were when the first scan of the plane began; null before.</summary>
    public int[]? Steps { get; set; }

    /// <summary>For each coefficient the lowest bit that a progressive file has given so far; -1 before the first.</summary>
    public sbyte[] LowestBit { get; } = [.. Enumerable.Repeat((sbyte)-1, 64)];
}

/// <summary>The frame header: what the pixels look like.</summary>
internal sealed record JpegFrame(int Width, int Height, bool Progressive, JpegComponent[] Components)
{
    /// <summary>Pixels in a row of one unit: eight times the finest plane's blocks.</summary>
    public int UnitWidth { get; private init; }

    /// <summary>Rows of pixels in one unit.</summary>
    public int UnitHeight { get; private init; }

    /// <summary>Units in a row.</summary>
    public int UnitsWide => Divide(Width, UnitWidth);

    /// <summary>Rows of units.</summary>
    public int UnitsHigh => Divide(Height, UnitHeight);

    /// <summary>Blocks of all planes.</summary>
    public long Blocks => Components.Sum(component => (long)component.BlocksWide * component.BlocksHigh);

    /// <summary>Reads and checks the header at <paramref name="offset"/> of the file.</summary>
    public static JpegFrame Parse(ReadOnlySpan<byte> data, int offset, int maxPixels, bool progressive)
    {
        if (data.Length < 6 || data.Length != 6 + (3 * data[5]))
        {
            throw JpegDecoder.Damaged(offset, $"a frame header of {data.Length} bytes does not fit its number of planes");
        }

        int height = BinaryPrimitives.ReadUInt16BigEndian(data[1..]), width = BinaryPrimitives.ReadUInt16BigEndian(data[3..]);
        if (data[0] != 8)
        {
            throw JpegDecoder.Damaged(offset, $"samples of {data[0]} bits; 8 bits are read");
        }

        if (width == 0 || height == 0 || (long)width * height > maxPixels)
        {
            throw JpegDecoder.Damaged(offset + 1, $"a picture of {width} x {height} pixels, where 1 to {maxPixels} pixels are accepted");
        }

        if (data[5] is not (1 or 3 or 4))
        {
            throw JpegDecoder.Damaged(offset + 5, $"{data[5]} planes; 1 (grey), 3 (colour) and 4 (CMYK) are read");
        }

        var components = new JpegComponent[data[5]];
        for (int i = 0; i < components.Length; i++)
        {
            int at = 6 + (3 * i);
            JpegComponent component = new(data[at], data[at + 1] >> 4, data[at + 1] & 15, data[at + 2]);
            if (component is { Horizontal: < 1 or > 4 } or { Vertical: < 1 or > 4 } or { QuantizerIndex: > 3 } || components.Take(i).Any(other => other.Id == component.Id))
            {
                throw JpegDecoder.Damaged(offset + at, $"plane {component.Id} with sampling {component.Horizontal} x {component.Vertical} and table {component.QuantizerIndex} is not JPEG");
            }

            components[i] = component;
        }

        return WithSizes(new JpegFrame(width, height, progressive, components), offset);
    }

    private static JpegFrame WithSizes(JpegFrame frame, int offset)
    {
        int most = frame.Components.Max(component => component.Horizontal), mostRows = frame.Components.Max(component => component.Vertical);
        frame = frame with { UnitWidth = 8 * most, UnitHeight = 8 * mostRows };
        foreach (JpegComponent component in frame.Components)
        {
            if (most % component.Horizontal != 0 || mostRows % component.Vertical != 0)
            {
                throw JpegDecoder.Damaged(offset, $"fractional subsampling ({component.Horizontal} x {component.Vertical} of {most} x {mostRows}) is not read");
            }

            component.Width = Divide(frame.Width * component.Horizontal, most);
            component.Height = Divide(frame.Height * component.Vertical, mostRows);
            component.BlocksWide = frame.UnitsWide * component.Horizontal;
            component.BlocksHigh = frame.UnitsHigh * component.Vertical;
        }

        return frame;
    }

    private static int Divide(int size, int by) => (size + by - 1) / by;
}
