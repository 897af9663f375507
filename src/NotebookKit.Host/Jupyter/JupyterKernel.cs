using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using NotebookKit.Host.Jupyter.Messages;
using NotebookKit.Host.Protocol;

namespace NotebookKit.Host.Jupyter;

/// <summary>A Jupyter kernel for C#: the sockets and the protocol are here, the cells run in a child process.</summary>
public sealed class JupyterKernel : IAsyncDisposable
{
    private static readonly TimeSpan AssistTime = TimeSpan.FromSeconds(10);
    private readonly KernelSockets sockets;
    private readonly CellSession session;
    private readonly InputQuestions questions;
    private readonly InputHistory history = new();
    private readonly CellQueue cells;
    private readonly CancellationTokenSource end = new();

    private JupyterKernel(ConnectionFile connection, CellServerCommand server, string folder)
    {
        sockets = new KernelSockets(connection, Receive);
        session = new CellSession(server, folder, PublishBetweenCells);
        questions = new InputQuestions(sockets, session.Answer);
        cells = new CellQueue(sockets, session, questions, history);
    }

    /// <summary>Runs a kernel until a client shuts it down or the program that started it is gone.</summary>
    /// <param name="connectionFile">What Jupyter has written for it.</param>
    /// <param name="server">How to start the child that runs the cells.</param>
    /// <param name="folder">The folder in which cells run.</param>
    /// <param name="allowRemote">Whether the file may name an address that other machines reach.</param>
    /// <param name="cancellation">Ends the kernel.</param>
    /// <exception cref="InvalidDataException">The connection file is none, or asks for what this kernel does not do.</exception>
    /// <exception cref="IOException">The file cannot be read, or a port is taken.</exception>
    public static async Task RunAsync(string connectionFile, CellServerCommand server, string folder, bool allowRemote = false, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(server);
        var connection = ConnectionFile.Read(connectionFile, allowRemote);
        await using var kernel = new JupyterKernel(connection, server, folder);

        // A client that does not know of interrupt messages sends a signal: it means the cell, not the kernel.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            kernel.cells.Interrupt();
        });
        using var watch = ParentWatch.Start(kernel.end.Cancel);
        using var stop = cancellation.Register(kernel.end.Cancel);
        await kernel.ServeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        session.Dispose();
        await sockets.DisposeAsync().ConfigureAwait(false);
        end.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            sockets.Start();
        }
        catch (SocketException exception)
        {
            throw new IOException($"a port of the connection file cannot be opened: {exception.Message}", exception);
        }

        sockets.PublishState("starting", null);

        // A cell that still runs at the end ends with its process.
        await Task.WhenAny(cells.RunAsync(end.Token), Task.Delay(Timeout.Infinite, end.Token)).ConfigureAwait(false);
    }

    /// <summary>On the thread of the sender: nothing here may wait.</summary>
    private void Receive(KernelRequest request)
    {
        if (request.Channel == KernelChannel.Stdin)
        {
            if (request.Message.Type == "input_reply")
            {
                questions.Receive(request);
            }
        }
        else if (request.Message.Type == "execute_request" && request.Channel == KernelChannel.Shell)
        {
            cells.Add(request);
        }
        else
        {
            _ = Task.Run(() => AnswerAsync(request));
        }
    }

    private async Task AnswerAsync(KernelRequest request)
    {
        sockets.PublishState("busy", request.Message);
        try
        {
            if (await ContentAsync(request.Message).ConfigureAwait(false) is { } content)
            {
                sockets.Reply(request, content);
            }
        }
#pragma warning disable CA1031 // Whatever is wrong with a request, the kernel answers it and lives on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            sockets.Reply(request, KernelReplies.Failure(exception));
        }

        sockets.PublishState("idle", request.Message);
        if (cells.Running is { } running)
        {
            // Clients show the state that they heard last; a cell still runs.
            sockets.PublishState("busy", running);
        }

        if (request.Message.Type == "shutdown_request")
        {
            await end.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The content of the reply; null for messages that want none.</summary>
    private async Task<JsonObject?> ContentAsync(JupyterMessage message)
    {
        var code = message.Text("code");
        var cursor = CodePoints.Place(code, message.Number("cursor_pos") ?? int.MaxValue);
        switch (message.Type)
        {
            case "kernel_info_request":
                return KernelReplies.Info();
            case "complete_request":
                return KernelReplies.Completions(await session.AskAsync<CompletionEvent>(id => new CompleteRequest(id, code, cursor), AssistTime).ConfigureAwait(false), code, cursor);
            case "inspect_request":
                return KernelReplies.Inspection(await session.AskAsync<InspectionEvent>(id => new InspectRequest(id, code, cursor, message.Number("detail_level") ?? 0), AssistTime).ConfigureAwait(false));
            case "is_complete_request":
                return KernelReplies.Completeness(await session.AskAsync<CompletenessEvent>(id => new IsCompleteRequest(id, code), AssistTime).ConfigureAwait(false));
            case "history_request":
                return history.Answer(message);
            case "comm_info_request":
                return new JsonObject { ["status"] = "ok", ["comms"] = new JsonObject() };
            case "comm_open":
                // The kernel has no targets: whoever opens one is told at once that it is closed.
                sockets.Publish("comm_close", message, new JsonObject { ["comm_id"] = message.Text("comm_id"), ["data"] = new JsonObject() }, isExpected: true);
                return null;
            case "comm_msg" or "comm_close":
                return null;
            case "interrupt_request":
                cells.Interrupt();
                return new JsonObject { ["status"] = "ok" };
            case "shutdown_request":
                return new JsonObject { ["status"] = "ok", ["restart"] = message.Flag("restart", false) };
            default:
                return KernelReplies.Failure(new ErrorEvent("UnknownRequest", $"this kernel does not know {message.Type}.", []));
        }
    }

    private void PublishBetweenCells(CellEvent message)
    {
        // A question without a cell has nobody to ask.
        if (message is InputEvent question)
        {
            session.Answer(new InputAnswer(question.Id, null, "Console.ReadLine: no cell runs that could ask."));
        }
        else
        {
            new KernelOutputs(sockets, cells?.Last, 0, isSilent: false).Publish(message);
        }
    }
}
