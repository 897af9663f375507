using NotebookKit.Data;

namespace NotebookKit.Display;

/// <summary>A loader: how it goes through its set. Nothing is loaded, and no order is drawn, by looking at it.</summary>
public sealed class DataLoaderFormatterSource : FormatterSource<DataLoader>
{
    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<DataLoader, string> Write)> Forms =>
    [
        ("text/html", loader => Html.Heading(loader.ToString()) + DatasetFormatterSource.Page(loader.Dataset)),
        ("text/plain", loader => loader.ToString()),
    ];
}
