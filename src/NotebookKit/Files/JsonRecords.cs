using System.Text.Json;

namespace NotebookKit.Files;

/// <summary>A JSON file that is a list of flat records; errors name file, record and field.</summary>
internal static class JsonRecords
{
    /// <summary>Reads the list, record by record.</summary>
    /// <exception cref="InvalidDataException">Not JSON, or not a list of records.</exception>
    public static IReadOnlyList<JsonRecord> Read((byte[] Content, string Path) source)
    {
        _ = PlainText.Decode(source.Content, source.Path);
        try
        {
            using var document = JsonDocument.Parse(source.Content);
            if (document.RootElement.ValueKind != JsonValueKind.Array)
            {
                throw new InvalidDataException($"{source.Path}: expected a list of records, found {document.RootElement.ValueKind}");
            }

            return [.. document.RootElement.EnumerateArray().Select((record, i) => new JsonRecord(source.Path, i, record.Clone()))];
        }
        catch (JsonException bad)
        {
            throw new InvalidDataException($"{source.Path}, line {bad.LineNumber + 1}: not JSON ({bad.Message})", bad);
        }
    }
}
