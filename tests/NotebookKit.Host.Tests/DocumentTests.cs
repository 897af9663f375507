using System.Text.Json.Nodes;
using NotebookKit.Host.Documents;

namespace NotebookKit.Host.Tests;

public sealed class DocumentTests
{
    private const string Rich = """
        {"nbformat": 4, "nbformat_minor": 5,
         "metadata": {"other_tool": {"keep": [1, 2.50, null, true]}},
         "cells": [
          {"cell_type": "markdown", "id": "m-1", "metadata": {"unknown": "ü"}, "source": ["![](attachment:a.png)\n", "end 😀"],
           "attachments": {"a.png": {"image/png": "AAAA"}}},
          {"cell_type": "raw", "id": "r_1", "metadata": {"format": "text/latex"}, "source": "\\section{x}"},
          {"cell_type": "code", "id": "c1", "metadata": {"tags": ["one"]}, "source": "x\ny\n", "execution_count": 3,
           "outputs": [{"output_type": "display_data", "metadata": {}, "data": {"application/json": {"a": [1]}}, "transient": {"display_id": "d"}}]}]}
        """;

    [Fact]
    public void Everything_unknown_survives_a_round_trip()
    {
        var expected = JsonNode.Parse(Rich)!;
        expected["cells"]![2]!["outputs"]![0]!.AsObject().Remove("transient");
        expected["cells"]![1]!["source"] = new JsonArray("\\section{x}");
        expected["cells"]![2]!["source"] = new JsonArray("x\n", "y\n");
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(NotebookDocument.Parse(Rich).ToText())));
    }

    [Fact]
    public void A_second_round_trip_changes_no_byte()
    {
        var once = NotebookDocument.Parse(Rich).ToText();
        Assert.Equal(once, NotebookDocument.Parse(once).ToText());
    }

    [Fact]
    public void The_layout_is_that_of_nbformat()
    {
        var text = NotebookDocument.Parse(Rich).ToText();
        Assert.StartsWith("{\n \"cells\": [\n  {\n   \"attachments\": {\n", text);
        Assert.EndsWith("\n \"nbformat\": 4,\n \"nbformat_minor\": 5\n}\n", text);
        Assert.Contains("    \"end 😀\"\n", text);
        Assert.Contains("2.50", text);
        Assert.DoesNotContain("transient", text);
    }

    [Fact]
    public void Source_may_be_a_string_or_a_list_of_strings()
    {
        var document = NotebookDocument.Parse(Rich);
        Assert.Equal("![](attachment:a.png)\nend 😀", document.Cells[0].Source);
        Assert.Equal("x\ny\n", document.Cells[2].Source);
    }

    [Fact]
    public void Older_notebooks_get_cell_ids_and_the_newer_version()
    {
        var document = NotebookDocument.Parse("""{"nbformat": 4, "nbformat_minor": 2, "metadata": {}, "cells": [{"cell_type": "code", "metadata": {}, "source": []}]}""");
        Assert.True(CellId.IsValid(document.Cells[0].Id));
        Assert.Empty(document.Cells[0].Outputs);
        Assert.Equal(5, document.Json["nbformat_minor"]!.GetValue<int>());
        Assert.True(document.Cells[0].Json.ContainsKey("execution_count"));
    }

    [Fact]
    public void Repeated_and_broken_ids_are_replaced_and_good_ones_kept()
    {
        var document = NotebookDocument.Parse("""
            {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
              {"cell_type": "raw", "id": "a", "metadata": {}, "source": ""},
              {"cell_type": "raw", "id": "a", "metadata": {}, "source": ""},
              {"cell_type": "raw", "id": "not valid", "metadata": {}, "source": ""}]}
            """);
        Assert.Equal("a", document.Cells[0].Id);
        Assert.Equal(3, document.Cells.Select(cell => cell.Id).Distinct().Count());
        Assert.All(document.Cells, cell => Assert.True(CellId.IsValid(cell.Id)));
    }

    [Theory]
    [InlineData("{\"cells\": [\n  {\"a\" 1}]}", "line 2, byte 8")]
    [InlineData("", "not a notebook")]
    [InlineData("[]", "one JSON object")]
    [InlineData("{\"cells\": []}", "`nbformat` is missing")]
    [InlineData("{\"nbformat\": 3, \"cells\": []}", "nbformat 3 is not supported")]
    [InlineData("{\"nbformat\": 4, \"cells\": {}}", "`cells` must be a list")]
    [InlineData("{\"nbformat\": 4, \"cells\": [1]}", "cell 1: must be an object")]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"poem\"}]}", "`cell_type`")]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"raw\", \"source\": 1}]}", "`source`")]
    [InlineData("{\"nbformat\": 4, \"nbformat\": 4, \"cells\": []}", "not a notebook")]
    [InlineData("{\"nbformat\": 4, \"cells\": [], \"x\": \"\\ud800\"}", "not a notebook")]
    public void What_is_no_notebook_is_refused_with_file_and_reason(string text, string reason)
    {
        var message = Assert.Throws<InvalidDataException>(() => NotebookDocument.Parse(text, "my.ipynb")).Message;
        Assert.StartsWith("my.ipynb", message);
        Assert.Contains(reason, message);
    }

    [Fact]
    public void A_hostile_depth_is_refused() =>
        Assert.Throws<InvalidDataException>(() => NotebookDocument.Parse("{\"nbformat\": 4, \"cells\": " + new string('[', 5000)));

    [Theory]
    [InlineData("""{"polyglot_notebook": {"kernelName": "fsharp"}, "dotnet_interactive": {"language": "csharp"}}""", "fsharp")]
    [InlineData("""{"dotnet_interactive": {"language": "pwsh"}}""", "pwsh")]
    [InlineData("{}", "csharp")]
    public void A_cells_language_comes_from_the_nearest_metadata(string metadata, string language)
    {
        var document = NotebookDocument.Empty();
        var cell = NotebookCell.Code("1");
        cell.Json["metadata"] = JsonNode.Parse(metadata);
        document.Add(cell);
        Assert.Equal(language, CellLanguage.Of(document, cell));
    }

    [Fact]
    public void A_save_leaves_nothing_but_the_file()
    {
        using var folder = new TemporaryFolder();
        NotebookDocument.Empty().Save(folder.File("new/a.ipynb"));
        Assert.Equal(["a.ipynb"], Directory.GetFiles(folder.File("new")).Select(Path.GetFileName));
    }
}
