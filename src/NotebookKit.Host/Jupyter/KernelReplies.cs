using System.Reflection;
using System.Text.Json.Nodes;
using NotebookKit.Host.Documents;
using NotebookKit.Host.Jupyter.Messages;
using NotebookKit.Host.Protocol;

namespace NotebookKit.Host.Jupyter;

/// <summary>Makes the contents of replies.</summary>
internal static class KernelReplies
{
    private static readonly string Kit = typeof(Tensor).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Who the kernel is.</summary>
    public static JsonObject Info()
    {
        var language = KernelMetadata.LanguageInfo();
        language["version"] = "14";
        language["codemirror_mode"] = "text/x-csharp";
        return new JsonObject
        {
            ["status"] = "ok",
            ["protocol_version"] = JupyterMessage.Version,
            ["implementation"] = "notebookkit",
            ["implementation_version"] = Kit,
            ["language_info"] = language,
            ["banner"] = $"NotebookKit {Kit}: C# on .NET {Environment.Version}. #!lsmagic lists the commands.",
            ["help_links"] = new JsonArray(),
            ["debugger"] = false,
            ["supported_features"] = new JsonArray(),
        };
    }

    /// <summary>What could stand at the cursor; nothing when the session did not answer.</summary>
    public static JsonObject Completions(CompletionEvent? answer, string code, int cursor)
    {
        var start = CodePoints.Count(code, answer?.Start ?? cursor);
        var end = CodePoints.Count(code, answer?.End ?? cursor);
        var items = answer?.Items ?? [];
        return new JsonObject
        {
            ["status"] = "ok",
            ["matches"] = new JsonArray([.. items.Select(item => (JsonNode)item.Text)]),
            ["cursor_start"] = start,
            ["cursor_end"] = end,
            ["metadata"] = new JsonObject
            {
                ["_jupyter_types_experimental"] = new JsonArray([.. items.Select(item => (JsonNode)new JsonObject
                {
                    ["start"] = start,
                    ["end"] = end,
                    ["text"] = item.Text,
                    ["type"] = item.Kind,
                    ["signature"] = item.Signature,
                })]),
            },
        };
    }

    /// <summary>What a name means.</summary>
    public static JsonObject Inspection(InspectionEvent? answer) => new()
    {
        ["status"] = "ok",
        ["found"] = answer?.Data is not null,
        ["data"] = answer?.Data?.DeepClone() ?? new JsonObject(),
        ["metadata"] = new JsonObject(),
    };

    /// <summary>Whether code can run.</summary>
    public static JsonObject Completeness(CompletenessEvent? answer) =>
        answer is { Status: "incomplete" }
            ? new JsonObject { ["status"] = answer.Status, ["indent"] = answer.Indent }
            : new JsonObject { ["status"] = answer?.Status ?? "unknown" };

    /// <summary>A cell's error.</summary>
    public static JsonObject Failure(ErrorEvent error)
    {
        var content = KernelOutputs.ErrorContent(error);
        content["status"] = "error";
        return content;
    }

    /// <summary>A request that the kernel could not deal with.</summary>
    public static JsonObject Failure(Exception exception) =>
        Failure(new ErrorEvent(exception.GetType().Name, exception.Message, [$"{exception.GetType().Name}: {exception.Message}"]));
}
