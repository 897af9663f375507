using NotebookKit.Learners;

namespace NotebookKit.Display;

/// <summary>How a Hopfield net came to rest, in a notebook: the curve of its energy, and the states as pictures where they are square.</summary>
public sealed class HopfieldTraceFormatterSource : FormatterSource<HopfieldTrace>
{
    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<HopfieldTrace, string> Write)> Forms =>
    [
        ("text/html", trace => Html.Heading(trace.ToString()) + Html.Picture(trace.Draw().ToSvg()) + (Side(trace) is { } side ? Html.Picture(trace.Pictures(side).ToSvg()) : string.Empty)),
        ("text/plain", trace => $"{trace}\n{trace.Draw()}"),
    ];

    private static int? Side(HopfieldTrace trace)
    {
        int side = (int)Math.Round(Math.Sqrt(trace.Final.Count));
        return side > 2 && side * side == trace.Final.Count ? side : null;
    }
}
