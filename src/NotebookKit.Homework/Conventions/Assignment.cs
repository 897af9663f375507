using System.Text.Json.Nodes;
using NotebookKit.Host.Documents;

namespace NotebookKit.Homework.Conventions;

/// <summary>What an assignment says about itself, in the notebook's metadata under <c>notebookkit.homework</c>.</summary>
/// <param name="Name">What files, score books and pages call it: letters, digits, '-' and '_'.</param>
public sealed record Assignment(string Name)
{
    /// <summary>Its title.</summary>
    public string Title { get; init; } = Name;

    /// <summary>How long a student needs, in minutes.</summary>
    public int Minutes { get; init; } = 75;

    /// <summary>
    /// Symbols of the library that would be the answer: <c>NotebookKit.Losses.Loss.CrossEntropy</c>, a type or a namespace with all that is in it
    /// (<c>NotebookKit.Layers</c>), each as C# writes its full name.
    /// </summary>
    public IReadOnlyList<string> Answers { get; init; } = [];

    /// <summary>The longest that one cell of a submission may take.</summary>
    public TimeSpan CellTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest that a whole submission may take.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>The memory of a submission, in megabytes.</summary>
    public int Megabytes { get; init; } = 1024;

    /// <summary>Reads it from a notebook.</summary>
    /// <param name="document">A master or a released notebook.</param>
    /// <param name="file">The file's name, for errors and where the notebook gives no name.</param>
    /// <exception cref="HomeworkException">An entry is not what it should be.</exception>
    public static Assignment Of(NotebookDocument document, string file)
    {
        ArgumentNullException.ThrowIfNull(document);
        var data = (document.Metadata["notebookkit"] as JsonObject)?["homework"] as JsonObject ?? [];
        var name = Text(data, "name", file) ?? Path.GetFileNameWithoutExtension(file);
        if (name.Length is 0 or > 60 || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
        {
            throw new HomeworkException(file, $"the assignment is called `{name}`; a name has letters, digits, '-' and '_', 60 at most.");
        }

        Assignment usual = new(name);
        return usual with
        {
            Title = Text(data, "title", file) ?? name,
            Minutes = (int)Number(data, "minutes", usual.Minutes, 1, 600, file),
            Answers = [.. (data["answers"] as JsonArray ?? []).Select(node => node is JsonValue value && value.TryGetValue(out string? symbol) && symbol.Length > 0
                ? symbol
                : throw new HomeworkException(file, "homework.answers is a list of texts, each the full name of a symbol."))],
            CellTime = TimeSpan.FromSeconds(Number(data, "cell_seconds", usual.CellTime.TotalSeconds, 1, 600, file)),
            Time = TimeSpan.FromSeconds(Number(data, "seconds", usual.Time.TotalSeconds, 1, 3600, file)),
            Megabytes = (int)Number(data, "megabytes", usual.Megabytes, 256, 65536, file),
        };
    }

    private static string? Text(JsonObject data, string key, string file) => data[key] switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out string? text) => text,
        var other => throw new HomeworkException(file, $"homework.{key} is {other.ToJsonString()}; it is a text."),
    };

    private static double Number(JsonObject data, string key, double usual, double least, double most, string file) => data[key] switch
    {
        null => usual,
        JsonValue value when value.TryGetValue(out double number) && number >= least && number <= most => number,
        var other => throw new HomeworkException(file, $"homework.{key} is {other.ToJsonString()}; it is a number from {least} to {most}."),
    };
}
