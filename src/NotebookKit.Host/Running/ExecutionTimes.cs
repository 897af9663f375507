using System.Globalization;
using System.Text.Json.Nodes;
using NotebookKit.Host.Documents;

namespace NotebookKit.Host.Running;

/// <summary>Writes when a cell ran into <c>metadata.execution</c>, under the names that Jupyter's tools use.</summary>
internal sealed class ExecutionTimes
{
    private readonly JsonObject times = [];

    public ExecutionTimes(NotebookCell cell)
    {
        cell.Metadata["execution"] = times;
        times["iopub.status.busy"] = Now();
        times["iopub.execute_input"] = Now();
    }

    public void End()
    {
        times["shell.execute_reply"] = Now();
        times["iopub.status.idle"] = Now();
    }

    private static string Now() => DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
