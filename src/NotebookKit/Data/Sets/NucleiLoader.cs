using NotebookKit.Files;

namespace NotebookKit.Data;

/// <summary>Microscope pictures of cell nuclei and, for each pixel, the number of its nucleus.</summary>
internal static class NucleiLoader
{
    /// <summary>Finds and reads the set: pictures [N, 1, 128, 128] of UInt8, nuclei [N, 128, 128] of Int64 with 0 for the ground.</summary>
    public static (Tensor Images, Tensor Nuclei, Origin Origin) Load(DataFinder finder)
    {
        FoundData found = finder.Find(DatasetTable.Nuclei);
        using MemoryStream file = new(found[0].Content, writable: false);
        NamedArrays arrays = NpzFile.Read(file, found[0].Path);
        if (!arrays.TryGetValue("images", out NpyArray? images) || images is not { Values: byte[] pixels, Sizes: [var count, var height, var width] }
            || !arrays.TryGetValue("instances", out NpyArray? instances) || instances is not { Values: long[] numbers } || !instances.Sizes.SequenceEqual(images.Sizes))
        {
            throw new InvalidDataException($"{found[0].Path}: expected the arrays images [N, H, W] of bytes and instances of the same shape, found {arrays}.");
        }

        return (Tensor.Wrap(pixels, [count, 1, height, width]), Tensor.Wrap(numbers, [count, height, width]), found.Origin(count));
    }
}
