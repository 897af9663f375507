using NotebookKit.Host.Session;

namespace NotebookKit.Host.Tests;

public sealed class SessionTests
{
    private readonly CSharpSession session = new(AppContext.BaseDirectory);
    private int number;

    [Fact]
    public async Task A_cell_sees_the_variables_of_earlier_cells()
    {
        await Run("int x = 40;");
        Assert.Equal(42, await Result("x + 2"));
    }

    [Fact]
    public async Task The_last_expression_without_a_semicolon_is_the_result()
    {
        Assert.True((await Run("1 + 1")).HasResult);
        Assert.False((await Run("var a = 1 + 1;")).HasResult);
        Assert.False((await Run("Console.Out.Flush()")).HasResult);
    }

    [Fact]
    public async Task A_null_result_is_a_result() => Assert.True((await Run("(string)null")).HasResult);

    [Fact]
    public async Task A_cell_can_await_at_the_top_level()
    {
        await Run("var text = await Task.FromResult(\"later\");");
        Assert.Equal("later", await Result("text"));
        Assert.False((await Run("await Task.Yield()")).HasResult);
    }

    [Fact]
    public async Task An_await_in_one_cell_can_use_the_state_of_another()
    {
        await Run("var source = new TaskCompletionSource<int>();");
        await Run("_ = Task.Run(() => source.SetResult(7));");
        Assert.Equal(7, await Result("await source.Task"));
    }

    [Fact]
    public async Task Functions_classes_and_records_live_on()
    {
        await Run("int Twice(int n) => 2 * n; record Point(int X, int Y); class Counter { public int Count; public void Add() => Count++; }");
        await Run("var counter = new Counter(); counter.Add();");
        Assert.Equal("Point { X = 6, Y = 1 }", await Result("new Point(Twice(3), counter.Count).ToString()"));
    }

    [Fact]
    public async Task A_function_can_change_a_variable_of_an_earlier_cell()
    {
        await Run("int total = 0;");
        await Run("void Count() => total++;");
        await Run("Count(); Count();");
        Assert.Equal(2, await Result("total"));
    }

    [Fact]
    public async Task A_variable_can_be_declared_again_with_another_type()
    {
        await Run("int x = 1;");
        await Run("string x = \"one\";");
        Assert.Equal("one", await Result("x"));
    }

    [Fact]
    public async Task A_using_line_holds_for_later_cells()
    {
        await Run("using System.Numerics;");
        Assert.Equal(System.Numerics.Vector3.One, await Result("Vector3.One"));
    }

    [Fact]
    public async Task The_namespaces_of_the_kit_are_not_imported_silently()
    {
        Assert.NotNull((await Run("Notebook.Screen")).Failure);
        Assert.Null((await Run("using NotebookKit; var screen = Notebook.Screen;")).Failure);
    }

    [Fact]
    public async Task A_compile_error_shows_the_line_and_a_caret()
    {
        var failure = (await Run("int a = 1;\nvar b = a + foo;")).Failure!;
        Assert.Equal("CompileError", failure.Name);
        Assert.StartsWith("(2,13): error CS0103:", failure.Message);
        Assert.Equal(["    var b = a + foo;", "                ^~~"], failure.Traceback.Skip(1).Take(2));
    }

    [Fact]
    public async Task A_cell_that_does_not_compile_leaves_no_trace()
    {
        await Run("int x = 1;");
        await Run("int x = 2; nonsense");
        Assert.Equal(1, await Result("x"));
    }

    [Fact]
    public async Task A_runtime_error_names_the_cell_and_the_line_of_each_frame()
    {
        await Run("int Divide(int a, int b)\n{\n    return a / b;\n}");
        var failure = (await Run("\nvar y = Divide(1, 0);")).Failure!;
        Assert.Equal("DivideByZeroException", failure.Name);
        Assert.Equal(
            ["DivideByZeroException: Attempted to divide by zero.", "   at cell 1, line 3, in Divide", "      return a / b;", "   at cell 2, line 2", "      var y = Divide(1, 0);"],
            failure.Traceback);
    }

    [Fact]
    public async Task A_runtime_error_in_an_async_function_names_the_function()
    {
        var failure = (await Run("async Task Fail()\n{\n    await Task.Yield();\n    throw new InvalidOperationException(\"no\");\n}\nawait Fail();")).Failure!;
        Assert.Contains("   at cell 1, line 4, in Fail", failure.Traceback);
        Assert.Contains("   at cell 1, line 6", failure.Traceback);
    }

    [Fact]
    public async Task What_ran_before_a_runtime_error_stays()
    {
        await Run("int x = 5; throw new Exception();");
        Assert.Equal(5, await Result("x"));
    }

    [Fact]
    public async Task The_running_library_is_the_package_NotebookKit_of_any_version()
    {
        Assert.Null((await Run("// a comment first\n#r \"nuget: NotebookKit, 9.9.9\"\nusing NotebookKit;\nvar screen = Notebook.Screen;")).Failure);
        Assert.Null((await Run("var a = 1;\n#r \"nuget:NotebookKit\" // and one after code")).Failure);
    }

    [Theory]
    [InlineData("#r \"nuget: , 1.0\"", "the package's name is missing")]
    [InlineData("#r \"nuget: Other, one>two\"", "`one>two` is no version")]
    [InlineData("#i \"nuget: nowhere\"", "there is no folder")]
    [InlineData("#load \"missing.csx\"", "there is no such file")]
    [InlineData("#r \"missing.dll\"", "there is no such file")]
    [InlineData("#!sql", "#!sql: this host does not know this magic command")]
    [InlineData("#!tmie\n1", "did you mean #!time?")]
    [InlineData("void F()\n{\n#!time\n}", "line 3: #!time stands inside")]
    public async Task What_the_host_cannot_do_is_one_clear_error(string source, string part) =>
        Assert.Contains(part, (await Run(source)).Failure!.Message);

    [Fact]
    public async Task A_directive_inside_a_string_stays_text() =>
        Assert.Equal("#!sql\n#r \"nuget: Other\"", await Result("\"\"\"\n#!sql\n#r \"nuget: Other\"\n\"\"\""));

    [Fact]
    public async Task The_magic_csharp_is_accepted() => Assert.Equal(3, await Result("#!csharp\n1 + 2"));

    [Fact]
    public async Task A_file_can_be_referenced_by_its_path()
    {
        Assert.Null((await Run("#r \"AngleSharp.dll\"")).Failure);
        Assert.Equal("AngleSharp", await Result("typeof(AngleSharp.Configuration).Assembly.GetName().Name"));
    }

    private Task<CellOutcome> Run(string source) => session.RunAsync(source, ++number);

    private async Task<object?> Result(string source)
    {
        var outcome = await Run(source);
        Assert.Null(outcome.Failure);
        return outcome.Result;
    }
}
