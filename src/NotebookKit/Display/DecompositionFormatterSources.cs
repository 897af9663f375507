using NotebookKit.Charts;
using NotebookKit.Decomposition;

namespace NotebookKit.Display;

/// <summary>Principal components: their shares of the variance as a scree plot.</summary>
public sealed class PcaResultFormatterSource : FormatterSource<PcaResult>
{
    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<PcaResult, string> Write)> Forms =>
    [
        ("text/html", result => Html.Picture(DecompositionPictures.Scree(result).ToSvg()) + Html.Note(result.ToString())),
        ("text/plain", result => result.ToString()),
    ];
}

/// <summary>A t-SNE map: its points.</summary>
public sealed class TSneMapFormatterSource : FormatterSource<TSneMap>
{
    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<TSneMap, string> Write)> Forms =>
    [
        ("text/html", map => Html.Picture(Chart.Scatter(map.X, map.Y, "A map by t-SNE").ToSvg()) + Html.Note(map.ToString())),
        ("text/plain", map => map.ToString()),
    ];
}
