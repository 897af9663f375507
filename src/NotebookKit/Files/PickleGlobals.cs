using System.Text;

namespace NotebookKit.Files;

/// <summary>The names that a checkpoint may use, and what each makes: never code, always plain data.</summary>
internal static class PickleGlobals
{
    private static readonly Dictionary<string, NumberKind> Storages = new(StringComparer.Ordinal)
    {
        ["FloatStorage"] = NumberKind.Float32,
        ["DoubleStorage"] = NumberKind.Float64,
        ["HalfStorage"] = NumberKind.Float16,
        ["BFloat16Storage"] = NumberKind.BFloat16,
        ["LongStorage"] = NumberKind.Int64,
        ["IntStorage"] = NumberKind.Int32,
        ["ShortStorage"] = NumberKind.Int16,
        ["CharStorage"] = NumberKind.Int8,
        ["ByteStorage"] = NumberKind.UInt8,
        ["BoolStorage"] = NumberKind.Bool,
    };

    private static readonly Dictionary<string, NumberKind> Kinds = new(StringComparer.Ordinal)
    {
        ["torch.float32"] = NumberKind.Float32,
        ["torch.float64"] = NumberKind.Float64,
        ["torch.float16"] = NumberKind.Float16,
        ["torch.bfloat16"] = NumberKind.BFloat16,
        ["torch.int64"] = NumberKind.Int64,
        ["torch.int32"] = NumberKind.Int32,
        ["torch.int16"] = NumberKind.Int16,
        ["torch.int8"] = NumberKind.Int8,
        ["torch.uint8"] = NumberKind.UInt8,
        ["torch.uint16"] = NumberKind.UInt16,
        ["torch.uint32"] = NumberKind.UInt32,
        ["torch.uint64"] = NumberKind.UInt64,
        ["torch.bool"] = NumberKind.Bool,
    };

    private static readonly HashSet<string> Others = new(StringComparer.Ordinal)
    {
        "collections.OrderedDict", "torch.Size", "_codecs.encode", "torch.storage.UntypedStorage",
        "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_tensor_v3", "torch._utils._rebuild_parameter",
    };

    /// <summary>The global of a name; null for one that is not on the list.</summary>
    public static object? Find(string module, string name)
    {
        string whole = $"{module}.{name}";
        bool known = Others.Contains(whole) || Kinds.ContainsKey(whole) || (module == "torch" && Storages.ContainsKey(name));
        return known ? new PickleGlobal(whole) : null;
    }

    /// <summary>Letters as they stand, for messages and names.</summary>
    public static string ToText(this ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    /// <summary>What a name makes of its arguments.</summary>
    public static object? Make(string name, object?[] arguments, out string? problem)
    {
        object? made = (name, arguments) switch
        {
            ("collections.OrderedDict", []) => new PickleDict(),
            ("collections.OrderedDict", [PickleList pairs]) => Dict(pairs),
            ("torch.Size", [PickleTuple sizes]) => sizes,
            ("_codecs.encode", [string text, "latin1"]) when text.All(letter => letter < 256) => Encoding.Latin1.GetBytes(text),
            ("torch._utils._rebuild_parameter", [PickleTensor tensor, _, _]) => tensor,
            ("torch._utils._rebuild_tensor", [PickleStorage { Kind: { } kind } storage, long offset, PickleTuple sizes, PickleTuple strides]) =>
                Tensor(storage, kind, offset, sizes, strides),
            ("torch._utils._rebuild_tensor_v2", [PickleStorage { Kind: { } kind } storage, long offset, PickleTuple sizes, PickleTuple strides, _, _, ..]) =>
                Tensor(storage, kind, offset, sizes, strides),
            ("torch._utils._rebuild_tensor_v3", [PickleStorage { Kind: null } storage, long offset, PickleTuple sizes, PickleTuple strides, _, _, PickleGlobal kind, ..])
                when Kinds.TryGetValue(kind.Name, out NumberKind number) => Tensor(storage, number, offset, sizes, strides),
            _ => null,
        };
        problem = made is null ? $"'{name}' with {arguments.Length} arguments that do not fit it" : null;
        return made;
    }

    /// <summary>The storage of a reference ('storage', kind, key, place, count); null when it is none.</summary>
    public static PickleStorage? Storage(object? reference)
    {
        // Older files have a sixth item, a part of the storage; it must be none.
        if (reference is not PickleTuple { Items: ["storage", PickleGlobal kind, string key, string, long count, .. var rest] } || rest is not ([] or [null]))
        {
            return null;
        }

        string name = kind.Name["torch.".Length..];
        return count < 0 ? null
            : kind.Name == "torch.storage.UntypedStorage" ? new(null, key, count)
            : Storages.TryGetValue(name, out NumberKind number) ? new(number, key, count) : null;
    }

    private static PickleDict? Dict(PickleList pairs)
    {
        PickleDict dict = new();
        foreach (object? pair in pairs.Items)
        {
            object? value;
            string key;
            switch (pair)
            {
                case PickleTuple { Items: [string first, var second] }:
                    (key, value) = (first, second);
                    break;
                case PickleList { Items: [string first, var second] }:
                    (key, value) = (first, second);
                    break;
                default:
                    return null;
            }

            if (!dict.Items.TryAdd(key, value))
            {
                return null;
            }
        }

        return dict;
    }

    private static PickleTensor? Tensor(PickleStorage storage, NumberKind kind, long offset, PickleTuple sizes, PickleTuple strides)
    {
        if (sizes.Items.Length != strides.Items.Length || sizes.Items.Length > 32 || offset < 0
            || !sizes.Items.All(size => size is long and >= 0 and <= int.MaxValue) || !strides.Items.All(stride => stride is long and >= 0 and <= int.MaxValue))
        {
            return null;
        }

        return new(storage, kind, offset, [.. sizes.Items.Select(size => (int)(long)size!)], [.. strides.Items.Select(stride => (long)stride!)]);
    }
}
