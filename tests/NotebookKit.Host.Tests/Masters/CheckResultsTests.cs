using NotebookKit.Host.Documents;
using NotebookKit.Host.Masters;

namespace NotebookKit.Host.Tests.Masters;

/// <summary>The results of checks travel among the outputs of a notebook.</summary>
public sealed class CheckResultsTests
{
    [Fact]
    public async Task Are_read_from_a_notebook_that_ran()
    {
        using var folder = new TemporaryFolder();
        const string result = """display("{\"name\": \"Square\", \"passed\": true, \"points\": 2, \"message\": \"all right\"}", "application/vnd.notebookkit.check+json");""";
        var run = await Nbkit.RunCellsAsync(folder, [], NotebookCell.Code(result), NotebookCell.Code("1"));
        Assert.True(run.ExitCode == 0, run.Out + run.Error);
        Assert.Equal(new CheckResult("Square", true, 2, "all right"), Assert.Single(CheckResults.Read(run.Executed())));
    }

    [Fact]
    public void Exercises_are_found_by_their_check_lines()
    {
        var document = NotebookDocument.Empty();
        document.Add(NotebookCell.Code("#!check Square\n#!check Cube --verbose\nvar s = \"#!check No\";"));
        document.Add(NotebookCell.Markdown("#!check InText"));
        document.Add(NotebookCell.Code("#!check Square"));
        Assert.Equal(["Square", "Cube"], CheckResults.Asked(document));
    }

    [Fact]
    public void A_result_without_a_name_is_refused()
    {
        var document = NotebookDocument.Empty();
        var cell = NotebookCell.Code("1");
        cell.Outputs.Add(System.Text.Json.Nodes.JsonNode.Parse("""{"output_type": "display_data", "data": {"application/vnd.notebookkit.check+json": {"passed": true}}}"""));
        document.Add(cell);
        Assert.Throws<InvalidDataException>(() => CheckResults.Read(document));
    }
}
