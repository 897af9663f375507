using Microsoft.DotNet.Interactive.Formatting;
using NotebookKit.Charts;
using NotebookKit.Display;

namespace NotebookKit.Host.Tests.Display;

/// <summary>The library knows the formatting package by convention only; here the genuine package reads the convention.</summary>
public class FigureFormattingTests
{
    private static readonly Figure Figure = Chart.Line([3, 2, 1], "Loss");

    [Theory]
    [InlineData("text/html", "<div class=\"nk-figure\"")]
    [InlineData("image/svg+xml", "<svg xmlns=")]
    [InlineData("text/plain", "Line chart \"Loss\": the line falls from 3 to 1 over 3 points.")]
    public void A_figure_has_each_form(string mimeType, string beginning) =>
        Assert.StartsWith(beginning, Figure.ToDisplayString(mimeType));

    [Fact]
    public void A_plain_display_writes_every_form() =>
        Assert.Equal(["application/vnd.plotly.v1+json", "image/svg+xml", "text/html", "text/plain"], Formatter.GetPreferredMimeTypesFor(typeof(Figure)).Order());

    [Fact]
    public void A_figure_in_a_list_is_still_drawn() =>
        Assert.Contains("<svg", new[] { Figure }.ToDisplayString("text/html"));

    [Fact]
    public void Other_types_are_left_to_the_host()
    {
        foreach (var formatter in new FigureFormatterSource().CreateTypeFormatters().Cast<MimeFormatter<Figure>>())
        {
            using var written = new StringWriter();
            Assert.False(formatter.Format("not a figure", written));
            Assert.Empty(written.ToString());
        }
    }
}
