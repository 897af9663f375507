using NotebookKit.Charts;
using NotebookKit.Data;

namespace NotebookKit.Display;

/// <summary>A data set in a notebook: what it is and where it was found, and the first examples where they are pictures.</summary>
public sealed class DatasetFormatterSource : FormatterSource<Dataset>
{
    private const int Shown = 20;

    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<Dataset, string> Write)> Forms =>
    [
        ("text/html", data => $"<div>{Html.Text(data.ToString())}</div>" + (IsPictures(data) ? $"<div class=\"nk-figure\" style=\"overflow-x:auto\">{Draw(data).ToSvg()}</div>" : string.Empty)),
        ("text/plain", data => data.ToString()),
    ];

    private static bool IsPictures(Dataset data) => data.Count > 0 && data.Inputs.Rank == 4 && data.Inputs.Shape[1] is 1 && data.Inputs.DType == DType.UInt8;

    private static Figure Draw(Dataset data)
    {
        Dataset first = data.Take(Shown);
        return Chart.Images(
            first.Inputs.ToArray<byte>(), data.Inputs.Shape[2], data.Inputs.Shape[3], [.. Enumerable.Range(0, first.Count).Select(i => (Caption)data.ClassNames[data.LabelOf(i)])]);
    }
}
