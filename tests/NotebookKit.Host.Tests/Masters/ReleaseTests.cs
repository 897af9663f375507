using System.Text.Json.Nodes;
using NotebookKit.Host.Documents;
using NotebookKit.Host.Masters;

namespace NotebookKit.Host.Tests.Masters;

/// <summary>Masters become student and solution notebooks, and say clearly when they cannot.</summary>
public sealed class ReleaseTests
{
    private const string Exercise = """
        double Square(double x)
        {
            // BEGIN SOLUTION
            double answer = x * x * 1.0;
            return answer;
            // STUDENT: throw new NotImplementedException("x times x");
            // END SOLUTION
        }
        """;

    [Fact]
    public void The_student_gets_the_stub_and_the_solution_the_code()
    {
        var (student, solution) = Release(NotebookCell.Code(Exercise));
        Assert.Equal("double Square(double x)\n{\n    throw new NotImplementedException(\"x times x\");\n}", student.Cells[0].Source);
        Assert.Equal("double Square(double x)\n{\n    double answer = x * x * 1.0;\n    return answer;\n}", solution.Cells[0].Source);
    }

    [Theory]
    [InlineData("// BEGIN SOLUTION int a = 0;\nint a = 42;\n// END SOLUTION", "int a = 0;", "int a = 42;")]
    [InlineData("  // BEGIN SOLUTION\n  int a = 42;\n  // END SOLUTION", "  // Your code here.", "  int a = 42;")]
    [InlineData("int b;\n// BEGIN SOLUTION\n// END SOLUTION", "int b;\n// Your code here.", "int b;")]
    [InlineData("#!check A\nint b = 1;", "#!check A\nint b = 1;", "#!check A\nint b = 1;")]
    [InlineData("// BEGIN SOLUTION\nint a;\n// STUDENT: int a = -1;\n// STUDENT:   // mend a\n// END SOLUTION", "int a = -1;\n  // mend a", "int a;")]
    public void Regions_are_split(string master, string student, string solution)
    {
        var released = Release(NotebookCell.Code(master));
        Assert.Equal((student, solution), (released.Student.Cells[0].Source, released.Solution.Cells[0].Source));
    }

