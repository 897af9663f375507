using System.Text.Json.Nodes;
using NotebookKit.Host.Documents;
using NotebookKit.Host.Protocol;

namespace NotebookKit.Host.Running;

/// <summary>Turns events into a cell's outputs: chunks merge, updates replace in place, the total is bounded.</summary>
internal sealed class CellOutputs(NotebookCell cell, Dictionary<string, List<JsonObject>> displays, long most = 50L * 1024 * 1024)
{
    private readonly JsonArray outputs = cell.Outputs;
    private readonly System.Text.StringBuilder run = new();
    private JsonObject? stream;
    private bool clearFirst;
    private bool isFull;
    private long size;

    public void Apply(CellEvent message)
    {
        switch (message)
        {
            case StreamEvent { Name: "stdout" or "stderr" } text when Fits(text.Text.Length):
                ClearIfAsked();
                Append(text);
                break;
            case DisplayEvent shown when Fits(Size(shown.Data)):
                ClearIfAsked();
                Add(Show(shown));
                break;
            case UpdateEvent update when displays.TryGetValue(update.Id, out var places) && Fits(Size(update.Data)):
                foreach (var place in places)
                {
                    size -= Size(place["data"]!);
                    place["data"] = update.Data.DeepClone();
                }

                break;
            case ClearEvent { Wait: true }:
                clearFirst = true;
                break;
            case ClearEvent:
                Clear();
                break;
            case ResultEvent result when Fits(Size(result.Data)):
                ClearIfAsked();
                Add(new JsonObject
                {
                    ["output_type"] = "execute_result",
                    ["data"] = result.Data.DeepClone(),
                    ["execution_count"] = cell.ExecutionCount,
                    ["metadata"] = new JsonObject(),
                });
                break;
            case ErrorEvent error:
                Add(Outputs.Error(error.Name, error.Message, error.Traceback));
                break;
        }
    }

    private JsonObject Show(DisplayEvent shown)
    {
        var output = new JsonObject
        {
            ["output_type"] = "display_data",
            ["data"] = shown.Data.DeepClone(),
            ["metadata"] = new JsonObject(),
        };
        displays[shown.Id] = [output];
        return output;
    }

    private void Append(StreamEvent text)
    {
        if (stream is not null && stream["name"]!.GetValue<string>() == text.Name)
        {
            run.Append(text.Text);
        }
        else
        {
            Finish();
            stream = new JsonObject { ["output_type"] = "stream", ["name"] = text.Name };
            outputs.Add((JsonNode)stream);
            run.Append(text.Text);
        }
    }

    private void Add(JsonObject output)
    {
        Finish();
        outputs.Add((JsonNode)output);
    }

    /// <summary>Writes the merged text into its output; call once after the last event.</summary>
    public void Finish()
    {
        if (stream is not null)
        {
            stream["text"] = run.ToString();
            stream = null;
            run.Clear();
        }
    }

    private void ClearIfAsked()
    {
        if (clearFirst)
        {
            Clear();
        }
    }

    private void Clear()
    {
        Finish();
        outputs.Clear();
        clearFirst = false;
        isFull = false;
        size = 0;
    }

    private static long Size(JsonNode data) => data.ToJsonString().Length;

    private bool Fits(long more)
    {
        if (isFull)
        {
            return false;
        }

        size += more;
        if (size <= most)
        {
            return true;
        }

        isFull = true;
        Append(new StreamEvent("stderr", $"\n[the output of this cell is cut after {most / 1048576} MB]\n"));
        return false;
    }
}
