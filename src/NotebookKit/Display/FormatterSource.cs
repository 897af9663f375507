namespace NotebookKit.Display;

/// <summary>The looks of a type by the convention of <see cref="TypeFormatterSourceAttribute"/>: list them and no more.</summary>
/// <typeparam name="T">The type that is shown.</typeparam>
public abstract class FormatterSource<T>
{
    /// <summary>What a host asks for: an object for each form.</summary>
    public IEnumerable<object> CreateTypeFormatters() => Forms.Select(form => new MimeFormatter<T>(form.MimeType, form.Write));

    /// <summary>Each form's MIME type and how the value is written in it.</summary>
    protected abstract IEnumerable<(string MimeType, Func<T, string> Write)> Forms { get; }
}
