using NotebookKit.Host.Documents;
using NotebookKit.Host.Running;

namespace NotebookKit.Host.Tests;

public sealed class ParameterTests
{
    [Fact]
    public void Values_are_assigned_after_the_parameters_cell_with_its_types()
    {
        var document = Notebook("bool quick = false;\nvar rate = 0.1f; string name = \"a\"; double momentum = 0.9;");
        ParameterCell.Inject(document, Values(("quick", "true"), ("rate", "0.5"), ("name", "5"), ("momentum", "1")));
        Assert.Equal("// Parameters\nquick = true;\nrate = 0.5f;\nname = \"5\";\nmomentum = 1;", document.Cells[1].Source);
        Assert.True(document.Cells[1].HasTag("injected-parameters"));
        Assert.Equal(3, document.Cells.Count);
    }

    [Fact]
    public void Without_a_parameters_cell_the_values_are_declared_first()
    {
        var document = NotebookDocument.Empty();
        document.Add(NotebookCell.Code("x"));
        ParameterCell.Inject(document, Values(("n", "3"), ("r", "1e-3"), ("text", "say \"hi\""), ("on", "False")));
        Assert.Equal("// Parameters\nvar n = 3;\nvar r = 0.001;\nvar text = \"say \\\"hi\\\"\";\nvar on = false;", document.Cells[0].Source);
    }

    [Fact]
    public void An_earlier_injected_cell_is_replaced()
    {
        var document = Notebook("int n = 1;");
        ParameterCell.Inject(document, Values(("n", "2")));
        ParameterCell.Inject(document, Values(("n", "3")));
        Assert.Equal(3, document.Cells.Count);
        Assert.EndsWith("n = 3;", document.Cells[1].Source);
    }

    [Fact]
    public void An_unknown_parameter_is_refused_and_the_known_ones_named()
    {
        var error = Assert.Throws<ArgumentException>(() => ParameterCell.Inject(Notebook("int n = 1, m = 2;"), Values(("k", "3"))));
        Assert.Contains("`k`; it has: n, m.", error.Message);
    }

    [Theory]
    [InlineData("1x")]
    [InlineData("a;Environment.Exit(0);b")]
    [InlineData("class")]
    public void A_name_that_is_none_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => ParameterCell.Inject(NotebookDocument.Empty(), Values((name, "3"))));

    private static NotebookDocument Notebook(string parameters)
    {
        var document = NotebookDocument.Empty();
        document.Add(NotebookCell.Code(parameters, "parameters"));
        document.Add(NotebookCell.Code("rest"));
        return document;
    }

    private static Dictionary<string, string> Values(params (string Name, string Value)[] values) =>
        values.ToDictionary(value => value.Name, value => value.Value);
}
