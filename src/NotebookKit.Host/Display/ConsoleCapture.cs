using System.Text;
using NotebookKit.Host.Protocol;

namespace NotebookKit.Host.Display;

/// <summary>Collects what code writes to Console.Out and Console.Error, in order, and sends it in chunks.</summary>
/// <remarks>
/// A quiet program's lines are sent at once, so that a crash in the next statement loses nothing; a chatty one's are
/// sent every 50 ms, so that it is not slowed down by its own output.
/// </remarks>
internal sealed class ConsoleCapture : IDisposable
{
    private const int LinesAtOnce = 20;
    private const int LargestChunk = 64 * 1024;
    private readonly Action<CellEvent> send;
    private readonly Lock gate = new();
    private readonly StringBuilder buffer = new();
    private readonly Timer timer;
    private string stream = "stdout";
    private int linesLeft = LinesAtOnce;

    public ConsoleCapture(Action<CellEvent> send)
    {
        this.send = send;
        Out = TextWriter.Synchronized(new StreamWriterOf(this, "stdout"));
        Error = TextWriter.Synchronized(new StreamWriterOf(this, "stderr"));
        timer = new Timer(_ => Tick(), null, 50, 50);
    }

    public TextWriter Out { get; }

    public TextWriter Error { get; }

    public void Flush()
    {
        lock (gate)
        {
            if (buffer.Length > 0)
            {
                // A pair of surrogates may still be on its way: half of it is no text.
                var half = char.IsHighSurrogate(buffer[^1]) ? buffer[^1] : '\0';
                buffer.Length -= half == '\0' ? 0 : 1;
                send(new StreamEvent(stream, buffer.ToString()));
                buffer.Clear();
                if (half != '\0')
                {
                    buffer.Append(half);
                }
            }
        }
    }

    public void Dispose() => timer.Dispose();

    private void Tick()
    {
        lock (gate)
        {
            linesLeft = LinesAtOnce;
            Flush();
        }
    }

    private void Write(string name, ReadOnlySpan<char> text)
    {
        lock (gate)
        {
            if (name != stream)
            {
                Flush();
                stream = name;
            }

            buffer.Append(text);
            if (buffer.Length >= LargestChunk)
            {
                Flush();
            }
            else if (linesLeft > 0 && text.Contains('\n'))
            {
                linesLeft--;
                Flush();
            }
        }
    }

    private sealed class StreamWriterOf(ConsoleCapture owner, string name) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => owner.Write(name, [value]);

        public override void Write(string? value) => owner.Write(name, value);

        public override void Write(char[] buffer, int index, int count) => owner.Write(name, buffer.AsSpan(index, count));

        public override void Write(ReadOnlySpan<char> buffer) => owner.Write(name, buffer);

        public override void WriteLine(string? value) => owner.Write(name, value + "\n");

        public override void Flush() => owner.Flush();
    }
}
