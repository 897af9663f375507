namespace NotebookKit.Files;

/// <summary>A name of a Python module that a checkpoint may mention: one of a short list, none of which is ever run.</summary>
/// <param name="Name">Module and name.</param>
internal sealed record PickleGlobal(string Name);

/// <summary>A Python dict or OrderedDict.</summary>
internal sealed class PickleDict
{
    public OrderedDictionary<string, object?> Items { get; } = new(StringComparer.Ordinal);
}

/// <summary>A Python list.</summary>
internal sealed class PickleList
{
    public List<object?> Items { get; } = [];
}

/// <summary>A Python tuple, and torch.Size.</summary>
internal sealed record PickleTuple(object?[] Items);

/// <summary>The numbers that tensors share: where they lie is known, they are not read yet.</summary>
/// <param name="Kind">The kind of number; null for plain bytes.</param>
/// <param name="Key">Its name in the file.</param>
/// <param name="Count">How many numbers or bytes.</param>
internal sealed record PickleStorage(NumberKind? Kind, string Key, long Count);

/// <summary>A view of a storage.</summary>
internal sealed record PickleTensor(PickleStorage Storage, NumberKind Kind, long Offset, int[] Sizes, long[] Strides);
