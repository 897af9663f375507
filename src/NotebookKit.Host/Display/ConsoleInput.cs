using NotebookKit.Host.Protocol;

namespace NotebookKit.Host.Display;

/// <summary>What cells read from the console: lines that the user is asked for.</summary>
internal sealed class ConsoleInput(Action<CellEvent> ask) : TextReader
{
    private readonly Lock gate = new();
    private readonly SemaphoreSlim answered = new(0);
    private InputMode mode;
    private InputAnswer? answer;
    private string rest = "";
    private long question;
    private bool isStopped;

    /// <summary>A cell begins; what an earlier one has not read is forgotten.</summary>
    public void Begin(InputMode input)
    {
        lock (gate)
        {
            mode = input;
            rest = "";
            isStopped = false;
        }
    }

    /// <summary>The user's answer; one to another question than the last is dropped.</summary>
    public void Answer(InputAnswer given)
    {
        lock (gate)
        {
            if (given.Id == question && answer is null)
            {
                answer = given;
                answered.Release();
            }
        }
    }

    /// <summary>Ends the waiting for an answer.</summary>
    public void Stop()
    {
        lock (gate)
        {
            isStopped = true;
            answered.Release();
        }
    }

    /// <inheritdoc/>
    public override string? ReadLine()
    {
        if (Peek() < 0)
        {
            return null;
        }

        lock (gate)
        {
            var end = rest.IndexOf('\n', StringComparison.Ordinal);
            var line = rest[..end];
            rest = rest[(end + 1)..];
            return line;
        }
    }

    /// <inheritdoc/>
    public override int Peek()
    {
        if (rest.Length == 0 && NextLine() is { } line)
        {
            rest = line.ReplaceLineEndings("\n") + "\n";
        }

        return rest.Length == 0 ? -1 : rest[0];
    }

    /// <inheritdoc/>
    public override int Read()
    {
        var next = Peek();
        rest = next < 0 ? rest : rest[1..];
        return next;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        answered.Dispose();
        base.Dispose(disposing);
    }

    private string? NextLine()
    {
        long id;
        lock (gate)
        {
            if (mode != InputMode.Ask)
            {
                return mode == InputMode.Empty
                    ? null
                    : throw new InvalidOperationException("Console.ReadLine: the program that runs this cell cannot ask for input; write the value into the cell instead.");
            }

            id = ++question;
            answer = null;
            while (answered.Wait(0))
            {
                // What an earlier question has left over.
            }
        }

        ask(new InputEvent(id));
        answered.Wait();
        lock (gate)
        {
            if (isStopped || answer is not { } given)
            {
                throw new OperationCanceledException("the cell was stopped while it waited for input");
            }

            return given.Error is null ? given.Text : throw new InvalidOperationException(given.Error);
        }
    }
}
