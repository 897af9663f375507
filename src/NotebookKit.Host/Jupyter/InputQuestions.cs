using System.Text.Json.Nodes;
using NotebookKit.Host.Protocol;

namespace NotebookKit.Host.Jupyter;

/// <summary>Asks the user for a line on behalf of a cell, and takes the answer back to it.</summary>
internal sealed class InputQuestions(KernelSockets sockets, Action<InputAnswer> deliver)
{
    private const string EndOfInput = "\u0004";
    private readonly Lock gate = new();
    private (KernelRequest Asker, long Id)? pending;

    /// <summary>A cell reads a line: its client is asked.</summary>
    public void Ask(KernelRequest asker, InputEvent question)
    {
        lock (gate)
        {
            pending = (asker, question.Id);
        }

        if (!sockets.Ask(asker, "input_request", new JsonObject { ["prompt"] = "", ["password"] = false }))
        {
            Forget();
            deliver(new InputAnswer(question.Id, null, "Console.ReadLine: the program that runs this cell allows input but does not listen for questions; write the value into the cell instead."));
        }
    }

    /// <summary>An answer has come; one that nobody waits for is dropped.</summary>
    public void Receive(KernelRequest reply)
    {
        (KernelRequest Asker, long Id) asked;
        lock (gate)
        {
            if (pending is not { } waiting || waiting.Asker.Peer != reply.Peer)
            {
                return;
            }

            asked = waiting;
            pending = null;
        }

        var text = reply.Message.Text("value");
        deliver(new InputAnswer(asked.Id, text == EndOfInput ? null : text, null));
    }

    /// <summary>The cell is over; nobody waits for an answer any more.</summary>
    public void Forget()
    {
        lock (gate)
        {
            pending = null;
        }
    }
}