    [Fact]
    public void Tags_say_who_gets_a_cell_and_what_a_run_left_is_gone()
    {
        var shown = NotebookCell.Code("1", "parameters");
        shown.ExecutionCount = 7;
        shown.Outputs.Add(new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = "1" });
        var (student, solution) = Release(
            shown, NotebookCell.Markdown("answer: see ![p](../p.png)", "solution"), NotebookCell.Markdown("a hint", "student"), NotebookCell.Markdown("for the class", "teacher"), NotebookCell.Code("File.ReadAllText(\"../data/x\")"));
        Assert.Equal(["1", "a hint", "File.ReadAllText(\"../data/x\")"], student.Cells.Select(cell => cell.Source));
        Assert.Equal(["1", "answer: see ![p](../../p.png)", "File.ReadAllText(\"../../data/x\")"], solution.Cells.Select(cell => cell.Source));
        Assert.Empty(student.Cells[0].Outputs);
        Assert.Null(solution.Cells[0].ExecutionCount);
        Assert.True(student.Cells[0].HasTag("parameters"));
        Assert.False(solution.Cells[1].Metadata.ContainsKey("tags"));
    }

    [Theory]
    [InlineData("int a;\n// BEGIN SOLUTION\nint b;", "cell 2, line 2: `// BEGIN SOLUTION` has no `// END SOLUTION`")]
    [InlineData("int a;\n// END SOLUTION", "cell 2, line 2: `// END SOLUTION` without")]
    [InlineData("// BEGIN SOLUTION\n// BEGIN SOLUTION\n// END SOLUTION", "cell 2, line 2: `// BEGIN SOLUTION` within the region that line 1 begins")]
    [InlineData("//BEGIN SOLUTION\n//END SOLUTION", "cell 2, line 1: `//BEGIN SOLUTION` looks like a marker; write exactly `// BEGIN SOLUTION`")]
    [InlineData("// begin solution\n// end solution", "looks like a marker")]
    [InlineData("// STUDENT: int a;", "cell 2, line 1: `// STUDENT:` outside")]
    [InlineData("int F()\n{\n// BEGIN SOLUTION\nreturn 1; }\n// END SOLUTION", "cell 2: the student's version is not C#")]
    [InlineData("// BEGIN SOLUTION\nint a = ;\n// STUDENT: int a;\n// END SOLUTION", "cell 2: the solution is not C#")]
    public void A_master_that_does_not_fit_is_refused_with_its_place(string source, string message)
    {
        var error = Assert.Throws<MasterException>(() => Release(NotebookCell.Markdown("# T"), NotebookCell.Code(source)));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("m.ipynb: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_solution_that_the_text_gives_away_is_refused()
    {
        var told = Assert.Throws<MasterException>(() => Release(NotebookCell.Code(Exercise), NotebookCell.Markdown("Hint: `double answer = x * x * 1.0;`")));
        Assert.Contains("gives a line of this solution away, in its cell 2", told.Message, StringComparison.Ordinal);
        Assert.Throws<MasterException>(() => Release(NotebookCell.Markdown("```\n// BEGIN SOLUTION\n```")));
        Assert.Throws<MasterException>(() => Release(NotebookCell.Markdown("a", "solution", "student")));
    }

    [Fact]
    public void The_same_master_makes_the_same_bytes()
    {
        var master = NotebookDocument.Empty();
        master.Add(NotebookCell.Markdown("# T"));
        master.Add(NotebookCell.Code(Exercise));
        var (first, second) = (MasterNotebook.Release(master, "m"), MasterNotebook.Release(NotebookDocument.Parse(master.ToText()), "m"));
        Assert.Equal(first.Student.ToText(), second.Student.ToText());
        Assert.Equal(first.Solution.ToText(), second.Solution.ToText());
        Assert.Equal(master.Cells.Select(cell => cell.Id), first.Student.Cells.Select(cell => cell.Id));
    }

    [Fact]
    public async Task The_command_writes_both_compares_and_leaves_all_alone_after_an_error()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("notebooks/masters"));
        folder.Notebook("notebooks/masters/a.ipynb", NotebookCell.Code(Exercise));
        Assert.Equal(1, (await Nbkit.RunAsync(folder, "release", "--check")).ExitCode);
        Assert.False(File.Exists(folder.File("notebooks/a.ipynb")));
        var written = await Nbkit.RunAsync(folder, "release");
        Assert.True(written.ExitCode == 0, written.Out + written.Error);
        Assert.True(File.Exists(folder.File("notebooks/solutions/a.ipynb")));
        Assert.Equal(0, (await Nbkit.RunAsync(folder, "release", "--check", "notebooks/masters/a.ipynb")).ExitCode);
        await File.AppendAllTextAsync(folder.File("notebooks/a.ipynb"), "\n");
        var differs = await Nbkit.RunAsync(folder, "release", "--check");
        Assert.Equal(1, differs.ExitCode);
        Assert.Contains("a.ipynb: differs from its master", differs.Out, StringComparison.Ordinal);
        folder.Notebook("notebooks/masters/b.ipynb", NotebookCell.Code("// BEGIN SOLUTION"));
        var broken = await Nbkit.RunAsync(folder, "release");
        Assert.Equal(3, broken.ExitCode);
        Assert.Contains("b.ipynb: cell 1, line 1", broken.Error, StringComparison.Ordinal);
        Assert.EndsWith("\n\n", await File.ReadAllTextAsync(folder.File("notebooks/a.ipynb")), StringComparison.Ordinal);
    }

    private static ReleasedNotebooks Release(params NotebookCell[] cells)
    {
        var master = NotebookDocument.Empty();
        foreach (var cell in cells)
        {
            master.Add(cell);
        }

        return MasterNotebook.Release(master, "m.ipynb");
    }
}
