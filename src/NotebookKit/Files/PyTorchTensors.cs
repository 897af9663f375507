namespace NotebookKit.Files;

/// <summary>Turns what a pickle described into plain data, and reads the numbers of its tensors.</summary>
/// <param name="read">Reads a storage of so many bytes.</param>
/// <param name="bigEndian">The order of bytes in the file.</param>
/// <param name="limits">The most bytes of all tensors, and whether NaN is refused.</param>
internal sealed class PyTorchTensors(Func<PickleStorage, long, byte[]> read, bool bigEndian, FileLimits limits)
{
    private const int DeepestNesting = 64;
    private const int LongestName = 1024;

    // Views may repeat what is stored: tied weights do, a file that wants to fill the memory does so more often.
    private const int MostRepeats = 4;
    private const long FreeNumbers = 1 << 20;
    private readonly Dictionary<string, (PickleStorage Storage, byte[] Bytes)> storages = new(StringComparer.Ordinal);
    private readonly Dictionary<object, object?> done = new(ReferenceEqualityComparer.Instance);
    private readonly NamedArrays arrays = new(limits);
    private long stored;
    private long held;
    private long heldBytes;

    /// <summary>The bytes of a number in each storage that tensors use, by its key.</summary>
    public static Dictionary<string, int> StorageSizes(object? saved)
    {
        Dictionary<string, int> sizes = new(StringComparer.Ordinal);
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        Stack<object?> open = new([saved]);
        while (open.TryPop(out object? value))
        {
            if (value is null || !seen.Add(value))
            {
                continue;
            }

            if (value is PickleTensor { Storage: var storage })
            {
                sizes[storage.Key] = storage.Kind is { } kind ? StoredNumbers.Size(kind) : 1;
            }

            foreach (object? part in Parts(value))
            {
                open.Push(part);
            }
        }

        return sizes;
    }

    /// <summary>The whole checkpoint.</summary>
    public PyTorchCheckpoint Checkpoint(object? saved) => new(Plain(saved, string.Empty, 0), arrays);

    private static IEnumerable<object?> Parts(object value) => value switch
    {
        PickleDict dict => dict.Items.Values,
        PickleList list => list.Items,
        PickleTuple tuple => tuple.Items,
        _ => [],
    };

    private object? Plain(object? value, string path, int depth)
    {
        if (value is null or string or long or double or bool or byte[])
        {
            return value;
        }

        if (value is PickleGlobal global)
        {
            return global.Name;
        }

        if (depth > DeepestNesting || path.Length > LongestName)
        {
            throw new InvalidDataException($"'{path[..Math.Min(80, path.Length)]}...' lies deeper than {DeepestNesting} containers or has a name of more than {LongestName} letters");
        }

        if (done.TryGetValue(value, out object? before))
        {
            if (before is null)
            {
                throw new InvalidDataException($"'{path}' contains itself");
            }

            if (before is NpyArray same)
            {
                arrays.Add(path, same);
            }

            return before;
        }

        done[value] = null;
        object plain = value switch
        {
            PickleTensor tensor => Array(tensor, path),
            PickleDict dict => Dictionary(dict, path, depth),
            PickleList or PickleTuple => Parts(value).Select((part, i) => Plain(part, Join(path, $"{i}"), depth + 1)).ToList().AsReadOnly(),
            _ => throw new InvalidDataException($"'{path}' is a storage without a tensor"),
        };
        done[value] = plain;
        return plain;
    }

    private Dictionary<string, object?> Dictionary(PickleDict dict, string path, int depth)
    {
        Dictionary<string, object?> plain = new(StringComparer.Ordinal);
        foreach ((string key, object? value) in dict.Items)
        {
            plain.Add(key, Plain(value, Join(path, key), depth + 1));
        }

        return plain;
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private NpyArray Array(PickleTensor tensor, string path)
    {
        int size = StoredNumbers.Size(tensor.Kind);
        byte[] bytes = Bytes(tensor.Storage);
        long count = 1, last = tensor.Offset;
        for (int axis = 0; axis < tensor.Sizes.Length; axis++)
        {
            // Each factor and each reach has 31 bits and what came before is within an array, so nothing overflows.
            count *= tensor.Sizes[axis];
            last += Math.Max(0, tensor.Sizes[axis] - 1) * tensor.Strides[axis];
            if (count > System.Array.MaxLength || last > System.Array.MaxLength)
            {
                throw new InvalidDataException($"the tensor '{path}' is larger than an array can be");
            }
        }

        if (count > 0 && last >= bytes.Length / size)
        {
            throw new InvalidDataException($"the tensor '{path}' reaches number {last}, and its storage '{tensor.Storage.Key}' has {bytes.Length / size}");
        }

        held += count;
        heldBytes += count * StoredNumbers.HeldSize(tensor.Kind);
        if (heldBytes > limits.MaxBytes || held > (MostRepeats * stored) + FreeNumbers)
        {
            throw new InvalidDataException($"the tensors up to '{path}' fill {heldBytes:N0} bytes from {stored:N0} stored numbers, more than the limit");
        }

        NpyArray array = new(tensor.Sizes, StoredNumbers.Read(InOrder(bytes, tensor, size, (int)count), tensor.Kind, bigEndian));
        arrays.Add(path, array);
        return array;
    }

    private byte[] Bytes(PickleStorage storage)
    {
        if (storages.TryGetValue(storage.Key, out (PickleStorage Storage, byte[] Bytes) known))
        {
            return known.Storage == storage ? known.Bytes : throw new InvalidDataException($"storage '{storage.Key}' is described in two ways");
        }

        long bytes = storage.Count <= System.Array.MaxLength ? storage.Count * (storage.Kind is { } kind ? StoredNumbers.Size(kind) : 1) : long.MaxValue;
        byte[] content = read(storage, bytes);
        storages.Add(storage.Key, (storage, content));
        stored += storage.Count;
        return content;
    }

    // The bytes of the numbers, last axis fastest.
    private static ReadOnlySpan<byte> InOrder(byte[] bytes, PickleTensor tensor, int size, int count)
    {
        bool contiguous = true;
        long step = 1;
        for (int axis = tensor.Sizes.Length - 1; axis >= 0; axis--)
        {
            contiguous &= tensor.Sizes[axis] == 1 || tensor.Strides[axis] == step;
            step *= tensor.Sizes[axis];
        }

        if (contiguous || count == 0)
        {
            return count == 0 ? [] : bytes.AsSpan((int)tensor.Offset * size, count * size);
        }

        byte[] ordered = new byte[count * size];
        int[] index = new int[tensor.Sizes.Length];
        long place = tensor.Offset;
        for (int i = 0; i < count; i++)
        {
            bytes.AsSpan((int)place * size, size).CopyTo(ordered.AsSpan(i * size));
            for (int axis = index.Length - 1; axis >= 0; axis--)
            {
                place += tensor.Strides[axis];
                if (++index[axis] < tensor.Sizes[axis])
                {
                    break;
                }

                place -= tensor.Strides[axis] * tensor.Sizes[axis];
                index[axis] = 0;
            }
        }

        return ordered;
    }
}
