namespace NotebookKit.Files;

/// <summary>JPEG pictures: small because what the eye hardly sees is left out (ITU-T T.81, Wallace 1991; JFIF).</summary>
/// <remarks>
/// Reads baseline, extended and progressive files of 8 bits with Huffman codes: grey, YCbCr, RGB, CMYK and YCCK, any whole
/// ratio of subsampling, restart intervals, any order of scans. The pixels equal those of libjpeg's defaults, bit by bit:
/// the accurate integer transform, triangle upsampling of colour halved in a direction, and repetition of colour at a
/// quarter. Colour profiles and the camera's orientation are ignored. Arithmetic codes, 12 bits, lossless and
/// hierarchical files are refused by name. Writes baseline files, grey or YCbCr.
/// </remarks>
public static class Jpeg
{
    /// <summary>Reads a JPEG file from disk.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">The largest picture to accept.</param>
    /// <exception cref="InvalidDataException">The file is damaged, cut short, too large, or not a JPEG that is read; the message has the path and the offset.</exception>
    public static Picture Read(string path, FileLimits? limits = null) =>
        NamedFile.Read(path, limits, (file, bounds) => Decode(file, bounds.MaxPixels));

    /// <summary>Reads a JPEG file from a stream, to its end.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="name">What an error calls it.</param>
    /// <param name="limits">The largest picture to accept.</param>
    /// <exception cref="InvalidDataException">As for a path.</exception>
    public static Picture Read(Stream stream, string name = "JPEG stream", FileLimits? limits = null) =>
        NamedFile.Read(stream, name, limits, (file, bounds) => Decode(file, bounds.MaxPixels));

    /// <summary>Reads the bytes of a JPEG file.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="maxPixels">The largest picture to accept: a guard against files that claim to be enormous.</param>
    /// <exception cref="InvalidDataException">As for a path, without the path.</exception>
    public static Picture Decode(ReadOnlySpan<byte> file, int maxPixels = Png.DefaultMaxPixels) =>
        new JpegDecoder(file, Math.Min(maxPixels, Array.MaxLength / 4)).Decode();

    /// <summary>Writes a picture as the bytes of a baseline JPEG file.</summary>
    /// <param name="pixels">Height × width × channels bytes, rows from the top, channels last.</param>
    /// <param name="width">Pixels in a row, 1 to 65,535.</param>
    /// <param name="height">Number of rows, 1 to 65,535.</param>
    /// <param name="channels">1 for grey, 3 for RGB, 4 for RGBA (alpha is left out).</param>
    /// <param name="quality">1 (smallest) to 100 (nearest to the original).</param>
    /// <param name="halveColour">Stores colour at half the resolution each way (4:2:0), as cameras do; otherwise at full (4:4:4).</param>
    /// <exception cref="ArgumentException">The sizes and the number of bytes do not agree, or the quality is none.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height, int channels = 3, int quality = 90, bool halveColour = true)
    {
        if (width is < 1 or > 65535 || height is < 1 or > 65535)
        {
            throw new ArgumentException($"Jpeg.Encode: {height} rows x {width} pixels; a JPEG has 1 to 65535 of both.", nameof(width));
        }

        if (channels is not (1 or 3 or 4))
        {
            throw new ArgumentException($"Jpeg.Encode: {channels} channels; give 1 (grey), 3 (RGB) or 4 (RGBA).", nameof(channels));
        }

        if ((long)width * height * channels != pixels.Length)
        {
            throw new ArgumentException(
                $"Jpeg.Encode: {height} rows x {width} pixels x {channels} channels are {(long)width * height * channels} bytes, but {pixels.Length} were given.",
                nameof(pixels));
        }

        return quality is >= 1 and <= 100
            ? JpegEncoder.Encode(pixels, width, height, channels, quality, halveColour)
            : throw new ArgumentException($"Jpeg.Encode: quality {quality}; give 1 to 100.", nameof(quality));
    }

    /// <summary>Writes a JPEG file to disk, beside the target first and then moved into place; see <see cref="Encode"/>.</summary>
    public static void Write(string path, ReadOnlySpan<byte> pixels, int width, int height, int channels = 3, int quality = 90, bool halveColour = true) =>
        NamedFile.Write(path, Encode(pixels, width, height, channels, quality, halveColour));

    /// <summary>Writes a JPEG file to a stream; see <see cref="Encode"/>.</summary>
    public static void Write(Stream stream, ReadOnlySpan<byte> pixels, int width, int height, int channels = 3, int quality = 90, bool halveColour = true)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(Encode(pixels, width, height, channels, quality, halveColour));
    }
}
