namespace NotebookKit.Files;

/// <summary>Portable Network Graphics: lossless pictures (ISO/IEC 15948, W3C PNG specification).</summary>
/// <remarks>
/// Writes 8-bit grey, RGB and RGBA. Reads every standard colour type at 1 to 16 bits, plain or interlaced, into 8-bit
/// RGBA; colour profiles and gamma are ignored, as usual for training data.
/// </remarks>
public static class Png
{
    /// <summary>More pixels than this are refused unless the caller allows them: 64 Mi, 256 MiB once decoded.</summary>
    public const int DefaultMaxPixels = 1 << 26;

    /// <summary>Writes a picture as the bytes of a PNG file.</summary>
    /// <param name="pixels">Height × width × channels bytes, rows from the top, channels last.</param>
    /// <param name="width">Pixels in a row, at least 1.</param>
    /// <param name="height">Number of rows, at least 1.</param>
    /// <param name="channels">1 for grey, 3 for RGB, 4 for RGBA.</param>
    /// <exception cref="ArgumentException">The sizes and the number of bytes do not agree.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height, int channels = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (channels is not (1 or 3 or 4))
        {
            throw new ArgumentException($"Png.Encode: {channels} channels; a PNG has 1 (grey), 3 (RGB) or 4 (RGBA).", nameof(channels));
        }

        if ((long)width * height * channels != pixels.Length)
        {
            throw new ArgumentException(
                $"Png.Encode: {height} rows x {width} pixels x {channels} channels are {(long)width * height * channels} bytes, but {pixels.Length} were given.",
                nameof(pixels));
        }

        return PngEncoder.Encode(pixels, width, height, channels);
    }

    /// <summary>Reads the bytes of a PNG file.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="maxPixels">The largest picture to accept: a guard against files that claim to be enormous.</param>
    /// <exception cref="InvalidDataException">The file is damaged, cut short, too large or not a PNG; the message has the offset.</exception>
    public static Picture Decode(ReadOnlySpan<byte> file, int maxPixels = DefaultMaxPixels) =>
        PngDecoder.Decode(file, Math.Min(maxPixels, Array.MaxLength / 4));

    /// <summary>Reads a PNG file from disk.</summary>
    /// <exception cref="InvalidDataException">As <see cref="Decode"/>, with the path.</exception>
    public static Picture Read(string path, FileLimits? limits = null) =>
        NamedFile.Read(path, limits, (file, bounds) => Decode(file, bounds.MaxPixels));

    /// <summary>Reads a PNG file from a stream, to its end.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="name">What an error calls it.</param>
    /// <param name="limits">The largest picture to accept.</param>
    /// <exception cref="InvalidDataException">As <see cref="Decode"/>, with the name.</exception>
    public static Picture Read(Stream stream, string name = "PNG stream", FileLimits? limits = null) =>
        NamedFile.Read(stream, name, limits, (file, bounds) => Decode(file, bounds.MaxPixels));

    /// <summary>Writes a PNG file to disk, beside the target first and then moved into place.</summary>
    public static void Write(string path, ReadOnlySpan<byte> pixels, int width, int height, int channels = 1) =>
        NamedFile.Write(path, Encode(pixels, width, height, channels));
}
