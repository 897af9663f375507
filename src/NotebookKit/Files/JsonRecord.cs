using System.Text.Json;

namespace NotebookKit.Files;

/// <summary>One record; a null, or the "." that stands for one in the penguins, is a missing value.</summary>
/// <param name="file">The name of the file.</param>
/// <param name="index">The position of the record, counted from 0.</param>
/// <param name="record">The fields.</param>
internal readonly struct JsonRecord(string file, int index, JsonElement record)
{
    /// <summary>A number, NaN where it is missing.</summary>
    public double Number(string field) => Field(field) switch
    {
        { ValueKind: JsonValueKind.Number } value => value.GetDouble(),
        { ValueKind: JsonValueKind.Null } => double.NaN,
        _ => throw Wrong(field, "a number or null"),
    };

    /// <summary>A word.</summary>
    public string Text(string field) => Field(field) switch
    {
        { ValueKind: JsonValueKind.String } value => Text(value, field),
        _ => throw Wrong(field, "a text"),
    };

    /// <summary>The position of a word in a list of known ones, NaN where it is missing.</summary>
    public double Category(string field, string[] known)
    {
        var value = Field(field);
        var word = value.ValueKind == JsonValueKind.String ? Text(value, field) : null;
        if (value.ValueKind == JsonValueKind.Null || word == ".")
        {
            return double.NaN;
        }

        var position = word is null ? -1 : Array.IndexOf(known, word);
        return position >= 0 ? position : throw Wrong(field, "one of " + string.Join(", ", known));
    }

    /// <summary>The error for a field that is not what it should be.</summary>
    public InvalidDataException Wrong(string field, string expected) =>
        new($"{file}, record {index + 1}, field {field}: expected {expected}, found {Field(field).GetRawText()}");

    // JSON may escape half of a pair of code units, which is no text.
    private string Text(JsonElement value, string field)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Wrong(field, "a text of whole characters");
        }
    }

    private JsonElement Field(string field) =>
        record.ValueKind == JsonValueKind.Object && record.TryGetProperty(field, out var value)
            ? value
            : throw new InvalidDataException($"{file}, record {index + 1}: expected a field {field}, found none");
}
