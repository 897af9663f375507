using NotebookKit.Charts;

namespace NotebookKit.Tests.Charts;

public class AltTextTests
{
    [Fact]
    public void A_line_tells_its_first_and_last_value_and_how_many_there_are()
    {
        var loss = Enumerable.Range(0, 4690).Select(i => 2.3 - (2.2 * i / 4689)).ToArray();
        var figure = Chart.Lines(null, new() { XLabel = "update" }, ("training loss", loss));

        Assert.Equal("Line chart: training loss falls from 2.3 to 0.1 over 4,690 updates.", figure.AltText);
    }

    [Fact]
    public void Extremes_inside_the_line_are_told_as_well() =>
        Assert.Equal("Line chart: the line rises from 1 to 3 over 4 points, at least -5, at most 9.", Chart.Line([1, -5, 9, 3]).AltText);

    [Fact]
    public void The_author_has_the_last_word() =>
        Assert.Equal("As I say", (Chart.Line([1, 2]) with { Description = "As I say" }).AltText);

    [Fact]
    public void A_confusion_matrix_names_the_worst_confusion()
    {
        var figure = Chart.Confusion(new[,] { { 90, 1, 9 }, { 2, 98, 0 }, { 0, 3, 97 } }, ["cat", "dog", "bird"]);

        Assert.Contains("highest off the diagonal at row cat, column bird with 9", figure.AltText);
    }

    [Fact]
    public void Images_count_what_is_wrong()
    {
        var figure = Chart.Images(new byte[8], 2, 2, [new("4 (4)", Mark.Right), new("4 (9)", Mark.Wrong)]);

        Assert.Equal("Image grid: 2 images of 2 by 2 pixels; 1 marked as wrong; captions 4 (4), 4 (9).", figure.AltText);
    }

    [Fact]
    public void On_a_console_a_line_is_a_row_of_small_bars() =>
        Assert.EndsWith("▁▂▃▄▅▆▇█", Chart.Line([0, 1, 2, 3, 4, 5, 6, 7]).ToString());
}
