using NotebookKit.Interactive;

namespace NotebookKit.Tests.Interactive;

/// <summary>How a command's line is taken apart, and what wrong use is told.</summary>
public class MagicLineTests
{
    private const string Usage = "#!try [--runs N] [--all] WORD\nmore";

    [Fact]
    public void Words_options_and_flags_are_told_apart()
    {
        MagicLine line = MagicLine.Parse("one --runs 5 \"two words\" --all 'it''s' --name=x", Usage, ["runs", "name"], ["all"]);
        Assert.Equal(["one", "two words", "its"], line.Words);
        Assert.Equal(5, line.Whole("runs", 1, 1, 10));
        Assert.True(line.Has("all"));
        Assert.Equal("x", line.Option("name"));
    }

    [Fact]
    public void An_expression_keeps_its_quotes_and_dashes()
    {
        MagicLine line = MagicLine.ParseExpression("--runs 3  f(\"a b\", --i) - \"--runs\"", Usage, ["runs"]);
        Assert.Equal("f(\"a b\", --i) - \"--runs\"", line.Rest);
        Assert.Equal(3, line.Whole("runs", 1, 1, 10));
        Assert.Equal("--i", MagicLine.ParseExpression("--i", Usage, ["runs"]).Rest);
    }

    [Theory]
    [InlineData("--rusn 5", "did you mean --runs?")]
    [InlineData("--zzzzzzzz 5", "there are --runs, --all.")]
    [InlineData("--runs", "--runs needs a value.")]
    [InlineData("--all=1", "--all takes no value.")]
    [InlineData("\"open", "the quoted text does not end.")]
    public void Wrong_use_names_the_mend_and_the_usage(string arguments, string mend)
    {
        MagicException wrong = Assert.Throws<MagicException>(() => MagicLine.Parse(arguments, Usage, ["runs"], ["all"]));
        Assert.Contains(mend, wrong.Message, StringComparison.Ordinal);
        Assert.EndsWith("Usage: #!try [--runs N] [--all] WORD", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("11")]
    [InlineData("many")]
    [InlineData("1e9")]
    public void A_number_out_of_range_is_refused(string number) =>
        Assert.Contains("from 1 to 10", Assert.Throws<MagicException>(() => MagicLine.Parse($"--runs {number}", Usage, ["runs"]).Whole("runs", 1, 1, 10)).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_command_explains_itself_with_its_own_name_and_an_example()
    {
        Assert.Equal(MagicCommands.All.Count, MagicCommands.All.Select(command => command.Name).Distinct().Count());
        Assert.All(MagicCommands.All, command =>
        {
            Assert.StartsWith($"#!{command.Name}", command.Usage, StringComparison.Ordinal);
            Assert.Contains(command.Name == "kit" ? "-h" : "Example:", command.Usage, StringComparison.Ordinal);
            Assert.Same(command, MagicCommands.Find(command.Name.ToUpperInvariant()));
        });
    }
}
