using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace NotebookKit.Notebooks.Tests;

/// <summary>Every notebook of the course: its form, and a run from a fresh session with less data.</summary>
public partial class CourseTests(ITestOutputHelper log)
{
    public static TheoryData<string> Notebooks => [.. Course.Notebooks];

    [Fact]
    public void The_course_has_notebooks() => Assert.Contains("00-tour.ipynb", Course.Notebooks);

    [Theory]
    [MemberData(nameof(Notebooks))]
    public async Task Runs_from_top_to_bottom_in_quick_form(string notebook)
    {
        QuickRun run = await QuickRuns.Of(notebook);
        log.WriteLine(run.Output);
        Assert.True(run.ExitCode == 0, run.Output);
        foreach (JsonNode? cell in Course.Read(run.Executed)["cells"]!.AsArray())
        {
            Assert.True(
                (string)cell!["cell_type"]! != "code" || cell["execution_count"] is not null || Course.Source(cell).Trim().Length == 0,
                $"{notebook}: cell {(string)cell["id"]!} was not run");
        }

        Assert.DoesNotMatch(NetworkResource(), await File.ReadAllTextAsync(run.Page));
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void Has_the_form_that_every_notebook_of_the_course_has(string notebook)
    {
        JsonNode document = Course.Read(Path.Combine(Course.Root, "notebooks", notebook));
        JsonArray cells = document["cells"]!.AsArray();
        Assert.Equal(4, (int)document["nbformat"]!);
        Assert.Equal(".net-csharp", (string)document["metadata"]!["kernelspec"]!["name"]!);
        JsonNode[] code = [.. cells.Where(cell => (string)cell!["cell_type"]! == "code").Select(cell => cell!)];
        Assert.StartsWith("#r \"nuget: NotebookKit\"", Course.Source(code[0]), StringComparison.Ordinal);
        JsonNode parameters = code.Single(cell => cell["metadata"]!["tags"] is JsonArray tags && tags.Any(tag => (string)tag! == "parameters"));
        Assert.Contains("bool quick = false;", Course.Source(parameters), StringComparison.Ordinal);
        Assert.All(code, cell => Assert.Empty(cell["outputs"]!.AsArray()));
        Assert.Equal(cells.Count, cells.Select(cell => (string)cell!["id"]!).Distinct().Count());
    }

    [GeneratedRegex("<(?:script|link|img|iframe|source)\\b[^>]*(?:src|href)\\s*=\\s*[\"']?(?:https?:)?//", RegexOptions.IgnoreCase)]
    private static partial Regex NetworkResource();
}
