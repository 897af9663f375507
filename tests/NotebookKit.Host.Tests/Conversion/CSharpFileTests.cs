using NotebookKit.Host.Conversion;
using NotebookKit.Host.Documents;

namespace NotebookKit.Host.Tests.Conversion;

/// <summary>Cells as one program: what a session allows and a file does not is written anew, and the file compiles.</summary>
public sealed class CSharpFileTests
{
    [Theory]
    [InlineData("a variable of the same type becomes an assignment", "x = 2;", "int x = 1;", "int x = 2;", "Console.WriteLine(x);")]
    [InlineData("a variable of another type gets a number", "string x_2 = \"a\";", "int x = 1;", "string x = \"a\";", "Console.WriteLine(x.Length);")]
    [InlineData("what a function holds on to stays its own", "int x_2 = 2;", "int x = 1;\nint F() => x;", "int x = 2;", "Console.WriteLine(F() + x);")]
    [InlineData("what a lambda holds on to stays its own", "int x_2 = 2;", "int x = 1;\nFunc<int> f = () => x;", "int x = 2;", "Console.WriteLine(f() + x);")]
    [InlineData("a loop may use the name of a variable", "for (int i_2 = 0; i_2 < 2; i_2++)", "for (int i = 0; i < 2; i++) { Console.Write(i); }", "int i = 7;", "Console.WriteLine(i);")]
    [InlineData("a tuple keeps the names of its parts", "(x: x_2, 1)", "int x = 1;", "string x = \"a\";\nvar t = (x, 1);", "Console.WriteLine(t.x);")]
    [InlineData("an anonymous type keeps the names of its members", "new { x = x_2 }", "int x = 1;", "string x = \"a\";\nvar t = new { x };", "Console.WriteLine(t.x);")]
    [InlineData("a deconstruction has no names on its left", "(a_2, b_2) = (b: b_2, a: a_2);", "int a = 0, b = 0;", "var (a, b) = (\"1\", \"2\");\n(a, b) = (b, a);", "Console.WriteLine(a + b);")]
    [InlineData("a function is written anew under another name", "int F_2()", "int F() => 1;", "int F() => 2;\nConsole.WriteLine(F());")]
    [InlineData("functions of one name have two", "int F_2(string s)", "int F(int n) => n;\nint F(string s) => F(s.Length);", "F(\"abc\")")]
    [InlineData("a type is written anew under another name", "record P_2(string A);", "record P(int A);\nvar p = new P(1);", "record P(string A);\nvar q = new P(\"x\");", "Console.WriteLine(q.A + p.A);")]
    [InlineData("types see the constants of cells", "internal const int Size = 3;", "const int Size = 3;", "class A { public int[] All = new int[Size]; }", "new A().All.Length")]
    [InlineData("extension methods get a class", "internal static int Twice(this int x)", "static int Twice(this int x) => 2 * x;", "3.Twice()")]
    [InlineData("a variable without a value has one", "int n = default;", "int n;", "n += 1;\nn")]
    [InlineData("a function may come before its variable", "int F() => late;", "int F() => late;\nint late = 3;", "F()")]
    [InlineData("a last expression is shown", "display(1 + 2);", "1 + 2")]
    [InlineData("a last expression without a value is not", "Console.WriteLine(3);", "Console.WriteLine(3)")]
    [InlineData("a display shows itself", "display(5);", "display(5)")]
    [InlineData("usings go to the top", "using System.Globalization;", "int a = 1;", "// why\nusing System.Globalization;\nCultureInfo.InvariantCulture.Name")]
    [InlineData("access means nothing in a file", "static int Hidden()", "private static int Hidden() => 1;\npublic int open = 2;", "Hidden() + open")]
    [InlineData("a cell may wait", "await Task.Delay(1);", "await Task.Delay(1);")]
    [InlineData("an output variable belongs to the file", "int.TryParse(\"1\", out var n)", "int.TryParse(\"1\", out var n)", "n + 1")]
    [InlineData("magic commands become comments", "// #!time", "#!time\nvar t = 1;", "t")]
    public async Task Cells_become_a_program_that_compiles(string what, string expected, params string[] cells)
    {
        var program = await CSharpFileWriter.WriteAsync(Notebook(cells), Path.GetTempPath());
        Assert.True(program.Errors.Count == 0, $"{what}: {string.Join('\n', program.Errors)}\n{program.Text}");
        Assert.True(program.Text.Contains(expected, StringComparison.Ordinal), $"{what}: expected {expected} in\n{program.Text}");
        Assert.DoesNotContain(program.Losses, line => line.Contains("do not compile", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_lost_is_said()
    {
        var cell = NotebookCell.Code("#!who\nint x = nonsense;", "tag");
        var document = Notebook("1");
        document.Add(cell);
        document.Add(NotebookCell.Code("#r \"other.dll\"", "skip-execution"));
        document.Metadata["course"] = "x";
        var program = await CSharpFileWriter.WriteAsync(document, Path.GetTempPath());
        Assert.Empty(program.Errors);
        Assert.Equal(
            ["the ids of the cells", "tags: cells 2, 3", "the notebook's metadata", "magic commands (they become comments): cell 2", "cells that do not compile (they become comments): cell 2", "cells that are not to run (they become comments): cell 3"],
            program.Losses.Select(line => line["a C# file cannot hold ".Length..]));
    }

    [Fact]
    public async Task A_program_is_read_back_as_the_notebook_that_it_was()
    {
        var document = Notebook("#r \"nuget: NotebookKit\"\nusing NotebookKit;", "bool quick = false;", "record P(int A);\nvar p = new P(1);\np.A", "#!check one\nconst int N = 2;");
        document.Insert(1, NotebookCell.Markdown("# Head\n\nText"));
        document.Cells[2].Metadata["tags"] = new System.Text.Json.Nodes.JsonArray("parameters");
        var read = CSharpFileReader.Read((await CSharpFileWriter.WriteAsync(document, Path.GetTempPath())).Text);
        Assert.Equal(
            ["#r \"nuget: NotebookKit\"\nusing NotebookKit;", "# Head\n\nText", "bool quick = false;", "var p = new P(1);\ndisplay(p.A);\n\nrecord P(int A);", "#!check one\n\nconst int N = 2;"],
            read.Cells.Select(cell => cell.Source));
        Assert.True(read.Cells[2].HasTag("parameters"));
    }

    [Fact]
    public async Task Another_ending_is_refused_and_nothing_written()
    {
        using var folder = new TemporaryFolder();
        folder.Notebook("n.ipynb", NotebookCell.Code("1"));
        var run = await Nbkit.RunAsync(folder, "convert", "n.ipynb", "n.docx");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains(".ipynb, .dib, .cs", run.Error, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    private static NotebookDocument Notebook(params string[] cells)
    {
        var document = NotebookDocument.Empty();
        foreach (var cell in cells)
        {
            document.Add(NotebookCell.Code(cell));
        }

        return document;
    }
}
