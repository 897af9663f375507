using NotebookKit.Host.Documents;

namespace NotebookKit.Host.Tests.Session;

[Collection(nameof(ScreenFixture))]
public sealed class MagicTests : IDisposable
{
    private readonly ShownSession session = new();

    public void Dispose() => session.Dispose();

    [Fact]
    public async Task Texts_in_other_languages_reach_to_the_next_language()
    {
        Assert.Equal(3, await session.Result("var a = 1;\n#!markdown\n# Title\n`#r` and \"an open quote\n\n#!html\n<b>x</b>\n#!javascript\nalert(1)\n#!csharp\na + 2"));
        Assert.Equal(["text/markdown: # Title\n`#r` and \"an open quote", "text/html: <b>x</b>", "application/javascript: alert(1)"], session.Shown);
    }

    [Fact]
    public async Task Commands_act_in_their_place()
    {
        Assert.Equal(4, await session.Result("var b = 1;\n#!who\nvar c = 3;\n#!who\nb + c"));
        Assert.Equal(["text/plain: b", "text/plain: b\nc"], session.Shown);
    }

    [Fact]
    public async Task Errors_below_a_command_keep_their_lines()
    {
        Assert.Contains("at cell 1, line 3", await session.Error("#!time\n\nint.Parse(\"x\");"));
        Assert.StartsWith("(2,5): error", await session.Error("#!who\n    x"));
    }

    [Fact]
    public async Task Time_shows_how_long_and_keeps_the_result()
    {
        Assert.Equal(2, await session.Result("#!time\n1 + 1"));
        Assert.Matches(@"^text/plain: Time: [\d.,]+ ms", session.Shown.Single());
    }

    [Fact]
    public async Task Whos_is_a_table_of_names_types_and_short_values()
    {
        await session.Run("var list = new List<int> { 1, 2 }; string none = null; var text = new string('x', 10000000); int[] array = [3]; var html = \"<i>\";");
        await session.Run("var list = 5;");
        await session.Run("#!whos");
        var table = session.Shown.Single();
        Assert.Contains("list</th><td style=\"text-align:left\">Int32", table);
        Assert.Contains("none</th><td style=\"text-align:left\">-", table);
        Assert.Contains("Int32[]", table);
        Assert.Contains("&lt;i&gt;", table);
        Assert.True(table.Length < 3000);
    }

    [Fact]
    public async Task Lsmagic_lists_the_commands_and_h_explains_one()
    {
        await session.Run("#!lsmagic");
        await session.Run("#!set -h");
        Assert.Contains("#!whos", session.Shown.First());
        Assert.All(new[] { "#r \"nuget: NAME, VERSION\"", "#r \"FILE.dll\"", "#i ", "#load " }, directive => Assert.Contains(directive, session.Shown.First()));
        Assert.Equal("text/plain: #!set --name NAME --value VALUE: makes a variable; a value in quotes is text", session.Shown.Last());
    }

    [Theory]
    [InlineData("#!set --name x --value 5", "Int32 5")]
    [InlineData("#!set --name x --value \"5\"", "String 5")]
    [InlineData("#!set --value \"two words\" --name x", "String two words")]
    [InlineData("#!set --name x --value true", "Boolean True")]
    public async Task Set_makes_a_variable(string line, string expected) => Assert.Equal(expected, await session.Result($"{line}\nx.GetType().Name + \" \" + x"));

    [Theory]
    [InlineData("#!set --name x", "--value is missing")]
    [InlineData("#!set --name 1x --value 2", "`1x` cannot name")]
    [InlineData("#!import", "the file's name is missing")]
    [InlineData("#!import none.ipynb", "there is no such file")]
    [InlineData("#!wohs", "did you mean #!whos")]
    public async Task Wrong_use_explains_itself(string line, string part) => Assert.Contains(part, await session.Error(line));

    [Fact]
    public async Task Files_of_all_kinds_can_be_imported()
    {
        session.Folder.Notebook("n.ipynb", NotebookCell.Markdown("# no"), NotebookCell.Code("int fromNotebook = 1;"));
        session.File("d.dib", "#!meta\n{\"kernelInfo\":{}}\n\n#!markdown\n# no\n\n#!csharp\nint fromDib = 2;");
        session.File("s.csx", "int fromScript = 3;");
        session.File("c.cs", "namespace Mine;\npublic static class Box { public static int Value => 4; }");
        Assert.Equal(10, await session.Result("#!import n.ipynb\n#!import \"d.dib\"\n#!import s.csx\n#!import c.cs\nfromNotebook + fromDib + fromScript + Mine.Box.Value"));
        Assert.Empty(session.Shown);
    }

    [Fact]
    public async Task A_loaded_file_is_named_in_its_errors()
    {
        session.File("ok.csx", "int Half(int n)\n{\n    return n / 0.Zero();\n}\nstatic int Zero(this int n) => n - n;");
        session.File("bad.csx", "int a = 1;\nint b = \"x\";");
        session.File("throws.csx", "int Fail()\n{\n    throw new InvalidOperationException();\n}");
        session.File("loop.csx", "#load \"loop.csx\"");
        session.File("broken.cs", "namespace N { class C { int F() => \"\"; } }");
        Assert.StartsWith("bad.csx(2,9): error CS0029", await session.Error("#load \"bad.csx\""));
        Assert.StartsWith("broken.cs(1,36): error CS0029", await session.Error("#load \"broken.cs\""));
        Assert.Contains("   at throws.csx, line 3, in Fail\n      throw new InvalidOperationException();\n   at cell 3, line 2", await session.Error("#load \"throws.csx\"\nFail();"));
        Assert.Contains("loads itself", await session.Error("#load \"loop.csx\""));
    }
}
