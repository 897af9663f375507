using AngleSharp.Html.Parser;
using NotebookKit.Host.Documents;

namespace NotebookKit.Host.Tests.Display;

/// <summary>Values that are hard to show, from a cell through the host's own display to the notebook and its page.</summary>
public sealed class HardValueTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_number_a_null_a_nested_object_ten_megabytes_and_a_thrower_are_shown_sensibly()
    {
        Nbkit run = await Nbkit.RunCellsAsync(
            folder,
            ["--out", "out"],
            NotebookCell.Code("record Person(string Name, object Friend);\nclass Thrower { public int Good => 3; public override string ToString() => throw new InvalidOperationException(\"worse\"); }\nclass Bare { public override string ToString() => throw new InvalidOperationException(\"worse\"); }\n42.5"),
            NotebookCell.Code("display(null);\n(object)null"),
            NotebookCell.Code("new { Name = \"<Ada>\", Born = new { Year = 1815 }, Friends = new[] { new Person(\"Mary\", new Person(\"Charles\", null)) } }"),
            NotebookCell.Code("new string('x', 10_000_000)"),
            NotebookCell.Code("display(new Thrower());\nnew object[] { 1, null, new Bare() }"));
        Assert.True(run.ExitCode == 0, run.Out + run.Error);
        Assert.Equal(["execute_result: 42.5"], run.Outputs(0));
        Assert.Equal(["display_data: null", "execute_result: null"], run.Outputs(1));
        string nested = Html(run, 2, 0);
        Assert.Contains("&lt;Ada&gt;", nested, StringComparison.Ordinal);
        Assert.Contains("1815", nested, StringComparison.Ordinal);
        Assert.Contains("Charles", nested, StringComparison.Ordinal);
        Assert.DoesNotContain("Submission#", nested + run.Outputs(2)[0], StringComparison.Ordinal);
        Assert.InRange(run.Outputs(3)[0].Length, 1_000_000, 1_100_000);
        Assert.EndsWith("(10,000,000 characters, cut here)", run.Outputs(3)[0], StringComparison.Ordinal);
        Assert.Equal("display_data: Thrower\n    Good: 3", run.Outputs(4)[0]);
        Assert.Equal("execute_result: [ 1, null, Bare (its text form threw InvalidOperationException) ]", run.Outputs(4)[1]);
        Assert.Contains("its ToString threw InvalidOperationException", Html(run, 4, 0), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Html(run, 4, 0) + Html(run, 4, 1), StringComparison.Ordinal);

        var page = new HtmlParser().ParseDocument(await File.ReadAllTextAsync(folder.File("out/n.html")));
        var folded = page.QuerySelector(".folded")!;
        Assert.InRange(folded.QuerySelector("pre")!.TextContent.Length, 500, 5_000);
        Assert.Contains("more characters", folded.QuerySelector("summary")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(5, page.QuerySelectorAll("section.code").Length);
    }

    private static string Html(Nbkit run, int cell, int output) => MultilineText.Join(run.Output(cell, output)["data"]!["text/html"]);
}
