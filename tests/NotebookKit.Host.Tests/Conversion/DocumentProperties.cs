using System.Diagnostics;
using System.Text.Json.Nodes;
using NotebookKit.Host.Conversion;
using NotebookKit.Host.Documents;
using Xunit.Abstractions;

namespace NotebookKit.Host.Tests.Conversion;

/// <summary>What holds for every notebook, drawn at random.</summary>
public sealed class DocumentProperties(ITestOutputHelper log)
{
    [Fact]
    public void An_ipynb_comes_back_as_it_went_in_and_a_second_trip_changes_no_byte() => RandomNotebooks.Holds(RandomNotebooks.Documents, document =>
    {
        var once = document.ToText();
        var read = NotebookDocument.Parse(once);
        return JsonNode.DeepEquals(JsonNode.Parse(once), JsonNode.Parse(read.ToText())) && once == read.ToText()
            && document.Cells.Count == read.Cells.Count
            && document.Cells.Zip(read.Cells).All(pair => pair.First.Id == pair.Second.Id && pair.First.Source == pair.Second.Source
                && JsonNode.DeepEquals(pair.First.Metadata, pair.Second.Metadata) && JsonNode.DeepEquals(pair.First.Json["attachments"], pair.Second.Json["attachments"]));
    });

    [Fact]
    public void A_dib_keeps_text_kind_and_language_of_each_cell_and_the_notebooks_metadata() => RandomNotebooks.Holds(RandomNotebooks.Documents, document =>
    {
        var (text, losses) = DibFile.Write(document);
        var read = DibFile.Read(text);
        (CellKind, string)[] expected =
        [
            .. document.Cells.Where(cell => !cell.IsBlank).Select(cell => (cell.Kind == CellKind.Raw ? CellKind.Markdown : cell.Kind, Trimmed(cell.Source))),
        ];
        var isSaid = document.Cells.Any(cell => cell.Kind == CellKind.Raw && !cell.IsBlank) == losses.Any(line => line.Contains("raw cells", StringComparison.Ordinal))
            && document.Cells.Any(cell => cell.Outputs.Count > 0) == losses.Any(line => line.Contains("outputs", StringComparison.Ordinal))
            && document.Cells.Any(cell => cell.Json["attachments"] is not null) == losses.Any(line => line.Contains("attached pictures", StringComparison.Ordinal));
        return isSaid && JsonNode.DeepEquals(document.Metadata, read.Metadata) && expected.SequenceEqual(read.Cells.Select(cell => (cell.Kind, cell.Source))) && DibFile.Write(read).Text == text;
    });

    [Fact]
    public async Task Nbformat_accepts_every_file_that_a_conversion_writes()
    {
        using var folder = new TemporaryFolder();
        var drawn = new List<NotebookDocument>();
        RandomNotebooks.Holds(RandomNotebooks.Documents, document => { drawn.Add(document); return true; }, 40);
        Assert.Equal(40, drawn.Count);
        foreach (var (document, i) in drawn.Select((document, i) => (document, i)))
        {
            document.Save(folder.File($"{i}.ipynb"));
            await NotebookConversion.ConvertAsync(folder.File($"{i}.ipynb"), folder.File($"{i}.dib"));
            await NotebookConversion.ConvertAsync(folder.File($"{i}.dib"), folder.File($"{i}-dib.ipynb"));
        }

        await File.WriteAllTextAsync(folder.File("p.cs"), "#:package NotebookKit@0.1.0\nusing NotebookKit;\n\n// %% [markdown]\n// # Head\n\n// %%\nConsole.WriteLine(1);\n");
        await NotebookConversion.ConvertAsync(folder.File("p.cs"), folder.File("p.ipynb"));
        const string script = "import nbformat, sys, glob\nfiles = glob.glob(sys.argv[1] + '/*.ipynb')\nfor f in files: nbformat.validate(nbformat.read(f, 4))\nprint(len(files))";
        if (await Python("import nbformat", folder.Path) is null)
        {
            log.WriteLine("not checked by nbformat: Debian's python3-nbformat is not installed here.");
            Assert.All(Directory.GetFiles(folder.Path, "*.ipynb"), file => NotebookDocument.Load(file));
            return;
        }

        Assert.Equal("81", await Python(script, folder.Path));
    }

    private static string Trimmed(string source) =>
        string.Join('\n', source.Split('\n').SkipWhile(string.IsNullOrWhiteSpace).Reverse().SkipWhile(string.IsNullOrWhiteSpace).Reverse());

    private async Task<string?> Python(string script, string folder)
    {
        if (!File.Exists("/usr/bin/python3"))
        {
            return null;
        }

        using var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", script, folder]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        log.WriteLine(await process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? (await output).Trim() : null;
    }
}
