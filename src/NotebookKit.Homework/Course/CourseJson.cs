using System.Text.Json;
using System.Text.Json.Serialization;
using NotebookKit.Host.Documents;

namespace NotebookKit.Homework.Course;

/// <summary>Reads and writes the JSON files of a course: names as <c>quizPass</c>, choices as words, comments allowed, unknown names refused.</summary>
internal static class CourseJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public static string Name(string property) => JsonNamingPolicy.CamelCase.ConvertName(property);

    public static T Read<T>(string path)
        where T : class
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path}: there is no such file.", path);
        }

        return Parse<T>(File.ReadAllText(path), path);
    }

    public static T Parse<T>(string json, string name)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Options) ?? throw new InvalidDataException($"{name}: the file holds `null`; write an object in braces.");
        }
        catch (JsonException exception)
        {
            var place = exception.LineNumber is { } line ? $", line {line + 1}" : "";
            throw new InvalidDataException($"{name}{place}: {Plain(exception)}", exception);
        }
    }

    // The serialiser names types of .NET; who writes the file knows only its form.
    private static string Plain(JsonException exception) => exception.Message switch
    {
        var text when text.Contains("could not be mapped", StringComparison.Ordinal) => $"the name {Quoted(text)} is not known here.",
        var text when text.Contains("Collections", StringComparison.Ordinal) && text.Contains("could not be converted", StringComparison.Ordinal) => $"a list in square brackets is wanted at {exception.Path}.",
        var text when text.Contains("could not be converted", StringComparison.Ordinal) => $"the value at {exception.Path} is of another kind than it should be.",
        var text => text,
    };

    private static string Quoted(string message) => message.Split('\'') is [_, var name, ..] ? $"`{name}`" : "";

    public static string Text<T>(T value) => JsonSerializer.Serialize(value, Options) + "\n";

    public static void Write<T>(string path, T value) => AtomicFile.WriteText(path, Text(value));
}
