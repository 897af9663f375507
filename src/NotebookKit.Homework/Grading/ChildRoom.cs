using NotebookKit.Host.Protocol;

namespace NotebookKit.Homework.Grading;

/// <summary>Whether a child can still do what any cell needs: compile, start threads, have a turn on the pool, and have a little memory.</summary>
/// <remarks>
/// Code that uses up its threads or its memory is told so by an exception, and its process lives on: without room for the next cells, whosever they are.
/// No count from outside shows it: memory that is held looks like memory that is free to collect, and a pool whose threads all sleep like one that rests.
/// So the child is asked to do it. What answers is the student's process; an answer that is a lie harms its own cells alone.
/// </remarks>
internal static class ChildRoom
{
    // Full names and no var: a session may have names of its own. Nothing is declared outside of the block.
    private const string Code = """
        {
            global::System.Threading.CountdownEvent here = new global::System.Threading.CountdownEvent(8);
            for (int i = 0; i < 8; i++)
            {
                new global::System.Threading.Thread(() => { here.Signal(); here.Wait(); }) { IsBackground = true }.Start();
            }

            here.Wait();
            await global::System.Threading.Tasks.Task.Run(() => global::System.GC.KeepAlive(new byte[16777216]));
        }
        """;

    /// <summary>Asks the child.</summary>
    /// <param name="child">The process; no cell runs in it.</param>
    /// <param name="apply">Receives what the cells before still show.</param>
    /// <param name="limit">Ends the waiting for an answer.</param>
    /// <returns>False when it fails, dies or does not answer in time.</returns>
    public static async Task<bool> IsLeftAsync(CellProcess child, Action<CellEvent> apply, CancellationToken limit)
    {
        var isLeft = true;
        child.Send(new ExecuteRequest(0, Code));
        try
        {
            await foreach (var message in child.Events.ReadAllAsync(limit).ConfigureAwait(false))
            {
                // A flood of output never lets the reader wait, and only a wait would notice the time.
                limit.ThrowIfCancellationRequested();
                switch (message)
                {
                    case DoneEvent:
                        return isLeft;
                    case ErrorEvent:
                        isLeft = false;
                        break;
                    default:
                        apply(message);
                        break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // No answer is an answer.
        }

        return false;
    }
}
