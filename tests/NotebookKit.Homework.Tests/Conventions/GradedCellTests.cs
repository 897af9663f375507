using System.Text.Json.Nodes;
using NotebookKit.Homework.Conventions;
using NotebookKit.Host.Documents;

namespace NotebookKit.Homework.Tests.Conventions;

public class GradedCellTests
{
    // Sums by Python's hashlib of the parts in nbgrader's order: source, type, grade, solution, locked, id, and points as a float.
    [Theory]
    [InlineData("code", "def f(): pass", CellRole.Answer, 0, "f", "f375c76a74b1ce04a58ca32e40547f77")]
    [InlineData("code", "assert f() is None", CellRole.Tests, 2, "test_f", "df25c42631ddee3eed7357e7c10d1d97")]
    [InlineData("markdown", "Explain.", CellRole.Manual, 0.5, "why", "264552611bc9ffae57ebf5fa641f1e17")]
    [InlineData("markdown", "read me", CellRole.ReadOnly, 0, "ro", "ad9d4e5427cf1860436a6b611d4494f2")]
    public void A_checksum_is_nbgraders(string type, string source, CellRole role, double points, string id, string expected)
    {
        var cell = type == "code" ? NotebookCell.Code(source) : NotebookCell.Markdown(source);
        Assert.Equal(expected, CellChecksum.Of(cell, new GradedCell(id, role, points)));
    }

    [Theory]
    [InlineData(2, "2.0")]
    [InlineData(0.1, "0.1")]
    [InlineData(1.25, "1.25")]
    [InlineData(100, "100.0")]
    public void Points_enter_the_checksum_as_Python_prints_a_float(double points, string text)
    {
        var cell = NotebookCell.Code("assert True");
        Assert.Equal(Md5("assert Truecode" + "True" + "False" + "True" + "t" + text), CellChecksum.Of(cell, new GradedCell("t", CellRole.Tests, points)));
    }

    [Theory]
    [InlineData(CellRole.Answer, 0)]
    [InlineData(CellRole.Tests, 3)]
    [InlineData(CellRole.Manual, 2.5)]
    [InlineData(CellRole.Task, 4)]
    [InlineData(CellRole.ReadOnly, 0)]
    public void What_is_written_is_read_again(CellRole role, double points)
    {
        var cell = NotebookCell.Code("1 + 1");
        new GradedCell("an-id_1", role, points).WriteTo(cell);
        var read = GradedCell.Of(cell, "test")!;
        Assert.Equal(("an-id_1", role, points), (read.Id, read.Role, read.Points));
        Assert.Equal(CellChecksum.Of(cell, read), read.Checksum);
    }

    [Theory]
    [InlineData("""{ "schema_version": 2, "grade": true, "solution": false, "locked": true, "grade_id": "a", "points": 1 }""", "schema_version is 2")]
    [InlineData("""{ "schema_version": 3, "grade": 1, "solution": false, "locked": true, "grade_id": "a", "points": 1 }""", "grade is 1")]
    [InlineData("""{ "schema_version": 3, "grade": true, "solution": false, "locked": true, "grade_id": "a b", "points": 1 }""", "grade_id is `a b`")]
    [InlineData("""{ "schema_version": 3, "grade": true, "solution": false, "locked": true, "grade_id": "a", "points": -1 }""", "points -1")]
    [InlineData("""{ "schema_version": 3, "grade": true, "solution": false, "locked": true, "grade_id": "a" }""", "points (none)")]
    [InlineData("""{ "schema_version": 3, "grade": true, "solution": false, "locked": true, "grade_id": "a", "points": 1, "pts": 2 }""", "key `pts`")]
    [InlineData("""{ "schema_version": 3, "grade": true, "solution": false, "locked": true, "task": true, "grade_id": "a", "points": 1 }""", "a task is neither")]
    [InlineData("[]", "no object")]
    public void Metadata_that_are_not_as_the_schema_wants_them_are_refused_by_name(string metadata, string message)
    {
        var cell = NotebookCell.Code("1");
        cell.Metadata["nbgrader"] = JsonNode.Parse(metadata);
        var thrown = Assert.Throws<HomeworkException>(() => GradedCell.Of(cell, "hw.ipynb: cell 7"));
        Assert.Contains(message, thrown.Message, StringComparison.Ordinal);
        Assert.StartsWith("hw.ipynb: cell 7: ", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Graded_text_is_an_answer()
    {
        var cell = NotebookCell.Markdown("text");
        cell.Metadata["nbgrader"] = JsonNode.Parse("""{ "schema_version": 3, "grade": true, "solution": false, "locked": true, "grade_id": "a", "points": 1 }""");
        Assert.Contains("set solution to true", Assert.Throws<HomeworkException>(() => GradedCell.Of(cell, "here")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_without_a_part_has_none()
    {
        var cell = NotebookCell.Code("1");
        Assert.Null(GradedCell.Of(cell, "here"));
        cell.Metadata["nbgrader"] = JsonNode.Parse("""{ "schema_version": 3, "grade": false, "solution": false, "locked": false, "grade_id": "a" }""");
        Assert.Null(GradedCell.Of(cell, "here"));
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5351", Justification = "The format asks for md5.")]
    private static string Md5(string text) => Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
