namespace NotebookKit.Display;

/// <summary>For types whose ToString says everything in a line: no table of properties beside it.</summary>
public sealed class TextFormatterSource : FormatterSource<object>
{
    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<object, string> Write)> Forms =>
    [
        ("text/plain", value => value.ToString() ?? string.Empty),
        ("text/html", value => Html.Pre(value.ToString() ?? string.Empty)),
    ];
}
