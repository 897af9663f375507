using NotebookKit.Charts;
using NotebookKit.Schedules;

namespace NotebookKit.Display;

/// <summary>A range test: the loss over the rate, with the suggested one marked.</summary>
public sealed class RateRangeFormatterSource : FormatterSource<RateRangeTest>
{
    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<RateRangeTest, string> Write)> Forms =>
    [
        ("text/html", test => Html.Picture(Draw(test).ToSvg()) + Html.Note(test.ToString())),
        ("text/plain", test => test.ToString()),
    ];

    /// <summary>The curve.</summary>
    public static Figure Draw(RateRangeTest test)
    {
        ArgumentNullException.ThrowIfNull(test);
        return Chart.Line(Numbers.From(test.Rates), Numbers.From(test.Smoothed), "Loss while the rate grows", new PlotOptions { LogX = true, XLabel = "learning rate", YLabel = "loss, averaged" })
            .Mark(x: test.Suggested, text: "falls fastest");
    }
}
