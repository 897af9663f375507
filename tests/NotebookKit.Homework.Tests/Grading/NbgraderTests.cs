using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotebookKit.Homework.Grading;
using NotebookKit.Homework.Masters;
using NotebookKit.Host.Documents;
using Xunit.Abstractions;

namespace NotebookKit.Homework.Tests.Grading;

/// <summary>An assignment as people write it for nbgrader in C#: its metadata and marks, plain tests that throw, and nothing of the kit.</summary>
[Collection(nameof(Children))]
public partial class NbgraderTests(Children children, ITestOutputHelper output)
{
    private const string Master = """
        {
          "nbformat": 4, "nbformat_minor": 5,
          "metadata": { "kernelspec": { "name": ".net-csharp", "display_name": ".NET (C#)", "language": "C#" }, "language_info": { "name": "C#" } },
          "cells": [
            { "cell_type": "markdown", "id": "c1", "metadata": { "nbgrader": { "schema_version": 3, "grade": false, "locked": true, "solution": false, "task": false, "grade_id": "intro" } }, "source": "# Squares" },
            { "cell_type": "code", "id": "c2", "metadata": { "nbgrader": { "schema_version": 3, "grade": false, "locked": false, "solution": true, "task": false, "grade_id": "squares" } }, "execution_count": null, "outputs": [],
              "source": "static int[] Squares(int n)\n{\n    // BEGIN SOLUTION\n    if (n < 1) throw new ArgumentException(\"n must be positive\");\n    return Enumerable.Range(1, n).Select(i => i * i).ToArray();\n    // END SOLUTION\n}" },
            { "cell_type": "code", "id": "c3", "metadata": { "nbgrader": { "schema_version": 3, "grade": true, "locked": true, "solution": false, "task": false, "grade_id": "correct_squares", "points": 2 } }, "execution_count": null, "outputs": [],
              "source": "if (!Squares(3).SequenceEqual(new[] { 1, 4, 9 })) throw new Exception(\"wrong for 3\");\n// BEGIN HIDDEN TESTS\nif (!Squares(5).SequenceEqual(new[] { 1, 4, 9, 16, 25 })) throw new Exception(\"wrong for five\");\n// END HIDDEN TESTS" },
            { "cell_type": "code", "id": "c4", "metadata": { "nbgrader": { "schema_version": 3, "grade": true, "locked": true, "solution": false, "task": false, "grade_id": "squares_error", "points": 4 } }, "execution_count": null, "outputs": [],
              "source": "int refused = 0;\nforeach (int n in new[] { 0, -1 })\n{\n    try { Squares(n); } catch (ArgumentException) { refused++; }\n}\n2.0 * refused" },
            { "cell_type": "markdown", "id": "c5", "metadata": { "nbgrader": { "schema_version": 3, "grade": true, "locked": false, "solution": true, "task": false, "grade_id": "formula", "points": 1 } }, "source": "The formula of their sum?\n\n=== BEGIN MARK SCHEME ===\nn(n+1)(2n+1)/6\n=== END MARK SCHEME ===" }
          ]
        }
        """;

    [Theory]
    [InlineData("the solution", null, 2, 4)]
    [InlineData("as released", "", 0, 0)]
    [InlineData("an error the hidden test sees", "static int[] Squares(int n) => n < 1 ? throw new ArgumentException() : new[] { 1, 4, 9 };", 0, 4)]
    [InlineData("partial credit from the cell's last value", "static int[] Squares(int n) => n == 0 ? throw new ArgumentException() : n < 0 ? [] : Enumerable.Range(1, n).Select(i => i * i).ToArray();", 2, 2)]
    public async Task A_notebook_written_for_nbgrader_is_graded(string what, string? answer, double first, double second)
    {
        var master = HomeworkMaster.Of(NotebookDocument.Parse(Master), "ps1.ipynb");
        HomeworkRelease release = new(".", master.Assignment, master.Student, master.Grader);
        var submission = NotebookDocument.Parse((answer is null ? master.Solution : master.Student).ToText());
        if (answer is { Length: > 0 })
        {
            Sample.CellOf(submission, "squares").Source = answer;
        }

        var (cells, _, _) = await new Grader(release, children.Options("nbgrader")).GradeAsync(submission);
        output.WriteLine($"{what}: {string.Join("; ", cells)}");
        Assert.Equal([("correct_squares", first), ("squares_error", second)], cells.Take(2).Select(cell => (cell.Id, cell.Points)));
        Assert.DoesNotContain("five", master.Student.ToText(), StringComparison.Ordinal);
        Assert.DoesNotContain("2n+1", master.Student.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_cell_of_every_assignment_keeps_the_rules_of_nbgraders_schema()
    {
        // The rules of version 3: these keys and no other, their types, and that markdown is graded only where it is written by the student or a task.
        foreach (var path in Directory.GetFiles(Path.Combine(Checkout.Root, "notebooks", "homework", "masters"), "*.ipynb"))
        {
            var master = HomeworkMaster.Load(path);
            foreach (var document in new[] { NotebookDocument.Load(path), master.Student, master.Grader, master.Solution })
            {
                HashSet<string> ids = [];
                foreach (var cell in document.Cells)
                {
                    if (cell.Metadata["nbgrader"] is not JsonObject data)
                    {
                        continue;
                    }

                    Assert.Empty(data.Select(pair => pair.Key).Except(["schema_version", "grade", "locked", "solution", "task", "grade_id", "points", "checksum", "cell_type"]));
                    Assert.Equal(3, data["schema_version"]!.GetValue<int>());
                    bool grade = data["grade"]!.GetValue<bool>(), solution = data["solution"]!.GetValue<bool>(), task = data["task"]?.GetValue<bool>() ?? false;
                    _ = data["locked"]!.GetValue<bool>();
                    Assert.Matches("^[a-zA-Z0-9_\\-]+$", data["grade_id"]!.GetValue<string>());
                    Assert.True(ids.Add(data["grade_id"]!.GetValue<string>()));
                    Assert.Equal(grade || task, data.ContainsKey("points"));
                    Assert.True(data["points"] is null || data["points"]!.GetValue<double>() >= 0);
                    Assert.True(data["checksum"] is null || Regex.IsMatch(data["checksum"]!.GetValue<string>(), "^[0-9a-f]{32}$"));
                    Assert.True(cell.Kind == CellKind.Code || !grade || solution || task, $"{path}: a markdown cell is graded and nobody writes it");
                }

                Assert.NotEmpty(ids);
            }
        }
    }

    [Fact]
    public void The_settings_for_nbgrader_name_the_marks_that_the_masters_have()
    {
        var folder = Path.Combine(Checkout.Root, "notebooks", "homework");
        var marks = Mark().Matches(File.ReadAllText(Path.Combine(folder, "nbgrader_config.py"))).Select(match => match.Groups[1].Value).ToArray();
        Assert.Equal(6, marks.Length);
        foreach (var path in Directory.GetFiles(Path.Combine(folder, "masters"), "*.ipynb"))
        {
            var text = string.Join('\n', NotebookDocument.Load(path).Cells.Select(cell => cell.Source));
            Assert.All(marks, mark => Assert.Contains(mark, text, StringComparison.Ordinal));
        }
    }

    [GeneratedRegex("delimeter = \"(.*)\"")]
    private static partial Regex Mark();
}
