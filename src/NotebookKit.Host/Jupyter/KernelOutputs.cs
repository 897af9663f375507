using System.Text.Json.Nodes;
using NotebookKit.Host.Jupyter.Messages;
using NotebookKit.Host.Protocol;

namespace NotebookKit.Host.Jupyter;

/// <summary>Publishes what one cell shows, in the words of Jupyter's protocol and up to a limit.</summary>
internal sealed class KernelOutputs(KernelSockets sockets, JupyterMessage? request, int count, bool isSilent, long most = 50L * 1024 * 1024)
{
    private long size;

    /// <summary>The forms of the cell's value; null when it has none.</summary>
    public JsonObject? Result { get; private set; }

    /// <summary>Publishes one event.</summary>
    public void Publish(CellEvent message)
    {
        switch (message)
        {
            case StreamEvent text:
                Send("stream", text.Text.Length, new JsonObject { ["name"] = text.Name, ["text"] = text.Text });
                break;
            case DisplayEvent shown:
                Send("display_data", Size(shown.Data), Display(shown.Data, shown.Id));
                break;
            case UpdateEvent update:
                // An update takes the place of what was there: it adds nothing.
                Send("update_display_data", 0, Display(update.Data, update.Id));
                break;
            case ClearEvent clear:
                size = 0;
                Send("clear_output", 0, new JsonObject { ["wait"] = clear.Wait });
                break;
            case ResultEvent result:
                Result = result.Data;
                Send("execute_result", Size(result.Data), new JsonObject { ["execution_count"] = count, ["data"] = result.Data.DeepClone(), ["metadata"] = new JsonObject() });
                break;
            case ErrorEvent error:
                Send("error", 0, ErrorContent(error));
                break;
        }
    }

    /// <summary>The fields of an error, as in an <c>error</c> message and in a reply.</summary>
    public static JsonObject ErrorContent(ErrorEvent error) => new()
    {
        ["ename"] = error.Name,
        ["evalue"] = error.Message,
        ["traceback"] = new JsonArray([.. error.Traceback.Select(line => (JsonNode)line)]),
    };

    private static JsonObject Display(JsonObject data, string id) => new()
    {
        ["data"] = data.DeepClone(),
        ["metadata"] = new JsonObject(),
        ["transient"] = new JsonObject { ["display_id"] = id },
    };

    private static long Size(JsonObject data) => data.ToJsonString().Length;

    private void Send(string type, long more, JsonObject content)
    {
        if (isSilent || (more > 0 && size > most))
        {
            return;
        }

        size += more;
        if (more > 0 && size > most)
        {
            type = "stream";
            content = new JsonObject { ["name"] = "stderr", ["text"] = $"\n[the output of this cell is cut after {most / 1048576} MB]\n" };
        }

        sockets.Publish(type, request, content, isExpected: type is "error" or "execute_result");
    }
}
