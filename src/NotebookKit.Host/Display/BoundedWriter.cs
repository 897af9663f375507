using System.Runtime.CompilerServices;
using System.Text;

namespace NotebookKit.Host.Display;

/// <summary>Collects the form of a value and gives up where it has no end.</summary>
internal sealed class BoundedWriter(int most) : TextWriter
{
    private readonly StringBuilder text = new();

    public override Encoding Encoding => Encoding.Unicode;

    public override void Write(char value) => Write([value]);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (text.Length + buffer.Length > most)
        {
            throw new InvalidDataException($"the value's form is longer than {most:N0} characters");
        }

        text.Append(buffer);
    }

    public override string ToString() => text.ToString();
}
