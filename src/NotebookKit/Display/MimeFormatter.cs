namespace NotebookKit.Display;

/// <summary>Writes values of one type in one form; a host finds the two members by their names.</summary>
/// <typeparam name="T">The type that is shown.</typeparam>
/// <param name="mimeType">The form, such as text/html.</param>
/// <param name="write">How a value is written in it.</param>
public sealed class MimeFormatter<T>(string mimeType, Func<T, string> write)
{
    /// <summary>The form, such as text/html.</summary>
    public string MimeType { get; } = mimeType;

    /// <summary>Writes the value; false leaves a value of another type to the host.</summary>
    public bool Format(object instance, TextWriter writer)
    {
        if (instance is not T value)
        {
            return false;
        }

        writer.Write(write(value));
        return true;
    }
}
