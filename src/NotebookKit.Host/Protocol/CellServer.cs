using System.Collections.Concurrent;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text;
using NotebookKit.Host.Display;
using NotebookKit.Host.Session;

namespace NotebookKit.Host.Protocol;

/// <summary>The child's side: runs the cells that come down one pipe and reports what happens up the other.</summary>
public sealed class CellServer : IDisposable
{
    private const int MostQuestions = 64;
    private readonly AnonymousPipeClientStream requests;
    private readonly AnonymousPipeClientStream events;
    private readonly Lock gate = new();
    private readonly ConsoleCapture console;
    private readonly DisplayChannel displays;
    private readonly ConsoleInput input;
    private readonly CSharpSession session = new(Directory.GetCurrentDirectory());
    private readonly RunningCells running = new();

    private CellServer(string requestHandle, string eventHandle)
    {
        requests = new AnonymousPipeClientStream(PipeDirection.In, requestHandle);
        events = new AnonymousPipeClientStream(PipeDirection.Out, eventHandle);
        console = new ConsoleCapture(Send);
        displays = new DisplayChannel(SendAfterConsole, TimeProvider.System);
        input = new ConsoleInput(SendAfterConsole);
    }

    /// <summary>Serves until the host closes its pipe.</summary>
    public static int Serve(string requestHandle, string eventHandle)
    {
        // Ctrl+C reaches the whole group of processes; the host decides what becomes of a cell, not the signal.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var server = new CellServer(requestHandle, eventHandle);
        server.Run();
        return 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        console.Dispose();
        input.Dispose();
        running.Dispose();
        requests.Dispose();
        events.Dispose();
    }

    private void Run()
    {
        Console.SetOut(console.Out);
        Console.SetError(console.Error);
        Console.SetIn(input);
        Notebook.Screen = displays;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => FlushAll();
        AppDomain.CurrentDomain.UnhandledException += (_, _) => FlushAll();

        using var cells = new BlockingCollection<ExecuteRequest>();
        using var questions = new BlockingCollection<AssistRequest>(MostQuestions);
        new Thread(() => ReadRequests(cells, questions)) { IsBackground = true, Name = "requests" }.Start();
        new Thread(() => Assist(questions)) { IsBackground = true, Name = "assist" }.Start();
        Send(new ReadyEvent());
        foreach (var cell in cells.GetConsumingEnumerable())
        {
            Execute(cell);
        }
    }

    private void ReadRequests(BlockingCollection<ExecuteRequest> cells, BlockingCollection<AssistRequest> questions)
    {
        var lines = new LineReader(requests);
        while (lines.Read() is { } line)
        {
            switch (ProtocolJson.TryRead<HostRequest>(line))
            {
                case ExecuteRequest cell:
                    running.Expect();
                    cells.Add(cell);
                    break;
                case StopRequest:
                    running.Stop();
                    input.Stop();
                    break;
                case InputAnswer answer:
                    input.Answer(answer);
                    break;
                case AssistRequest question:
                    // With so many waiting, nobody waits for this one any more.
                    questions.TryAdd(question);
                    break;
            }
        }

        // The host is gone or done: nobody would see what an endless cell still does.
        Environment.Exit(0);
    }

    /// <summary>Answers on a thread of its own, so that a running cell makes nobody wait.</summary>
    private void Assist(BlockingCollection<AssistRequest> questions)
    {
        foreach (var question in questions.GetConsumingEnumerable())
        {
            Send(session.Assist(question));
        }
    }

    private void Execute(ExecuteRequest cell)
    {
        var stop = running.Start();
        input.Begin(cell.Input);
        var outcome = RunSafely(cell, stop);
        displays.Flush();
        if (outcome.Failure is { } failure)
        {
            SendAfterConsole(new ErrorEvent(failure.Name, failure.Message, failure.Traceback));
        }
        else if (outcome.HasResult && outcome.Result is not IShownValue)
        {
            // What a value shows may be the cell's own code, and run away as well.
            using var guards = CellGuard.By(stop);
            SendAfterConsole(new ResultEvent(MimeBundle.Of(outcome.Result)));
        }

        running.End();

        SendAfterConsole(new DoneEvent());
    }

    private CellOutcome RunSafely(ExecuteRequest cell, CancellationToken stop)
    {
        try
        {
            return session.RunAsync(cell.Source, cell.Cell, stop).GetAwaiter().GetResult();
        }
#pragma warning disable CA1031 // A defect of the session must end the cell with its name, not leave the host waiting.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return CellOutcome.Failed(new CellFailure(exception.GetType().Name, exception.Message, exception.ToString().Split('\n')));
        }
    }

    private void FlushAll()
    {
        displays.Flush();
        console.Flush();
    }

    private void SendAfterConsole(CellEvent message)
    {
        console.Flush();
        Send(message);
    }

    private void Send(CellEvent message)
    {
        var line = Encoding.UTF8.GetBytes(ProtocolJson.Write(message) + "\n");
        lock (gate)
        {
            try
            {
                events.Write(line);
            }
            catch (IOException)
            {
                // The host is gone; ReadRequests notices and ends the process.
            }
        }
    }
}
