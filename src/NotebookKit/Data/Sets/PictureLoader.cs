using NotebookKit.Files;

namespace NotebookKit.Data;

/// <summary>The single pictures: photographs and textures, grey or colour.</summary>
internal static class PictureLoader
{
    /// <summary>Finds and reads a picture.</summary>
    public static (Tensor Pixels, Origin Origin) Load(DataFinder finder, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        DatasetInfo set = DatasetTable.Pictures.FirstOrDefault(one => one.Name == name)
            ?? throw new ArgumentException($"Picture: there is no picture \"{name}\"; there are {string.Join(", ", DatasetTable.Pictures.Select(one => one.Name))}.", nameof(name));
        FoundData found = finder.Find(set);
        Picture picture = Decode(found[0].Content, found[0].Path);
        return (Planes(picture.Rgba, picture.Height, picture.Width), found.Origin(1));
    }

    /// <summary>[channels, height, width] from red, green, blue and alpha of each pixel.</summary>
    internal static Tensor Planes(byte[] rgba, int height, int width)
    {
        int pixels = height * width;
        bool isGrey = true;
        byte[] planes = new byte[3 * pixels];
        CopyPlanes(rgba, planes);
        for (int i = 0; i < pixels; i++)
        {
            isGrey &= planes[i] == planes[pixels + i] && planes[i] == planes[(2 * pixels) + i];
        }

        return isGrey ? Tensor.Wrap(planes[..pixels], [1, height, width]) : Tensor.Wrap(planes, [3, height, width]);
    }

    /// <summary>All red, then all green, then all blue numbers of a picture's pixels.</summary>
    internal static void CopyPlanes(ReadOnlySpan<byte> rgba, Span<byte> planes)
    {
        int pixels = planes.Length / 3;
        for (int i = 0; i < pixels; i++)
        {
            (planes[i], planes[pixels + i], planes[(2 * pixels) + i]) = (rgba[4 * i], rgba[(4 * i) + 1], rgba[(4 * i) + 2]);
        }
    }

    private static Picture Decode(byte[] content, string path)
    {
        try
        {
            return path.EndsWith(".png", StringComparison.Ordinal) ? Png.Decode(content) : Jpeg.Decode(content);
        }
        catch (InvalidDataException damage)
        {
            throw new InvalidDataException($"{path}: {damage.Message}", damage);
        }
    }
}
