namespace NotebookKit.Files;

/// <summary>A decoded picture: rows from the top, four bytes a pixel (red, green, blue, alpha), not premultiplied.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Number of rows.</param>
/// <param name="Rgba">Width × height × 4 bytes, 0 to 255 each.</param>
[Display.TypeFormatterSource(typeof(Display.PictureFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record Picture(int Width, int Height, byte[] Rgba)
{
    /// <summary>Reads a picture from disk, PNG or JPEG by its first bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">The largest picture to accept.</param>
    /// <exception cref="InvalidDataException">It is neither, damaged, or too large; the message has the file and the offset.</exception>
    public static Picture Read(string path, FileLimits? limits = null) => NamedFile.Read(path, limits, Decode);

    /// <summary>The size, in a line.</summary>
    public override string ToString() => $"a picture of {Height} by {Width} pixels";

    /// <summary>The grey value of every pixel, Y = 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601), alpha ignored.</summary>
    /// <returns>Width × height bytes; a grey file gives back its own values.</returns>
    public byte[] ToGrey()
    {
        var grey = new byte[Width * Height];
        for (int i = 0; i < grey.Length; i++)
        {
            var pixel = Rgba.AsSpan(i * 4, 3);
            grey[i] = (byte)(((299 * pixel[0]) + (587 * pixel[1]) + (114 * pixel[2]) + 500) / 1000);
        }

        return grey;
    }

    /// <summary>The colours without alpha, three bytes a pixel.</summary>
    public byte[] ToRgb()
    {
        var rgb = new byte[Width * Height * 3];
        for (int i = 0; i < Width * Height; i++)
        {
            Rgba.AsSpan(i * 4, 3).CopyTo(rgb.AsSpan(i * 3));
        }

        return rgb;
    }

    private static Picture Decode(byte[] file, FileLimits limits) => file.AsSpan().StartsWith(PngHeader.Signature)
        ? Png.Decode(file, limits.MaxPixels)
        : file is [0xFF, 0xD8, ..]
            ? Jpeg.Decode(file, limits.MaxPixels)
            : throw new InvalidDataException("byte 0: neither a PNG nor a JPEG file by its first bytes.");
}
