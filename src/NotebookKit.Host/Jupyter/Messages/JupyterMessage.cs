using System.Text.Json.Nodes;

namespace NotebookKit.Host.Jupyter.Messages;

/// <summary>A message of Jupyter's protocol.</summary>
internal sealed record JupyterMessage
{
    /// <summary>The version of the protocol that the kernel speaks.</summary>
    public const string Version = "5.4";

    /// <summary>The frames before the signature, which a reply repeats.</summary>
    public IReadOnlyList<byte[]> Envelope { get; init; } = [];

    /// <summary>Id, type, session, user and time.</summary>
    public required JsonObject Header { get; init; }

    /// <summary>The header of the request that this one answers; empty in a request.</summary>
    public required JsonObject ParentHeader { get; init; }

    /// <summary>Free data about the message.</summary>
    public JsonObject Metadata { get; init; } = [];

    /// <summary>What it says.</summary>
    public required JsonObject Content { get; init; }

    /// <summary>What it asks for or tells, as <c>execute_request</c>.</summary>
    public string Type => Text(Header, "msg_type");

    /// <summary>Its own id.</summary>
    public string Id => Text(Header, "msg_id");

    /// <summary>The client that sent it.</summary>
    public string Session => Text(Header, "session");

    /// <summary>A text of an object; empty where it is missing or something else.</summary>
    public static string Text(JsonObject from, string name) => from[name] is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    /// <summary>A text of the content; empty where it is missing or something else.</summary>
    public string Text(string name) => Text(Content, name);

    /// <summary>A truth value of the content.</summary>
    public bool Flag(string name, bool otherwise) => Content[name] is JsonValue value && value.TryGetValue(out bool flag) ? flag : otherwise;

    /// <summary>A number of the content; null where it is missing or something else.</summary>
    public int? Number(string name) => Content[name] is JsonValue value && value.TryGetValue(out int number) ? number : null;
}
