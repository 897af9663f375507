using System.Text.Json.Nodes;
using NotebookKit.Host.Documents;

namespace NotebookKit.Host.Masters;

/// <summary>What the check of an exercise said when the notebook ran.</summary>
/// <param name="Name">The exercise.</param>
/// <param name="Passed">True for green.</param>
/// <param name="Points">The points it gave.</param>
/// <param name="Message">The reason.</param>
public sealed record CheckResult(string Name, bool Passed, double Points, string Message);

/// <summary>Reads the checks of a notebook: which it asks for, and what they said.</summary>
public static class CheckResults
{
    /// <summary>The form in which a check leaves its result among the outputs: an object with name, passed, points and message.</summary>
    public const string MimeType = NotebookKit.Display.CheckResultFormatterSource.MimeType;

    private const string Magic = "#!check";

    /// <summary>The exercises that the cells check, in the order of the notebook.</summary>
    public static IReadOnlyList<string> Asked(NotebookDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return [.. document.Cells.Where(cell => cell.Kind == CellKind.Code)
            .SelectMany(cell => cell.Source.ReplaceLineEndings("\n").Split('\n'))
            .Where(line => line.StartsWith(Magic + " ", StringComparison.Ordinal))
            .Select(line => line[Magic.Length..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(word => !word.StartsWith('-')))
            .OfType<string>()
            .Distinct()];
    }

    /// <summary>The results among the outputs of an executed notebook, in their order.</summary>
    /// <exception cref="InvalidDataException">A result has not the form that <see cref="MimeType"/> promises.</exception>
    public static IReadOnlyList<CheckResult> Read(NotebookDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return [.. document.Cells.SelectMany(cell => cell.Outputs)
            .Select(output => (output?["data"] as JsonObject)?[MimeType])
            .OfType<JsonNode>()
            .Select(One)];
    }

    private static CheckResult One(JsonNode node) =>
        node is JsonObject result
        && result["name"] is JsonValue name && name.TryGetValue(out string? exercise)
        && result["passed"] is JsonValue passed && passed.TryGetValue(out bool isPassed)
            ? new CheckResult(exercise, isPassed, result["points"] is JsonValue points && points.TryGetValue(out double number) ? number : 0, MultilineText.Join(result["message"]))
            : throw new InvalidDataException($"a check result needs a text `name` and a truth value `passed`; this one is {node.ToJsonString()}");
}
