using NotebookKit.Host.Documents;

namespace NotebookKit.Host.Tests.Running;

/// <summary>Runs that compare and runs that are spared, with the real nbkit.</summary>
public sealed class RunAgainTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_check_finds_what_has_changed_and_writes_nothing()
    {
        var good = NotebookCell.Code("Console.WriteLine($\"{DateTime.UtcNow:HH:mm:ss.fff}: {1 + 1}\");");
        var bad = NotebookCell.Code("Console.WriteLine(40 + 2);");
        var run = await Nbkit.RunCellsAsync(folder, ["--out", "stored"], good, bad);
        Assert.Equal(0, run.ExitCode);
        var path = folder.File("stored/n.ipynb");
        var document = NotebookDocument.Load(path);
        Assert.Matches("^(x64|arm64)-(0|128|256|512)$", document.Metadata["notebookkit"]!["kernel"]!.GetValue<string>());
        document.Cells[1].Outputs[0]!["text"] = "41\n";
        document.Save(folder.File("stored/wrong.ipynb"));
        File.Delete(folder.File("n.ipynb"));
        var before = await File.ReadAllTextAsync(path);
        var check = await Nbkit.RunAsync(folder, "run", "stored", "--check", "--out", "nowhere");
        Assert.Equal((1, "1 passed, 1 failed"), (check.ExitCode, check.LastLine));
        Assert.Contains("wrong.ipynb: cell 2: \"41\" became \"42\"", check.Out, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(path));
        Assert.False(Directory.Exists(folder.File("nowhere")));
    }

    [Fact]
    public async Task An_unchanged_notebook_is_not_run_again_until_something_changes()
    {
        var path = folder.Notebook("a/n.ipynb", NotebookCell.Code("bool quick = false;", "parameters"), NotebookCell.Code("Console.WriteLine(Guid.NewGuid());"));
        folder.Notebook("a/bad.ipynb", NotebookCell.Code("throw new Exception();"));
        string[] run = ["run", "a", "--changed", "--cache", "kept"];
        Assert.Equal(2, Ran(await Nbkit.RunAsync(folder, run)));
        var first = await File.ReadAllTextAsync(folder.File("out/n.ipynb"));
        Assert.Equal(1, Ran(await Nbkit.RunAsync(folder, run)));
        Assert.Equal(first, await File.ReadAllTextAsync(folder.File("out/n.ipynb")));
        await File.WriteAllTextAsync(folder.File("a/data.csv"), "1");
        Assert.Equal(2, Ran(await Nbkit.RunAsync(folder, run)));
        Assert.NotEqual(first, await File.ReadAllTextAsync(folder.File("out/n.ipynb")));
        File.Delete(folder.File("a/bad.ipynb"));
        Assert.Equal(1, Ran(await Nbkit.RunAsync(folder, [.. run, "-p", "quick=true"])));
        var document = NotebookDocument.Load(path);
        document.Cells[1].Source += "\n// more";
        document.Save(path);
        Assert.Equal(1, Ran(await Nbkit.RunAsync(folder, run)));
        Assert.Equal(0, Ran(await Nbkit.RunAsync(folder, run)));
    }

    [Fact]
    public async Task Parts_of_a_run_together_are_the_whole()
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            folder.Notebook($"n/{name}.ipynb", NotebookCell.Markdown("text"));
        }

        var one = await Nbkit.RunAsync(folder, "run", "n", "--shard", "1/2", "--json", "times.json");
        var two = await Nbkit.RunAsync(folder, "run", "n", "--shard", "2/2");
        Assert.Equal((0, 0), (one.ExitCode, two.ExitCode));
        Assert.Equal(["a.ipynb", "b.ipynb", "c.ipynb"], Directory.GetFiles(folder.File("out"), "*.ipynb").Select(Path.GetFileName).Order());
        var timed = await Nbkit.RunAsync(folder, "run", "n", "--shard", "9/9", "--times", "times.json");
        Assert.Equal((0, "0 passed, 0 failed"), (timed.ExitCode, timed.LastLine));
        Assert.Equal(3, (await Nbkit.RunAsync(folder, "run", "n", "--shard", "3/2")).ExitCode);
    }

    private static int Ran(Nbkit run) => run.Out.Split('\n').Count(line => (line.StartsWith("ok ", StringComparison.Ordinal) || line.StartsWith("failed", StringComparison.Ordinal)) && !line.Contains("unchanged", StringComparison.Ordinal));
}
