using System.Text.Json.Nodes;

namespace NotebookKit.Host.Documents;

/// <summary>What a cell holds.</summary>
public enum CellKind
{
    /// <summary>Source that a session runs.</summary>
    Code,

    /// <summary>Text for the reader.</summary>
    Markdown,

    /// <summary>Text that passes through untouched.</summary>
    Raw,
}

/// <summary>One cell of a notebook, a view on its JSON.</summary>
public sealed class NotebookCell
{
    internal NotebookCell(JsonObject json) => Json = json;

    /// <summary>The JSON of the cell.</summary>
    public JsonObject Json { get; }

    /// <summary>Code, markdown or raw.</summary>
    public CellKind Kind => Json["cell_type"]!.GetValue<string>() switch
    {
        "code" => CellKind.Code,
        "markdown" => CellKind.Markdown,
        _ => CellKind.Raw,
    };

    /// <summary>The cell's name, unique in its notebook.</summary>
    public string Id => Json["id"]!.GetValue<string>();

    /// <summary>The text of the cell.</summary>
    public string Source
    {
        get => MultilineText.Join(Json["source"]);
        set => Json["source"] = value;
    }

    /// <summary>Metadata of the cell.</summary>
    public JsonObject Metadata => Json["metadata"]!.AsObject();

    /// <summary>The number in <c>[ ]</c> beside a code cell; null when it was not run.</summary>
    public int? ExecutionCount
    {
        get => Json["execution_count"] is JsonValue value && value.TryGetValue(out int count) ? count : null;
        set => Json["execution_count"] = value;
    }

    /// <summary>What the cell has shown.</summary>
    public JsonArray Outputs => Json["outputs"] as JsonArray ?? [];

    /// <summary>True when there is nothing to run or to read.</summary>
    public bool IsBlank => string.IsNullOrWhiteSpace(Source);

    /// <summary>A code cell with a fresh id.</summary>
    public static NotebookCell Code(string source, params string[] tags) => Create("code", source, tags);

    /// <summary>A markdown cell with a fresh id.</summary>
    public static NotebookCell Markdown(string source, params string[] tags) => Create("markdown", source, tags);

    /// <summary>True when the cell carries the tag.</summary>
    public bool HasTag(string tag) =>
        Metadata["tags"] is JsonArray tags
        && tags.Any(node => node is JsonValue value && value.TryGetValue(out string? text) && text == tag);

    /// <summary>Forgets what an earlier run left: outputs, number and times.</summary>
    public void ClearRun()
    {
        if (Kind == CellKind.Code)
        {
            Json["outputs"] = new JsonArray();
            Json["execution_count"] = null;
            Metadata.Remove("execution");
        }
    }

    private static NotebookCell Create(string type, string source, string[] tags)
    {
        var metadata = new JsonObject();
        if (tags.Length > 0)
        {
            metadata["tags"] = new JsonArray([.. tags.Select(tag => JsonValue.Create(tag))]);
        }

        var json = new JsonObject
        {
            ["cell_type"] = type,
            ["id"] = CellId.New(),
            ["metadata"] = metadata,
            ["source"] = source,
        };
        if (type == "code")
        {
            json["execution_count"] = null;
            json["outputs"] = new JsonArray();
        }

        return new NotebookCell(json);
    }
}
