using NotebookKit.Files;

namespace NotebookKit.Data;

/// <summary>The part of CIFAR-10 that is kept as JPEG pictures in a zip file: <c>train/airplane/0000.jpg</c> and so on.</summary>
internal static class Cifar10SubsetLoader
{
    private const int Side = 32;

    /// <summary>Finds and reads both halves: [N, 3, 32, 32] of UInt8, and the class of each picture.</summary>
    public static (Tensor Pixels, long[] Labels, Tensor TestPixels, long[] TestLabels, Origin Origin) Load(DataFinder finder)
    {
        FoundData found = finder.Find(DatasetTable.Cifar10Subset);
        using MemoryStream file = new(found[0].Content, writable: false);
        ZipContainer zip = new(file, found[0].Path, FileLimits.Default);
        (Tensor pixels, long[] labels) = Half(zip, "train/", found[0].Path);
        (Tensor testPixels, long[] testLabels) = Half(zip, "test/", found[0].Path);
        return (pixels, labels, testPixels, testLabels, found.Origin(labels.Length + testLabels.Length));
    }

    // In the order of the names, so that the classes lie one after the other.
    private static (Tensor Pixels, long[] Labels) Half(ZipContainer zip, string folder, string path)
    {
        ZipPart[] parts = [.. zip.Parts.Where(part => part.Name.StartsWith(folder, StringComparison.Ordinal)).OrderBy(part => part.Name, StringComparer.Ordinal)];
        byte[] pixels = new byte[parts.Length * 3 * Side * Side];
        long[] labels = new long[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            string[] name = parts[i].Name.Split('/');
            labels[i] = name.Length == 3 ? DatasetTable.Cifar10Subset.Classes.ToList().IndexOf(name[1]) : -1;
            if (labels[i] < 0)
            {
                throw new InvalidDataException($"{path}: '{parts[i].Name}' lies in the folder of no class; expected {folder}CLASS/NUMBER.jpg with one of {string.Join(", ", DatasetTable.Cifar10Subset.Classes)}.");
            }

            Picture picture;
            try
            {
                picture = Jpeg.Decode(zip.Read(parts[i]), maxPixels: Side * Side);
            }
            catch (InvalidDataException damage)
            {
                throw new InvalidDataException($"{path}, '{parts[i].Name}': {damage.Message}", damage);
            }

            if (picture.Width != Side || picture.Height != Side)
            {
                throw new InvalidDataException($"{path}, '{parts[i].Name}': a picture of {picture.Height} by {picture.Width} pixels, expected {Side} by {Side}.");
            }

            PictureLoader.CopyPlanes(picture.Rgba, pixels.AsSpan(i * 3 * Side * Side, 3 * Side * Side));
        }

        return (Tensor.Wrap(pixels, [parts.Length, 3, Side, Side]), labels);
    }
}
