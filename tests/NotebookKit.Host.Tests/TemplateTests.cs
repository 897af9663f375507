namespace NotebookKit.Host.Tests;

/// <summary>What <c>nbkit new</c> writes runs at once, and nothing is overwritten.</summary>
public sealed class TemplateTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_notebook_and_a_released_homework_run_and_the_solution_is_hidden()
    {
        Assert.Equal(0, (await Nbkit.RunAsync(folder, "new", "notebook", "in/02-small-nets")).ExitCode);
        Assert.Contains("# Small nets:", await File.ReadAllTextAsync(folder.File("in/02-small-nets.ipynb")), StringComparison.Ordinal);
        Assert.Equal(0, (await Nbkit.RunAsync(folder, "new", "homework", "in/hw1")).ExitCode);
        Assert.Equal(0, (await Nbkit.RunAsync(folder, "release", "in/hw1")).ExitCode);
        var run = await Nbkit.RunAsync(folder, "run", "in");
        Assert.True(run is { ExitCode: 0, LastLine: "3 passed, 0 failed" }, run.Out);
        Assert.DoesNotContain("value * value", await File.ReadAllTextAsync(folder.File("in/hw1/hw1.ipynb")), StringComparison.Ordinal);
        Assert.DoesNotContain("For teachers", await File.ReadAllTextAsync(folder.File("in/hw1/solutions/hw1.ipynb")), StringComparison.Ordinal);
        Assert.Contains("\"passed\": true", await File.ReadAllTextAsync(folder.File("out/hw1/solutions/hw1.ipynb")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_course_is_in_step_with_its_masters_and_makes_a_site()
    {
        Assert.Equal(0, (await Nbkit.RunAsync(folder, "new", "course", "my-course")).ExitCode);
        Assert.Equal(0, (await Nbkit.RunAsync(folder, "release", "my-course/notebooks", "--check")).ExitCode);
        var site = await Nbkit.RunAsync(folder, "site", "site", "--from", "my-course", "--no-reference");
        Assert.True(site.ExitCode == 0, site.Error);
        Assert.Contains("My course", await File.ReadAllTextAsync(folder.File("site/index.html")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("notebook", "taken.ipynb")]
    [InlineData("notebook", "taken")]
    [InlineData("course", "full")]
    [InlineData("homework", "full/masters/taken")]
    public async Task Nothing_is_overwritten(string what, string name)
    {
        Directory.CreateDirectory(folder.File("full/masters"));
        await File.WriteAllTextAsync(folder.File("taken.ipynb"), "mine");
        await File.WriteAllTextAsync(folder.File("full/masters/taken.ipynb"), "mine");
        var run = await Nbkit.RunAsync(folder, "new", what, name);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("exists", run.Error, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(folder.File("taken.ipynb")));
        Assert.Equal(2, Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Length);
    }
}
