using System.Diagnostics;
using System.IO.Pipes;
using System.Text;
using System.Threading.Channels;

namespace NotebookKit.Host.Protocol;

/// <summary>How to start a child that serves cells: a program and the arguments before the two pipe handles.</summary>
/// <param name="Program">The executable.</param>
/// <param name="Arguments">Its first arguments.</param>
public sealed record CellServerCommand(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>The only environment variables that the child gets; null for those of this process.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>Puts arguments and environment into what starts a process.</summary>
    internal void ApplyTo(ProcessStartInfo start, params IReadOnlyList<string> more)
    {
        foreach (var argument in Arguments.Concat(more))
        {
            start.ArgumentList.Add(argument);
        }

        if (Environment is not null)
        {
            start.Environment.Clear();
            foreach (var (name, value) in Environment)
            {
                start.Environment[name] = value;
            }
        }
    }
}

/// <summary>The host's side of one child process.</summary>
/// <remarks>
/// Messages go through two pipes of their own, because the child's stdout and stderr belong to the student's code and to
/// the runtime; those two are read as well, so the runtime's last words (a stack overflow) are kept.
/// </remarks>
internal sealed class CellProcess : IDisposable
{
    private static readonly Lock Starting = new();
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(2);

    // The cell's own output comes through another pipe: what it wrote before the runtime's words is given time to arrive before them.
    private static readonly TimeSpan HeadStart = TimeSpan.FromMilliseconds(100);
    private readonly AnonymousPipeServerStream requests;
    private readonly AnonymousPipeServerStream events;
    private readonly Process process;
    private readonly Channel<CellEvent> received = Channel.CreateBounded<CellEvent>(1024);
    private readonly StringBuilder lastWords = new();

    private CellProcess(AnonymousPipeServerStream requests, AnonymousPipeServerStream events, Process process)
    {
        this.requests = requests;
        this.events = events;
        this.process = process;
        Id = process.Id;
        var readers = new[]
        {
            StartThread(ReadEvents),
            StartThread(() => ReadRaw(process.StandardOutput, "stdout")),
            StartThread(() => ReadRaw(process.StandardError, "stderr")),
        };
        _ = CompleteAfterExitAsync(readers);
    }

    /// <summary>What the child sends; complete when it has died and all it left has been read.</summary>
    public ChannelReader<CellEvent> Events => received.Reader;

    /// <summary>The number of the process that was started.</summary>
    public int Id { get; }

    /// <summary>The exit code once the child has ended.</summary>
    public int ExitCode => process.ExitCode;

    /// <summary>What the runtime wrote to stderr itself.</summary>
    public string LastWords
    {
        get
        {
            lock (lastWords)
            {
                return lastWords.ToString();
            }
        }
    }

    public static CellProcess Start(CellServerCommand command, string folder)
    {
        // Handles meant for one child would leak into another that starts at the same moment.
        lock (Starting)
        {
            var requests = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.Inheritable);
            var events = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.Inheritable);
            try
            {
                var start = new ProcessStartInfo(command.Program)
                {
                    WorkingDirectory = folder,
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    StandardOutputEncoding = Encoding.UTF8,
                    StandardErrorEncoding = Encoding.UTF8,
                    UseShellExecute = false,
                };
                command.ApplyTo(start, requests.GetClientHandleAsString(), events.GetClientHandleAsString());
                var process = Process.Start(start) ?? throw new IOException($"{command.Program} did not start.");
                requests.DisposeLocalCopyOfClientHandle();
                events.DisposeLocalCopyOfClientHandle();
                process.StandardInput.Close();
                return new CellProcess(requests, events, process);
            }
            catch
            {
                requests.Dispose();
                events.Dispose();
                throw;
            }
        }
    }

    /// <summary>Asks the child to do something; a child that has died is found out by the end of <see cref="Events"/>.</summary>
    public void Send(HostRequest request)
    {
        try
        {
            requests.Write(Encoding.UTF8.GetBytes(ProtocolJson.Write<HostRequest>(request) + "\n"));
        }
        catch (IOException)
        {
            // The child has died; the end of Events says so.
        }
    }

    /// <summary>Ends the child and everything it started.</summary>
    public void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    public void Dispose()
    {
        Kill();
        requests.Dispose();
        events.Dispose();
        process.Dispose();
    }

    private static Task StartThread(Action body)
    {
        var ended = new TaskCompletionSource();
        new Thread(() =>
        {
            try
            {
                body();
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException or ChannelClosedException)
            {
                // The other end is gone; what was read so far stands.
            }

            ended.SetResult();
        })
        { IsBackground = true }.Start();
        return ended.Task;
    }

    private async Task CompleteAfterExitAsync(Task[] readers)
    {
        await process.WaitForExitAsync().ConfigureAwait(false);

        // A grandchild may hold the pipes open for ever: what comes within the drain time counts.
        await Task.WhenAny(Task.WhenAll(readers), Task.Delay(DrainTime)).ConfigureAwait(false);
        received.Writer.TryComplete();
    }

    private void ReadEvents()
    {
        var lines = new LineReader(events);
        while (lines.Read() is { } line)
        {
            Post(ProtocolJson.TryRead<CellEvent>(line) ?? new StreamEvent("stderr", "[a message that the host could not read was dropped]\n"));
        }
    }

    private void ReadRaw(StreamReader reader, string name)
    {
        const int enough = 16 * 1024;
        var chunk = new char[4096];
        var kept = 0;
        for (int count; (count = reader.Read(chunk)) > 0;)
        {
            var text = chunk.AsSpan(0, Math.Max(0, Math.Min(count, enough - kept))).ToString();
            kept += count;
            if (name == "stderr")
            {
                lock (lastWords)
                {
                    lastWords.Append(text);
                }
            }

            if (text.Length > 0)
            {
                Thread.Sleep(HeadStart);

                // The trace of a stack overflow can run to megabytes; its head says all there is to say.
                Post(new StreamEvent(name, kept >= enough ? text + "\n[the rest of the process's own output is cut]\n" : text));
            }
        }
    }

    private void Post(CellEvent message) => received.Writer.WriteAsync(message).AsTask().GetAwaiter().GetResult();
}
