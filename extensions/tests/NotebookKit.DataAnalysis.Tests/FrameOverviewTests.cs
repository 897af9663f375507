using AngleSharp.Html.Parser;
using Microsoft.Data.Analysis;
using Microsoft.DotNet.Interactive.Formatting;

namespace NotebookKit.DataAnalysis.Tests;

/// <summary>A table shows its head, its kinds, its gaps and how its values are spread.</summary>
public class FrameOverviewTests
{
    [Fact]
    public void An_overview_says_of_each_column_what_the_tables_own_functions_say()
    {
        DataFrame frame = Frames.Animals();
        FrameOverview overview = frame.Overview();
        Assert.Equal(6, overview.Rows);
        Assert.Equal(1, overview.MissingValues);
        ColumnOverview weight = overview.Columns[1];
        Assert.Equal(("weight", "Single", 1L), (weight.Name, weight.Kind, weight.Missing));
        Assert.Equal(Convert.ToDouble(frame["weight"].Min()), weight.Smallest);
        Assert.Equal(Convert.ToDouble(frame["weight"].Max()), weight.Largest);
        Assert.Equal(11.95, weight.Mean, 1e-12);
        Assert.Equal(5, weight.Bars.Sum());
        Assert.Equal(["cat", "dog", "bird"], overview.Columns[0].Labels);
        Assert.Equal([3L, 2, 1], overview.Columns[0].Bars);
        Assert.Equal("legs (Int32): 2 to 4, mean 3.66667", overview.Columns[2].ToString());
        Assert.Contains("6 rows and 4 columns, 1 value is missing", overview.ToString(), StringComparison.Ordinal);
        Assert.Equal("—", overview.Head[2][1]);
    }

    [Fact]
    public void Bars_count_what_a_plain_sort_into_bins_counts()
    {
        double[] values = [.. Enumerable.Range(0, 1000).Select(i => Math.Sin(i))];
        ColumnOverview column = ColumnOverview.Of(new DoubleDataFrameColumn("sin", values));
        (double low, double high) = (values.Min(), values.Max());
        long[] expected = [.. Enumerable.Range(0, 20).Select(bin => values.LongCount(value =>
            value >= low + ((high - low) * bin / 20) && (bin == 19 ? value <= high : value < low + ((high - low) * (bin + 1) / 20))))];
        Assert.Equal(expected, column.Bars);
    }

    [Fact]
    public void The_page_is_whole_escaped_and_needs_no_script_and_no_network()
    {
        DataFrame frame = new(new StringDataFrameColumn("<b>&name", ["<script>alert(1)</script>", "x", null!]), new DoubleDataFrameColumn("n", [1, 2, double.NaN]));
        string page = Page(frame);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page.Replace("http://www.w3.org/2000/svg", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
        AngleSharp.Html.Dom.IHtmlDocument document = new HtmlParser().ParseDocument(page);
        Assert.Equal(2, document.QuerySelectorAll("thead th").Length);
        Assert.Equal(2, document.QuerySelectorAll("thead svg").Length);
        Assert.Equal(3, document.QuerySelectorAll("tbody tr").Length);
        Assert.Contains("<b>&name", document.QuerySelector("th")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("1 missing", document.QuerySelector("th")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_table_with_nothing_in_it_is_shown_too(int rows)
    {
        DataFrame frame = new(new StringDataFrameColumn("s", rows), new DoubleDataFrameColumn("x", rows), new DateTimeDataFrameColumn("t", rows));
        FrameOverview overview = frame.Overview();
        Assert.Equal(3 * rows, overview.MissingValues);
        Assert.Contains("no values", Page(frame), StringComparison.Ordinal);
        Assert.Contains("x (Double", overview.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", overview.ToString(), StringComparison.Ordinal);
    }

    // The genuine engine: before, it shows a data frame as the object that it is; after, as the overview.
    [Fact]
    public void The_genuine_formatting_engine_shows_a_data_frame_as_its_overview_once_told()
    {
        DataFrame frame = Frames.Animals();
        Assert.Equal(frame.Overview().ToString(), frame.Overview().ToDisplayString("text/plain"));
        Assert.Contains("<svg", frame.Overview().ToDisplayString("text/html"), StringComparison.Ordinal);
        Assert.DoesNotContain("<svg", frame.ToDisplayString("text/html"), StringComparison.Ordinal);
        Assert.True(FrameDisplay.Register());
        Assert.Contains("<svg", frame.ToDisplayString("text/html"), StringComparison.Ordinal);
        Assert.Contains("1 value is missing", frame.ToDisplayString("text/plain"), StringComparison.Ordinal);
    }

    private static string Page(DataFrame frame) => frame.Overview().ToDisplayString("text/html");
}
