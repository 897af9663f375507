using System.Buffers.Binary;
using System.Globalization;

namespace NotebookKit.Files;

/// <summary>Reads Python's pickle format, protocols 2 to 5, as data only.</summary>
/// <remarks>
/// A pickle is a program for a stack machine that may call any function of Python. This reader knows the steps that
/// build numbers, texts, lists, tuples and dicts, and a short list of names that mean tensors; whatever else the file
/// asks for is refused by its name, and nothing is ever called. Every step takes a byte at least and makes one object at
/// most, and steps are counted, so memory is bounded.
/// </remarks>
internal ref partial struct PickleReader(ReadOnlySpan<byte> data, int start)
{
    // A checkpoint takes some fifty steps for each tensor; a step may make an object of a hundred bytes.
    private const int MostSteps = 1 << 22;
    private readonly ReadOnlySpan<byte> data = data;
    private readonly List<object?> stack = [];
    private readonly Stack<int> marks = new();
    private readonly Dictionary<uint, object?> memo = [];
    private int at = start;
    private int step;

    /// <summary>Runs the steps to the end of one pickle.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="start">Where the pickle begins; afterwards where it ended.</param>
    public static object? Read(ReadOnlySpan<byte> data, ref int start)
    {
        PickleReader reader = new(data, start);
        object? result = reader.Run();
        start = reader.at;
        return result;
    }

    private object? Run()
    {
        if (Take(2) is not [0x80, >= 2 and <= 5])
        {
            throw Damaged("not a pickle of protocol 2 to 5");
        }

        for (int steps = 0; ; steps++)
        {
            step = at;
            if (steps == MostSteps)
            {
                throw Damaged($"more than {MostSteps:N0} steps");
            }

            byte code = Take(1)[0];
            if (code == '.')
            {
                return stack.Count == 1 && marks.Count == 0 ? stack[0] : throw Damaged("the pickle ends in the middle");
            }

            if (!Number(code) && !Text(code) && !Container(code) && !Memory(code))
            {
                Name(code);
            }
        }
    }

    private bool Container(byte code)
    {
        switch (code)
        {
            case (byte)'(':
                marks.Push(stack.Count);
                return true;
            case (byte)')':
                stack.Add(new PickleTuple([]));
                return true;
            case (byte)']':
                stack.Add(new PickleList());
                return true;
            case (byte)'}':
                stack.Add(new PickleDict());
                return true;
            case (byte)'t':
                stack.Add(new PickleTuple(FromMark()));
                return true;
            case >= 0x85 and <= 0x87:
                stack.Add(new PickleTuple(Pop(code - 0x84)));
                return true;
            case (byte)'a' or (byte)'e':
                object?[] items = code == 'a' ? Pop(1) : FromMark();
                As<PickleList>(Top).Items.AddRange(items);
                return true;
            case (byte)'s' or (byte)'u':
                object?[] pairs = code == 's' ? Pop(2) : FromMark();
                Fill(As<PickleDict>(Top), pairs);
                return true;
            case (byte)'l':
                PickleList list = new();
                list.Items.AddRange(FromMark());
                stack.Add(list);
                return true;
            case (byte)'d':
                PickleDict dict = new();
                Fill(dict, FromMark());
                stack.Add(dict);
                return true;
            default:
                return false;
        }
    }

    private readonly void Fill(PickleDict dict, object?[] pairs)
    {
        if (pairs.Length % 2 != 0)
        {
            throw Damaged("a dict with a key and no value");
        }

        for (int i = 0; i < pairs.Length; i += 2)
        {
            string key = pairs[i] switch
            {
                string text => text,
                long number => number.ToString(CultureInfo.InvariantCulture),
                _ => throw Damaged("a dict whose key is neither a text nor a whole number"),
            };
            if (!dict.Items.TryAdd(key, pairs[i + 1]))
            {
                throw Damaged($"a dict with two keys '{key}'");
            }
        }
    }

    private bool Memory(byte code)
    {
        switch (code)
        {
            case (byte)'q' or (byte)'r' or 0x94:
                memo[code == 0x94 ? (uint)memo.Count : Index(code == 'q')] = Top;
                return true;
            case (byte)'h' or (byte)'j':
                uint index = Index(code == 'h');
                stack.Add(memo.TryGetValue(index, out object? kept) ? kept : throw Damaged($"nothing was remembered as number {index}"));
                return true;
            case (byte)'0':
                _ = Pop(1);
                return true;
            case (byte)'1':
                _ = FromMark();
                return true;
            case 0x95:
                _ = Take(8);
                return true;
            default:
                return false;
        }
    }

    private uint Index(bool small) => small ? Take(1)[0] : BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    private void Name(byte code)
    {
        switch (code)
        {
            case (byte)'c':
                string module = Line();
                stack.Add(PickleGlobals.Find(module, Line()) ?? throw Refused($"{module}.{data[(step + 2 + module.Length)..(at - 1)].ToText()}"));
                break;
            case 0x93:
                object?[] names = Pop(2);
                stack.Add(PickleGlobals.Find(As<string>(names[0]), As<string>(names[1])) ?? throw Refused($"{names[0]}.{names[1]}"));
                break;
            case (byte)'R':
                object?[] call = Pop(2);
                stack.Add(PickleGlobals.Make(As<PickleGlobal>(call[0]).Name, As<PickleTuple>(call[1]).Items, out string? problem));
                if (problem is not null)
                {
                    throw Damaged(problem);
                }

                break;
            case (byte)'Q':
                stack.Add(PickleGlobals.Storage(Pop(1)[0]) ?? throw Damaged("a reference to something that is no storage of a tensor"));
                break;
            case (byte)'b':
                // An OrderedDict of weights carries a note of versions, which nobody needs.
                _ = As<PickleDict>(Pop(1)[0]);
                _ = As<PickleDict>(Top);
                break;
            default:
                throw Damaged($"step {code:X2} is not one that tensors and plain containers need; nothing was run");
        }
    }

    private string Line()
    {
        int length = data[at..].IndexOf((byte)'\n');
        string line = length is >= 0 and < 256 ? data.Slice(at, length).ToText() : throw Damaged("a name that does not end");
        at += length + 1;
        return line;
    }

    private readonly object? Top => stack.Count > (marks.Count > 0 ? marks.Peek() : 0) ? stack[^1] : throw Damaged("the stack is empty");

    private readonly object?[] Pop(int count)
    {
        int first = stack.Count - count;
        if (first < (marks.Count > 0 ? marks.Peek() : 0))
        {
            throw Damaged("the stack is empty");
        }

        object?[] items = [.. stack[first..]];
        stack.RemoveRange(first, count);
        return items;
    }

    private readonly object?[] FromMark() => marks.TryPop(out int mark) ? Pop(stack.Count - mark) : throw Damaged("a mark is missing");

    private int Length(int size)
    {
        ReadOnlySpan<byte> bytes = Take(size);
        ulong length = size == 1 ? bytes[0] : size == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        return length <= int.MaxValue ? (int)length : throw Damaged($"a text of {length} bytes");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > data.Length - at)
        {
            throw Damaged($"cut short: {count} bytes are needed, {data.Length - at} are left");
        }

        ReadOnlySpan<byte> taken = data.Slice(at, count);
        at += count;
        return taken;
    }

    private readonly T As<T>(object? value) => value is T expected
        ? expected
        : throw Damaged($"expected {Word(typeof(T))}, found {(value is null ? "none" : Word(value.GetType()))}");

    private static string Word(Type type) => type.Name.Replace("Pickle", string.Empty, StringComparison.Ordinal).ToLowerInvariant();

    private readonly InvalidDataException Refused(string name) =>
        Damaged($"the file asks for '{name}', which is neither a tensor nor a plain container; nothing was run");

    private readonly InvalidDataException Damaged(string what) => new($"byte {step}: {what}.");
}
