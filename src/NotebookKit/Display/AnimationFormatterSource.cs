using NotebookKit.Charts;

namespace NotebookKit.Display;

/// <summary>An animation in a notebook: its pictures with a slider, the last picture alone, or its words.</summary>
public sealed class AnimationFormatterSource : FormatterSource<Animation>
{
    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<Animation, string> Write)> Forms =>
    [
        ("text/html", animation => animation.ToHtml()),
        ("image/svg+xml", animation => animation.ToSvg()),
        ("application/vnd.plotly.v1+json", animation => animation.ToPlotly()),
        ("text/plain", animation => animation.ToString()),
    ];
}
