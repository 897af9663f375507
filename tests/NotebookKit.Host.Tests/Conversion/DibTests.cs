using NotebookKit.Host.Conversion;
using NotebookKit.Host.Documents;

namespace NotebookKit.Host.Tests.Conversion;

public sealed class DibTests
{
    private const string Sample = """
        #!meta

        {"kernelInfo":{"defaultKernelName":"csharp","items":[]},"author":"ü"}

        #!md

        # Head

        text

        #!csharp

        #!time
        int x = 1;

        x

        #!fsharp

        let y = 2
        """;

    [Fact]
    public void Cells_languages_and_metadata_are_read_and_magic_commands_stay_in_their_cell()
    {
        var document = DibFile.Read(Sample);
        Assert.Equal(["# Head\n\ntext", "#!time\nint x = 1;\n\nx", "let y = 2"], document.Cells.Select(cell => cell.Source));
        Assert.Equal([CellKind.Markdown, CellKind.Code, CellKind.Code], document.Cells.Select(cell => cell.Kind));
        Assert.Equal("fsharp", CellLanguage.Of(document, document.Cells[2]));
        Assert.Equal("ü", document.Metadata["author"]!.GetValue<string>());
        Assert.Null(document.Metadata["kernelInfo"]);
    }

    [Fact]
    public void Text_before_the_first_mark_is_a_csharp_cell() =>
        Assert.Equal("1 + 1", Assert.Single(DibFile.Read("\uFEFF1 + 1\r\n").Cells).Source);

    [Fact]
    public void Metadata_that_is_no_json_is_refused_with_the_file() =>
        Assert.StartsWith("my.dib: below #!meta", Assert.Throws<InvalidDataException>(() => DibFile.Read("#!meta\nnonsense\n#!csharp\n1", "my.dib")).Message);

    [Fact]
    public void What_is_lost_is_said_once_with_its_cells()
    {
        var document = NotebookDocument.Empty();
        document.Add(NotebookCell.Code("a\n#!markdown\nb", "one"));
        document.Add(NotebookCell.Code("c", "two"));
        Assert.Equal(
            ["a .dib file cannot hold the ids of the cells", "a .dib file cannot hold tags: cells 1, 2", "a .dib file cannot hold a line that names a language within a cell (it starts a new one): cell 1"],
            DibFile.Write(document).Losses);
    }
}
