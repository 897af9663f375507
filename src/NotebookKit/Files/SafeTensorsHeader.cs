using System.Text.Json;
using System.Text.Unicode;

namespace NotebookKit.Files;

/// <summary>The header of a safetensors file: what lies where. Every number in it is held against the file before it is believed.</summary>
/// <param name="Tensors">The tensors, in the order in which they lie in the file, without a gap between them.</param>
/// <param name="Metadata">Texts by name.</param>
internal sealed record SafeTensorsHeader(IReadOnlyList<SafeTensorsHeader.Entry> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>The name under which the texts stand, and which no tensor may have.</summary>
    public const string MetadataName = "__metadata__";

    private const int MostAxes = 32;

    /// <summary>One tensor as the header describes it.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Kind">The kind of its numbers.</param>
    /// <param name="Sizes">The sizes of its axes.</param>
    /// <param name="Count">How many numbers.</param>
    /// <param name="Begin">Where its bytes begin, counted from the end of the header.</param>
    /// <param name="End">Where they end.</param>
    /// <param name="At">Where the header speaks of it, counted from the beginning of the file.</param>
    public sealed record Entry(string Name, string Kind, int[] Sizes, int Count, long Begin, long End, long At);

    /// <summary>Reads and checks a header.</summary>
    /// <param name="json">Its bytes.</param>
    /// <param name="dataLength">How many bytes follow it in the file.</param>
    /// <param name="file">What an error calls the file.</param>
    /// <exception cref="InvalidDataException">It is no header, or does not describe exactly the bytes that follow.</exception>
    public static SafeTensorsHeader Parse(ReadOnlySpan<byte> json, long dataLength, string file)
    {
        if (json.IsEmpty || json[0] != '{')
        {
            throw Damaged(file, 8, "the header does not begin with {, so this is no safetensors file");
        }

        if (!Utf8.IsValid(json))
        {
            throw Damaged(file, 8, "the header is not UTF-8");
        }

        Dictionary<string, Entry> tensors = new(StringComparer.Ordinal);
        Dictionary<string, string>? metadata = null;
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = 8 });
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                long at = 8 + reader.TokenStartIndex;
                string name = reader.GetString()!;
                if (name == MetadataName)
                {
                    metadata = metadata is null ? Texts(ref reader, file) : throw Damaged(file, at, "a second __metadata__");
                }
                else if (!tensors.TryAdd(name, ReadEntry(ref reader, name, at, dataLength, file)))
                {
                    throw Damaged(file, at, $"a second tensor {Shown(name)}");
                }
            }

            // Only spaces may follow; anything else is an error of the reader's own.
            reader.Read();
        }
        catch (Exception bad) when (bad is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{file}, byte {8 + reader.BytesConsumed:N0}: the header is not the JSON of a safetensors file: {bad.Message}", bad);
        }

        Entry[] order = [.. tensors.Values.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End)];
        long end = 0;
        foreach (Entry entry in order)
        {
            if (entry.Begin != end)
            {
                throw Damaged(file, entry.At, $"tensor {Shown(entry.Name)} begins at {entry.Begin:N0} of the data, where the one before it ends at {end:N0}: no gap and no overlap is allowed");
            }

            end = entry.End;
        }

        return end == dataLength
            ? new SafeTensorsHeader(order, metadata ?? [])
            : throw Damaged(file, 8, $"the header speaks of {end:N0} bytes of data, and {dataLength:N0} follow");
    }

    /// <summary>The error of a damaged file.</summary>
    public static InvalidDataException Damaged(string file, long at, string what) => new($"{file}, byte {at:N0}: {what}.");

    /// <summary>A name from a file as an error shows it.</summary>
    public static string Shown(string name) => name.Length <= 60 ? name : name[..57] + "...";

    private static Dictionary<string, string> Texts(ref Utf8JsonReader reader, string file)
    {
        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        Expect(ref reader, JsonTokenType.StartObject, "__metadata__ is no list of texts", file);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            long at = 8 + reader.TokenStartIndex;
            string key = reader.GetString()!;
            Expect(ref reader, JsonTokenType.String, $"{Shown(key)} of __metadata__ is no text", file);
            if (!texts.TryAdd(key, reader.GetString()!))
            {
                throw Damaged(file, at, $"a second {Shown(key)} in __metadata__");
            }
        }

        return texts;
    }

    private static Entry ReadEntry(ref Utf8JsonReader reader, string name, long at, long dataLength, string file)
    {
        string? kind = null;
        List<long>? sizes = null, offsets = null;
        Expect(ref reader, JsonTokenType.StartObject, $"tensor {Shown(name)} is not described", file);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isFirst;
            if (reader.ValueTextEquals("dtype"u8))
            {
                isFirst = kind is null;
                Expect(ref reader, JsonTokenType.String, "dtype is no text", file);
                kind = reader.GetString()!;
            }
            else if (reader.ValueTextEquals("shape"u8))
            {
                isFirst = sizes is null;
                sizes = WholeNumbers(ref reader, MostAxes, file);
            }
            else if (reader.ValueTextEquals("data_offsets"u8))
            {
                isFirst = offsets is null;
                offsets = WholeNumbers(ref reader, 2, file);
            }
            else
            {
                throw Damaged(file, 8 + reader.TokenStartIndex, $"tensor {Shown(name)} has a {Shown(reader.GetString()!)}, and only dtype, shape and data_offsets are known");
            }

            if (!isFirst)
            {
                throw Damaged(file, at, $"tensor {Shown(name)} is described twice");
            }
        }

        if (kind is null || sizes is null || offsets is not [long begin, long end])
        {
            throw Damaged(file, at, $"tensor {Shown(name)} needs a dtype, a shape and two data_offsets");
        }

        int size = SafeTensorKind.SizeOf(kind);
        if (size == 0)
        {
            throw Damaged(file, at, $"tensor {Shown(name)} is of {Shown(kind)}; {string.Join(", ", SafeTensorKind.WidestFirst)} are read");
        }

        // Each size is at most 2^31 - 1, and so is the product before each step: a long holds what comes next.
        long count = 1;
        foreach (long one in sizes)
        {
            count = one <= int.MaxValue ? count * one : long.MaxValue;
            if (count > Array.MaxLength)
            {
                throw Damaged(file, at, $"tensor {Shown(name)} has shape [{string.Join(", ", sizes)}], more than the {Array.MaxLength:N0} numbers that one tensor can hold");
            }
        }

        return begin <= end && end <= dataLength && end - begin == count * size
            ? new Entry(name, kind, [.. sizes.Select(one => (int)one)], (int)count, begin, end, at)
            : throw Damaged(file, at, $"tensor {Shown(name)} of {kind} and shape [{string.Join(", ", sizes)}] takes {count * size:N0} bytes, and its offsets {begin:N0} to {end:N0} of {dataLength:N0} do not give them");
    }

    private static List<long> WholeNumbers(ref Utf8JsonReader reader, int most, string file)
    {
        List<long> numbers = [];
        Expect(ref reader, JsonTokenType.StartArray, "shape and data_offsets are lists", file);
        while (reader.Read() && reader.TokenType == JsonTokenType.Number)
        {
            if (!reader.TryGetInt64(out long number) || number < 0 || numbers.Count == most)
            {
                throw Damaged(file, 8 + reader.TokenStartIndex, $"expected at most {most} whole numbers from 0 to {long.MaxValue}");
            }

            numbers.Add(number);
        }

        return reader.TokenType == JsonTokenType.EndArray ? numbers : throw Damaged(file, 8 + reader.TokenStartIndex, "expected a whole number");
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string what, string file)
    {
        if (!reader.Read() || reader.TokenType != type)
        {
            throw Damaged(file, 8 + reader.TokenStartIndex, what);
        }
    }
}
