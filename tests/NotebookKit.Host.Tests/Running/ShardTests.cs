using System.Globalization;
using NotebookKit.Host.Documents;
using NotebookKit.Host.Running;

namespace NotebookKit.Host.Tests.Running;

public sealed class ShardTests
{
    private static readonly NotebookFile[] Notebooks = [.. Enumerable.Range(0, 23).Select(i => new NotebookFile($"/n/{i:00}.ipynb", $"{i:00}.ipynb"))];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(23)]
    [InlineData(30)]
    public void Every_notebook_is_in_exactly_one_part_with_and_without_times(int count)
    {
        foreach (Func<NotebookFile, double?> seconds in new Func<NotebookFile, double?>[] { _ => null, file => file.Name.GetHashCode(StringComparison.Ordinal) % 100 * 3.5, file => file.Name[1] == '3' ? 60 : null })
        {
            var parts = Enumerable.Range(1, count).Select(i => new Shard(i, count).Of(Notebooks, seconds)).ToArray();
            Assert.Equal(Notebooks, parts.SelectMany(part => part).OrderBy(file => file.Name, StringComparer.Ordinal));
            Assert.All(parts, part => Assert.Equal(part.OrderBy(file => file.Name, StringComparer.Ordinal), part));
        }
    }

    [Fact]
    public void Long_notebooks_are_spread_by_their_times()
    {
        double? Seconds(NotebookFile file) => file.Name is "00.ipynb" or "01.ipynb" ? 100 : 1;
        var sums = Enumerable.Range(1, 2).Select(i => new Shard(i, 2).Of(Notebooks, Seconds).Sum(file => Seconds(file)!.Value)).ToArray();
        Assert.InRange(Math.Abs(sums[0] - sums[1]), 0, 1);
    }

    [Theory]
    [InlineData("0/2")]
    [InlineData("3/2")]
    [InlineData("1")]
    [InlineData("a/b")]
    [InlineData("-1/2")]
    public void What_is_no_part_is_refused(string text) =>
        Assert.Contains("i/n", Assert.Throws<ArgumentException>(() => Shard.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Stored_times_are_those_of_the_cells()
    {
        using var folder = new TemporaryFolder();
        var cell = NotebookCell.Code("1");
        cell.Metadata["execution"] = new System.Text.Json.Nodes.JsonObject
        {
            ["iopub.status.busy"] = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).ToString("O", CultureInfo.InvariantCulture),
            ["iopub.status.idle"] = new DateTime(2026, 1, 1, 0, 0, 7, DateTimeKind.Utc).ToString("O", CultureInfo.InvariantCulture),
        };
        var path = folder.Notebook("n.ipynb", cell);
        Assert.Equal(7, Shard.StoredSeconds(new NotebookFile(path, "n.ipynb")));
        Assert.Null(Shard.StoredSeconds(new NotebookFile(folder.Notebook("m.ipynb"), "m.ipynb")));
    }
}
