using System.Text;

namespace NotebookKit.Files;

/// <summary>One initialiser of an ONNX graph (TensorProto).</summary>
/// <param name="Name">What the graph calls it.</param>
/// <param name="Array">Its numbers.</param>
internal sealed record OnnxTensor(string Name, NpyArray Array)
{
    private const int MostAxes = 32;

    /// <summary>Reads and checks the message at <paramref name="offset"/> of the file.</summary>
    public static OnnxTensor Parse(ReadOnlySpan<byte> data, int offset)
    {
        List<int> sizes = [];
        List<ulong> numbers = [];
        string name = string.Empty;
        string? elsewhere = null;
        int kind = 0, list = 0;
        bool isElsewhere = false, isRaw = false;
        ReadOnlySpan<byte> raw = [];
        ProtoReader message = new(data, offset);
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1:
                    Sizes(ref message, sizes);
                    break;
                case 2:
                    kind = message.Number <= 100 ? (int)message.Number : -1;
                    break;
                case 4 or 5 or 7 or 10 or 11:
                    list = list == 0 || list == message.Field ? message.Field : throw message.Damaged(0, "a weight with two lists of numbers");
                    Numbers(ref message, numbers);
                    break;
                case 8:
                    name = Encoding.UTF8.GetString(message.Bytes);
                    break;
                case 9:
                    raw = message.Bytes;
                    isRaw = true;
                    break;
                case 13:
                    (elsewhere, isElsewhere) = (Location(message.Bytes, message.BytesOffset) ?? elsewhere, true);
                    break;
                case 14:
                    isElsewhere |= message.Number != 0;
                    break;
            }
        }

        string what = $"the weight '{name}'";
        if (isElsewhere)
        {
            bool climbs = elsewhere is { } path && (Path.IsPathRooted(path) || path.Contains(':') || path.Split('/', '\\').Contains(".."));
            throw message.Damaged(0, $"{what} lies in another file, '{elsewhere}'{(climbs ? ", a path that leads out of the folder" : string.Empty)}; only weights inside the file are read");
        }

        NumberKind number = KindOf(kind) ?? throw message.Damaged(0, $"{what} is of kind {kind}; floats, whole numbers of 8 to 64 bits and booleans are read");
        if (name.Length == 0)
        {
            throw message.Damaged(0, "a weight without a name");
        }

        long count = sizes.Aggregate(1L, (product, size) => product > System.Array.MaxLength ? product : product * size);
        long given = isRaw ? raw.Length : numbers.Count * (long)StoredNumbers.Size(number);
        if (given != count * StoredNumbers.Size(number) || (isRaw && list != 0) || (list != 0 && list != ListOf(number)))
        {
            throw message.Damaged(0, $"{what} [{string.Join(", ", sizes)}] needs {count} numbers, and {given} bytes of list {list} are given");
        }

        Array values = NamedFile.Naming($"byte {offset}: {what}", isRaw ? raw : Pack(numbers, number), bytes => StoredNumbers.Read(bytes, number));
        return new(name, new NpyArray([.. sizes], values));
    }

    private static void Sizes(ref ProtoReader message, List<int> sizes)
    {
        List<ulong> found = [];
        Numbers(ref message, found);
        foreach (ulong size in found)
        {
            sizes.Add(size <= int.MaxValue && sizes.Count < MostAxes ? (int)size : throw message.Damaged(0, $"a weight of more than {MostAxes} axes or with a size of {(long)size}"));
        }
    }

    // A list comes packed or one by one; floats are 4 or 8 bytes each, whole numbers are varints.
    private static void Numbers(ref ProtoReader message, List<ulong> numbers)
    {
        if (!message.HasBytes)
        {
            numbers.Add(message.Number);
            return;
        }

        int width = message.Field == 4 ? 4 : message.Field == 10 ? 8 : 0;
        ReadOnlySpan<byte> bytes = message.Bytes;
        if (width > 0)
        {
            if (bytes.Length % width != 0)
            {
                throw message.Damaged(0, $"a list of {bytes.Length} bytes for numbers of {width}");
            }

            for (int at = 0; at < bytes.Length; at += width)
            {
                numbers.Add(width == 4 ? BitConverter.ToUInt32(bytes[at..]) : BitConverter.ToUInt64(bytes[at..]));
            }

            return;
        }

        ProtoReader list = new(bytes, message.BytesOffset);
        while (!list.AtEnd)
        {
            numbers.Add(list.Varint());
        }
    }

    private static string? Location(ReadOnlySpan<byte> data, int offset)
    {
        string key = string.Empty, value = string.Empty;
        ProtoReader entry = new(data, offset);
        while (entry.Next())
        {
            _ = entry.Field == 1 ? key = Encoding.UTF8.GetString(entry.Bytes) : entry.Field == 2 ? value = Encoding.UTF8.GetString(entry.Bytes) : null;
        }

        return key == "location" ? value : null;
    }

    // The numbers as they would stand in raw data, little-endian.
    private static byte[] Pack(List<ulong> numbers, NumberKind kind)
    {
        int size = StoredNumbers.Size(kind);
        byte[] bytes = new byte[numbers.Count * size];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)(numbers[i / size] >> (8 * (i % size)));
        }

        return bytes;
    }

    private static NumberKind? KindOf(int kind) => kind switch
    {
        1 => NumberKind.Float32,
        2 => NumberKind.UInt8,
        3 => NumberKind.Int8,
        4 => NumberKind.UInt16,
        5 => NumberKind.Int16,
        6 => NumberKind.Int32,
        7 => NumberKind.Int64,
        9 => NumberKind.Bool,
        10 => NumberKind.Float16,
        11 => NumberKind.Float64,
        12 => NumberKind.UInt32,
        13 => NumberKind.UInt64,
        16 => NumberKind.BFloat16,
        _ => null,
    };

    private static int ListOf(NumberKind kind) => kind switch
    {
        NumberKind.Float32 => 4,
        NumberKind.Int64 => 7,
        NumberKind.Float64 => 10,
        NumberKind.UInt32 or NumberKind.UInt64 => 11,
        _ => 5,
    };
}
