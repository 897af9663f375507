using System.Text.Json.Nodes;
using System.Threading.Channels;
using NotebookKit.Host.Jupyter.Messages;
using NotebookKit.Host.Protocol;

namespace NotebookKit.Host.Jupyter;

/// <summary>Runs the cells that clients send, one after another.</summary>
internal sealed class CellQueue(KernelSockets sockets, CellSession session, InputQuestions questions, InputHistory history)
{
    private readonly Lock gate = new();
    private readonly LinkedList<QueuedCell> waiting = [];
    private readonly Channel<bool> arrived = Channel.CreateUnbounded<bool>();
    private volatile QueuedCell? current;
    private int count;

    /// <summary>The request whose cell runs now; null while none does.</summary>
    public JupyterMessage? Running => current?.Request.Message;

    /// <summary>The request whose cell ran last: what still comes of it belongs to that cell.</summary>
    public JupyterMessage? Last { get; private set; }

    /// <summary>Takes a request in.</summary>
    public void Add(KernelRequest request)
    {
        lock (gate)
        {
            waiting.AddLast(new QueuedCell(request, new CancellationTokenSource()));
        }

        arrived.Writer.TryWrite(true);
    }

    /// <summary>Stops the cell that runs, or else the one that is about to; without any nothing happens.</summary>
    public void Interrupt()
    {
        QueuedCell? cell;
        lock (gate)
        {
            cell = current ?? waiting.First?.Value;
        }

        cell?.Interrupt.Cancel();
    }

    /// <summary>Runs what comes until the kernel ends.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await arrived.Reader.ReadAsync(cancellation).ConfigureAwait(false);
            QueuedCell? next;
            lock (gate)
            {
                next = waiting.First?.Value;
                current = next;
                if (next is not null)
                {
                    waiting.RemoveFirst();
                }
            }

            if (next is not null)
            {
                await RunAsync(next).ConfigureAwait(false);
            }
        }
    }

    private async Task RunAsync(QueuedCell cell)
    {
        var request = cell.Request;
        var message = request.Message;
        Last = message;
        sockets.PublishState("busy", message);
        JsonObject reply;
        try
        {
            reply = await RunCellAsync(request, cell.Interrupt.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever is wrong with a request, the kernel answers it and lives on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            reply = KernelReplies.Failure(exception);
        }

        // What the same client has sent before it could know of an error does not run; what it sends after the reply does.
        var isError = JupyterMessage.Text(reply, "status") == "error";
        var dropped = isError && message.Flag("stop_on_error", true) ? Withdraw(message.Session) : [];
        questions.Forget();
        current = null;
        sockets.Reply(request, reply);
        sockets.PublishState("idle", message);
        foreach (var other in dropped)
        {
            sockets.PublishState("busy", other.Message);
            sockets.Reply(other, new JsonObject { ["status"] = "aborted", ["execution_count"] = count });
            sockets.PublishState("idle", other.Message);
        }
    }

    private async Task<JsonObject> RunCellAsync(KernelRequest request, CancellationToken interrupt)
    {
        var message = request.Message;
        var code = message.Text("code");
        var isSilent = message.Flag("silent", false);
        var isStored = !isSilent && message.Flag("store_history", true);
        if (isStored)
        {
            count++;
        }

        if (!isSilent)
        {
            sockets.Publish("execute_input", message, new JsonObject { ["code"] = code, ["execution_count"] = count });
        }

        // A silent piece of code has no number of its own: under 0 it hides no cell's text.
        var outputs = new KernelOutputs(sockets, message, count, isSilent);
        var mode = message.Flag("allow_stdin", true) ? InputMode.Ask : InputMode.Refuse;
        var error = string.IsNullOrWhiteSpace(code) ? null : await session.RunAsync(new ExecuteRequest(isStored ? count : 0, code, mode), Receive, interrupt).ConfigureAwait(false);
        if (error is not null)
        {
            outputs.Publish(error);
        }

        if (isStored)
        {
            history.Add(count, code, outputs.Result?["text/plain"]?.ToString());
        }

        var reply = error is null
            ? new JsonObject { ["status"] = "ok", ["payload"] = new JsonArray(), ["user_expressions"] = await EvaluateAsync(message, interrupt).ConfigureAwait(false) }
            : KernelReplies.Failure(error);
        reply["execution_count"] = count;
        return reply;

        void Receive(CellEvent what)
        {
            if (what is InputEvent question)
            {
                questions.Ask(request, question);
            }
            else
            {
                outputs.Publish(what);
            }
        }
    }

    /// <summary>The values of the expressions that a client wants to know after its cell.</summary>
    private async Task<JsonObject> EvaluateAsync(JupyterMessage message, CancellationToken interrupt)
    {
        var values = new JsonObject();
        foreach (var (name, expression) in message.Content["user_expressions"] as JsonObject ?? [])
        {
            var outputs = new KernelOutputs(sockets, message, count, isSilent: true);
            var error = await session.RunAsync(new ExecuteRequest(0, expression?.ToString() ?? "", InputMode.Refuse), outputs.Publish, interrupt).ConfigureAwait(false);
            values[name] = error is null
                ? new JsonObject { ["status"] = "ok", ["data"] = outputs.Result?.DeepClone() ?? new JsonObject(), ["metadata"] = new JsonObject() }
                : KernelReplies.Failure(error);
        }

        return values;
    }

    /// <summary>Takes a client's waiting requests out of the queue.</summary>
    private KernelRequest[] Withdraw(string client)
    {
        lock (gate)
        {
            QueuedCell[] dropped = [.. waiting.Where(cell => cell.Request.Message.Session == client)];
            Array.ForEach(dropped, cell => waiting.Remove(cell));
            return [.. dropped.Select(cell => cell.Request)];
        }
    }

    private sealed record QueuedCell(KernelRequest Request, CancellationTokenSource Interrupt);
}
