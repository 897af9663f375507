namespace NotebookKit.Data;

/// <summary>How far a download has come.</summary>
/// <param name="File">The file being downloaded.</param>
/// <param name="Source">The host that it comes from.</param>
/// <param name="Received">The bytes on disk so far, including those of an earlier attempt.</param>
/// <param name="Total">The bytes in all, where the server says so.</param>
public readonly record struct DownloadProgress(string File, string Source, long Received, long? Total);

/// <summary>Writes the progress of a download as plain lines, one for every quarter of a file.</summary>
/// <remarks>Whole lines rather than a moving bar: they read the same in a notebook, a terminal and a log file.</remarks>
/// <param name="output">Where to write; null means the console of the moment of writing.</param>
internal sealed class PlainDownloadProgress(TextWriter? output = null) : IProgress<DownloadProgress>
{
    private string file = "";
    private long quarter;

    /// <inheritdoc/>
    public void Report(DownloadProgress value)
    {
        var reached = value.Total is > 0 and var total ? 4 * value.Received / total : 0;
        if (value.File == file && reached <= quarter)
        {
            return;
        }

        (file, quarter) = (value.File, reached);
        var whole = value.Total is { } size ? $" of {size / 1e6:F1}" : "";
        (output ?? Console.Out).WriteLine($"Downloading {value.File} from {value.Source}: {value.Received / 1e6:F1}{whole} MB");
    }
}
