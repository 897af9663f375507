using NotebookKit.Files;

namespace NotebookKit.Data;

/// <summary>Weights of trained networks, and the names of their classes.</summary>
internal static class WeightsLoader
{
    /// <summary>Finds and reads the weights of a network.</summary>
    public static NamedArrays Load(DataFinder finder, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        DatasetInfo set = DatasetTable.Weights.FirstOrDefault(one => one.Name == name)
            ?? throw new ArgumentException($"Weights: there are no weights \"{name}\"; there are {string.Join(", ", DatasetTable.Weights.Select(one => one.Name))}.", nameof(name));
        FoundData found = finder.Find(set);
        if (found[0].Path.EndsWith(".safetensors", StringComparison.Ordinal))
        {
            return Named(SafeTensorsFile.Read(found[0].Content, found[0].Path));
        }

        using MemoryStream file = new(found[0].Content, writable: false);
        return NpzFile.Read(file, found[0].Path);
    }

    private static NamedArrays Named(SafeTensors file)
    {
        NamedArrays arrays = new(FileLimits.Default);
        foreach ((string name, SafeTensor tensor) in file.Tensors)
        {
            arrays.Add(name, new NpyArray(tensor.Sizes, tensor.Values));
        }

        return arrays;
    }

    /// <summary>Finds and reads names of classes, one a line.</summary>
    /// <exception cref="InvalidDataException">The file has another number of lines.</exception>
    public static string[] Classes(DataFinder finder, DatasetInfo set, int count)
    {
        FoundData found = finder.Find(set);
        string[] names = PlainText.Decode(found[0].Content, found[0].Path).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return names.Length == count
            ? names
            : throw new InvalidDataException($"{found[0].Path}: expected the names of {count} classes, one a line, found {names.Length}.");
    }
}
