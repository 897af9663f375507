using NotebookKit.Host.Documents;
using NotebookKit.Host.Tests.Packages;

namespace NotebookKit.Host.Tests.Conversion;

/// <summary>A converted notebook under the SDK's own <c>dotnet run</c>.</summary>
public sealed class DotnetRunTests(PackedKit kit) : IClassFixture<PackedKit>
{
    [Fact]
    public async Task A_converted_notebook_prints_what_its_cells_print()
    {
        using var work = new TemporaryFolder();
        var environment = PackedKit.Isolate(work, kit.Feed);
        work.Notebook(
            "small.ipynb",
            NotebookCell.Markdown("# Small"),
            NotebookCell.Code("#r \"nuget: NotebookKit\"\nusing NotebookKit;"),
            NotebookCell.Code("record Pair(int A, int B);\nint x = 1;\nint Later() => x;\nfor (int i = 0; i < 2; i++) { Console.WriteLine(i); }"),
            NotebookCell.Code("double x = 2.5;\nint i = 9;\nConsole.WriteLine(Later() + x + i);"),
            NotebookCell.Code("#!time\nTensor t = Tensor.From(new float[] { 1, 2, 3 });\nConsole.WriteLine(new Pair(1, 2));\n(t * t).Sum().Item()"));
        var converted = await Nbkit.RunAsync(work, "convert", "small.ipynb", "small.cs");
        Assert.True(converted.ExitCode == 0, converted.Error);
        Assert.Contains("magic commands", converted.Error, StringComparison.Ordinal);
        var output = await DotnetCommand.RunAsync(work.Path, environment, "run", "small.cs");
        Assert.Equal("0\n1\n12.5\nPair { A = 1, B = 2 }\n14\n", output.ReplaceLineEndings("\n"));
    }
}
