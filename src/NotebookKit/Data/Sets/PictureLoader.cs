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
        if (!set.Files[0].Name.EndsWith(".png", StringComparison.Ordinal))
        {
            throw new NotSupportedException($"Picture: {set.Files[0].Name} is a JPEG, and here PNG is read.");
        }

        var picture = Png.Decode(found[0].Content);
        return (Planes(picture.Rgba, picture.Height, picture.Width), found.Origin(1));
    }

    /// <summary>[channels, height, width] from red, green, blue and alpha of each pixel.</summary>
    internal static Tensor Planes(byte[] rgba, int height, int width)
    {
        int pixels = height * width;
        bool isGrey = true;
        byte[] planes = new byte[3 * pixels];
        for (int i = 0; i < pixels; i++)
        {
            (planes[i], planes[pixels + i], planes[(2 * pixels) + i]) = (rgba[4 * i], rgba[(4 * i) + 1], rgba[(4 * i) + 2]);
            isGrey &= rgba[4 * i] == rgba[(4 * i) + 1] && rgba[4 * i] == rgba[(4 * i) + 2];
        }

        return isGrey ? Tensor.Wrap(planes[..pixels], [1, height, width]) : Tensor.Wrap(planes, [3, height, width]);
    }
}
