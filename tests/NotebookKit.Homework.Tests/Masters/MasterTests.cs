using NotebookKit.Homework.Conventions;
using NotebookKit.Homework.Grading;
using NotebookKit.Homework.Masters;
using NotebookKit.Host.Documents;

namespace NotebookKit.Homework.Tests.Masters;

public class MasterTests
{
    [Fact]
    public void A_release_has_no_solution_no_hidden_test_and_no_wrong_answer()
    {
        var master = Sample.Read();
        var text = master.Student.ToText();
        Assert.DoesNotContain("return 1 / (1 + Math.Exp(-x));", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret place", text, StringComparison.Ordinal);
        Assert.DoesNotContain("saturation", text, StringComparison.Ordinal);
        Assert.DoesNotContain("WRONG", text, StringComparison.Ordinal);
        Assert.Contains("throw new NotImplementedException();", text, StringComparison.Ordinal);
        Assert.Contains("secret place", master.Grader.ToText(), StringComparison.Ordinal);
        Assert.DoesNotContain("WRONG", master.Grader.ToText(), StringComparison.Ordinal);
        Assert.Equal(7, master.Points);
        Assert.Equal(["the sign", "a constant"], master.Wrong["sigmoid"].Select(wrong => wrong.Label));
        Assert.Contains("return 1 / (1 + Math.Exp(x));", master.Wrong["sigmoid"][0].Source, StringComparison.Ordinal);
        Assert.DoesNotContain("Math.Exp(-x)", master.Wrong["sigmoid"][0].Source, StringComparison.Ordinal);
    }

    [Fact]
    public void Locked_cells_are_locked_and_carry_the_checksum_of_what_is_handed_out()
    {
        var student = Sample.Read().Student;
        foreach (var cell in student.Cells)
        {
            if (GradedCell.Of(cell, "test") is { } graded)
            {
                Assert.Equal(CellChecksum.Of(cell, graded), graded.Checksum);
                Assert.False(cell.Metadata["deletable"]!.GetValue<bool>());
                Assert.Equal(graded.IsLocked, cell.Metadata["editable"] is { } editable && !editable.GetValue<bool>());
            }
        }
    }

    [Fact]
    public void The_same_master_makes_the_same_bytes() => Assert.Equal(HomeworkMaster.Of(Sample.Master(), "a").Student.ToText(), Sample.Read().Student.ToText());

    [Theory]
    [InlineData("// BEGIN HIDDEN TESTS\n1", "has no end")]
    [InlineData("// END HIDDEN TESTS", "nothing has begun")]
    [InlineData("// BEGIN HIDDEN TESTS\n// BEGIN MARK SCHEME\n// END MARK SCHEME", "do not nest")]
    [InlineData("// BEGIN HIDDEN TESTS\n// END MARK SCHEME", "but line 1 began HIDDEN TESTS")]
    public void Hidden_regions_that_do_not_fit_are_refused(string source, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => HiddenRegions.Split(source)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_hidden_line_that_stands_elsewhere_is_refused()
    {
        var master = Sample.Master();
        master.Add(NotebookCell.Markdown("Remember: " + Sample.Hidden + ";"));
        Assert.Contains("gives a hidden line away", Assert.Throws<HomeworkException>(() => HomeworkMaster.Of(master, "m.ipynb")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_master_that_cannot_be_released_says_why()
    {
        var twice = Sample.Master();
        new GradedCell("sigmoid", CellRole.ReadOnly, 0).WriteTo(twice.Cells[1]);
        Assert.Contains("`sigmoid`; each needs its own", Assert.Throws<HomeworkException>(() => HomeworkMaster.Of(twice, "m.ipynb")).Message, StringComparison.Ordinal);

        var bare = Sample.Master();
        Sample.CellOf(bare, "slope").Source = "double Slope(double x) => 0;";
        Assert.Contains("answer without a solution", Assert.Throws<HomeworkException>(() => HomeworkMaster.Of(bare, "m.ipynb")).Message, StringComparison.Ordinal);

        var unmarked = Sample.Master();
        unmarked.Add(NotebookCell.Code("int F()\n{\n    // BEGIN SOLUTION throw new NotImplementedException();\n    return 1;\n    // END SOLUTION\n}"));
        Assert.Contains("not marked as an answer", Assert.Throws<HomeworkException>(() => HomeworkMaster.Of(unmarked, "m.ipynb")).Message, StringComparison.Ordinal);

        var loose = Sample.Master();
        Sample.CellOf(loose, "slope").Source += "\n// WRONG late: return 1;";
        Assert.Contains("within a solution region", Assert.Throws<HomeworkException>(() => HomeworkMaster.Of(loose, "m.ipynb")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_was_done_to_locked_cells_is_undone()
    {
        var release = Sample.Release();
        var submission = Sample.Submission(("sigmoid", "double Sigmoid(double x) => 0.5;"));
        Sample.CellOf(submission, "sigmoid-tests").Source = "3.0";
        var copy = NotebookCell.Code("double Sigmoid(double x) => 7;");
        copy.Metadata["nbgrader"] = Sample.CellOf(submission, "sigmoid").Metadata["nbgrader"]!.DeepClone();
        submission.Insert(3, copy);
        submission.Add(NotebookCell.Code("int mine = 1;"));
        submission.RemoveAt(submission.Cells.ToList().FindIndex(cell => GradedCell.Of(cell, "t")?.Id == "slope"));
        var graded = GradedNotebook.Of(release, submission);
        var ids = graded.Cells.Select(cell => cell.Graded?.Id ?? "-").ToArray();
        Assert.Equal(["-", "start", "sigmoid", "-", "sigmoid-tests", "slope", "slope-tests", "why", "-"], ids);
        Assert.Contains("secret place", graded.Cells[4].Cell.Source, StringComparison.Ordinal);
        Assert.Equal("double Sigmoid(double x) => 0.5;", graded.Cells[2].Cell.Source);
        Assert.True(graded.Cells[5].IsUntouched);
        Assert.Equal(3, graded.Repairs.Count);
        Assert.Equal([true, true, false, false, true, false, true, false, false], graded.Cells.Select(cell => cell.IsOurs));
    }
}
