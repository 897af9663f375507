using System.Text.Json.Nodes;
using NotebookKit.Host.Documents;
using NotebookKit.Host.Running.Checking;

namespace NotebookKit.Host.Tests.Running;

/// <summary>Which differences between stored and fresh outputs count.</summary>
public sealed class OutputCheckTests
{
    [Theory]
    [InlineData("loss 0.25 in 1.3 s", "loss 0.25 in 27 ms")]
    [InlineData("Time: 1,204.5 ms, compiling included", "Time: 7 ms, compiling included")]
    [InlineData("2026-11-20 10:11:12 done", "2027-01-02 00:00:01 done")]
    [InlineData("took 00:01:22.5", "took 00:00:07")]
    [InlineData("<svg id=\"f1\"><path d=\"M 1 2\" clip-path=\"url(#c9)\"/></svg>", "<svg id=\"g7\"><path d=\"M 1 2\" clip-path=\"url(#d4)\"/></svg>")]
    public void Times_and_generated_names_do_not_count(string stored, string fresh) => Assert.Null(OutputText.Difference(stored, fresh, 0));

    [Theory]
    [InlineData("loss 0.2500", "loss 0.2501")]
    [InlineData("5 s of 3 digits", "5 s of 4 digits")]
    [InlineData("ok", "failed")]
    [InlineData("", "more")]
    public void All_else_counts_on_one_kernel_variant(string stored, string fresh) => Assert.NotNull(OutputText.Difference(stored, fresh, 0));

    [Theory]
    [InlineData("loss 0.25000", "loss 0.25010", true)]
    [InlineData("loss 0.25000", "loss 0.26000", false)]
    [InlineData("loss 0.1", "loss 0.2", true)]
    [InlineData("97.5 %", "97.6 %", true)]
    [InlineData("97.5 %", "97.9 %", false)]
    [InlineData("9 of 10", "8 of 10", false)]
    [InlineData("60,000 digits", "60,001 digits", true)]
    [InlineData("1.5e-7", "1.6e-7", true)]
    [InlineData("1.5e-7", "1.5e-6", false)]
    [InlineData("M10.5,20.25 L-3,4", "M10.501,20.25 L-3,4", true)]
    [InlineData("M10.5,20.25 L-3,4", "M10.5,24.25 L-3,4", false)]
    [InlineData("a 1", "b 1", false)]
    [InlineData("  9.99 x", " 10.00 x", true)]
    public void Across_variants_numbers_may_differ_a_little(string stored, string fresh, bool isSame) =>
        Assert.Equal(isSame, OutputText.Difference(stored, fresh, 1e-3) is null);

    [Fact]
    public void Differences_are_told_cell_by_cell()
    {
        var stored = Notebook("x64-512", "1", "2", "3");
        var fresh = Notebook("x64-512", "1", "2.5", "4");
        Assert.Equal(["cell 2: \"2\" became \"2.5\"", "cell 3: \"3\" became \"4\""], OutputCheck.Compare(stored, fresh).Select(found => found.ToString()));
    }

    [Fact]
    public void The_tolerance_counts_only_across_variants()
    {
        var stored = Notebook("x64-512", "0.50000");
        Assert.Single(OutputCheck.Compare(stored, Notebook("x64-512", "0.50001")));
        Assert.Empty(OutputCheck.Compare(stored, Notebook("arm64-128", "0.50001")));
        Assert.Empty(OutputCheck.Compare(Notebook(null, "0.50000"), Notebook("x64-512", "0.50001")));
    }

    [Fact]
    public void Cells_that_measure_or_vary_are_asked_for_their_kinds_only()
    {
        var stored = Notebook("x", "1", "2");
        var fresh = Notebook("x", "8", "9");
        stored.Cells[0].Metadata["tags"] = new JsonArray(OutputCheck.VariesTag);
        stored.Cells[1].Source = "#!time\nwork();";
        Assert.Empty(OutputCheck.Compare(stored, fresh));
        fresh.Cells[0].Outputs.Clear();
        Assert.Equal("cell 1: it showed stdout and shows nothing", Assert.Single(OutputCheck.Compare(stored, fresh)).ToString());
    }

    [Fact]
    public void A_notebook_without_outputs_cannot_be_checked() =>
        Assert.Contains("stores no outputs", Assert.Single(OutputCheck.Compare(NotebookDocument.Empty(), NotebookDocument.Empty())).ToString(), StringComparison.Ordinal);

    private static NotebookDocument Notebook(string? kernel, params string[] texts)
    {
        var document = NotebookDocument.Empty();
        foreach (var (text, i) in texts.Select((text, i) => (text, i)))
        {
            var cell = NotebookCell.Code("work();");
            cell.Json["id"] = $"c{i}";
            cell.Outputs.Add((JsonNode)new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = text });
            document.Add(cell);
        }

        if (kernel is not null)
        {
            document.Metadata["notebookkit"] = new JsonObject { ["kernel"] = kernel };
        }

        return document;
    }
}
