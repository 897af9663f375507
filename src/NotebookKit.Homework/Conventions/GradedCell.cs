using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotebookKit.Host.Documents;

namespace NotebookKit.Homework.Conventions;

/// <summary>What the metadata of a cell say about its part in an assignment: nbgrader's cell metadata, schema version 3.</summary>
/// <param name="Id">Unique in the notebook: letters, digits, '-' and '_'.</param>
/// <param name="Role">What the cell is for.</param>
/// <param name="Points">What it earns at most; 0 where it is not graded.</param>
public sealed partial record GradedCell(string Id, CellRole Role, double Points)
{
    /// <summary>The key of the metadata.</summary>
    public const string Key = "nbgrader";

    /// <summary>The version of the schema that is read and written.</summary>
    public const int SchemaVersion = 3;

    private static readonly string[] Keys = ["schema_version", "grade", "locked", "solution", "task", "grade_id", "points", "checksum", "cell_type"];

    /// <summary>The checksum that the release has written; null in a master.</summary>
    public string? Checksum { get; init; }

    /// <summary>Whether points are given for it.</summary>
    public bool IsGraded => Role is CellRole.Tests or CellRole.Manual or CellRole.Task;

    /// <summary>Whether the student writes in it.</summary>
    public bool IsAnswer => Role is CellRole.Answer or CellRole.Manual;

    /// <summary>Whether the student may not change it.</summary>
    public bool IsLocked => Role is CellRole.Tests or CellRole.ReadOnly or CellRole.Task;

    /// <summary>Reads a cell's metadata; null where a cell has none.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="place">How an error names it: notebook and cell number.</param>
    /// <exception cref="HomeworkException">They are there and not as the schema wants them.</exception>
    public static GradedCell? Of(NotebookCell cell, string place)
    {
        ArgumentNullException.ThrowIfNull(cell);
        if (cell.Metadata[Key] is not { } node)
        {
            return null;
        }

        var data = node as JsonObject ?? throw new HomeworkException(place, $"metadata.{Key} is no object.");
        var version = data["schema_version"] is JsonValue number && number.TryGetValue(out int read) ? read : 0;
        if (version != SchemaVersion)
        {
            throw new HomeworkException(place, $"metadata.{Key}.schema_version is {data["schema_version"]?.ToJsonString() ?? "missing"}; version {SchemaVersion} is read here: open and save the notebook with a newer nbgrader, or write {SchemaVersion}.");
        }

        if (data.FirstOrDefault(pair => !Keys.Contains(pair.Key)).Key is { } unknown)
        {
            throw new HomeworkException(place, $"metadata.{Key} has the key `{unknown}`, which the schema does not know; it knows {string.Join(", ", Keys)}.");
        }

        bool grade = Flag(data, "grade", place), solution = Flag(data, "solution", place), locked = Flag(data, "locked", place);
        var task = data.ContainsKey("task") && Flag(data, "task", place);
        if (task && (grade || solution))
        {
            throw new HomeworkException(place, "a task is neither a graded cell nor a solution; set grade and solution to false.");
        }

        var role = task ? CellRole.Task
            : grade && solution ? CellRole.Manual
            : grade ? CellRole.Tests
            : solution ? CellRole.Answer
            : locked ? CellRole.ReadOnly
            : CellRole.Free;
        if (role == CellRole.Free)
        {
            return null;
        }

        var id = data["grade_id"] is JsonValue text && text.TryGetValue(out string? name) ? name : "";
        if (!IdPattern().IsMatch(id))
        {
            throw new HomeworkException(place, $"grade_id is `{id}`; it is made of letters, digits, '-' and '_', and not empty.");
        }

        if (role == CellRole.Tests && cell.Kind == CellKind.Markdown)
        {
            throw new HomeworkException(place, $"`{id}` is a graded text cell, and text is graded only where it is an answer: set solution to true.");
        }

        var points = role is CellRole.Tests or CellRole.Manual or CellRole.Task ? PointsOf(data, id, place) : 0;
        return new GradedCell(id, role, points) { Checksum = data["checksum"] is JsonValue sum && sum.TryGetValue(out string? hex) ? hex : null };
    }

    /// <summary>Writes the metadata into a cell, with the checksum of what stands in it now.</summary>
    public void WriteTo(NotebookCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        JsonObject data = new() { ["schema_version"] = SchemaVersion, ["grade_id"] = Id, ["grade"] = Role is CellRole.Tests or CellRole.Manual };
        data["solution"] = IsAnswer;
        data["locked"] = IsLocked;
        data["task"] = Role == CellRole.Task;
        data["cell_type"] = cell.Json["cell_type"]!.GetValue<string>();
        if (IsGraded)
        {
            data["points"] = Points;
        }

        data["checksum"] = CellChecksum.Of(cell, this);
        cell.Metadata[Key] = data;
    }

    private static bool Flag(JsonObject data, string key, string place) => data[key] is JsonValue value && value.TryGetValue(out bool flag)
        ? flag
        : throw new HomeworkException(place, $"metadata.{Key}.{key} is {data[key]?.ToJsonString() ?? "missing"}; it is true or false.");

    private static double PointsOf(JsonObject data, string id, string place)
    {
        var points = data["points"] is JsonValue value && value.TryGetValue(out double number) ? number : double.NaN;
        return points is >= 0 and < 1e6 ? points : throw new HomeworkException(place, $"`{id}` has the points {data["points"]?.ToJsonString() ?? "(none)"}; a graded cell has a number of 0 or more.");
    }

    [GeneratedRegex(@"^[a-zA-Z0-9_\-]{1,100}\z")]
    private static partial Regex IdPattern();
}
