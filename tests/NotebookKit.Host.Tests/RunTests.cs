using System.Text.Json.Nodes;
using System.Xml.Linq;
using AngleSharp.Html.Parser;
using NotebookKit.Host.Documents;
using NotebookKit.Host.Tests.Session;

namespace NotebookKit.Host.Tests;

/// <summary>The real nbkit with real child processes.</summary>
public sealed class RunTests : IDisposable
{
    /// <summary>The first cell of a session pays for the compiler's start, which a short limit must not count on a busy machine.</summary>
    private static NotebookCell WarmUp => NotebookCell.Code("1");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_good_notebook_is_run_and_written_with_its_page()
    {
        var run = await Run(
            NotebookCell.Markdown("# Hello <world>"),
            NotebookCell.Code("#r \"nuget: NotebookKit\"\nusing NotebookKit;"),
            NotebookCell.Code(" \n"),
            NotebookCell.Code("throw new Exception();", "skip-execution"),
            NotebookCell.Code("using System.IO;\nint x = 40;\nConsole.WriteLine(\"<i>out</i>\");\nConsole.Error.WriteLine(\"err\");\nConsole.WriteLine(Directory.GetCurrentDirectory());\nx + 2"));
        Assert.Equal((0, "1 passed, 0 failed"), (run.ExitCode, run.LastLine));
        Assert.StartsWith("ok     n.ipynb ", run.Out);
        Assert.Equal(["stdout: <i>out</i>\n", "stderr: err\n", $"stdout: {folder.Path}\n", "execute_result: 42"], run.Outputs(4));
        var document = run.Executed();
        Assert.Equal([null, 1, null, null, 2], document.Cells.Select(cell => cell.ExecutionCount));
        Assert.Equal(".net-csharp", document.Metadata["kernelspec"]!["name"]!.GetValue<string>());
        Assert.EndsWith("Z", document.Cells[4].Metadata["execution"]!["shell.execute_reply"]!.GetValue<string>());
        var page = new HtmlParser().ParseDocument(await File.ReadAllTextAsync(folder.File("out/n.html")));
        Assert.Contains("<i>out</i>", page.QuerySelector("pre.stdout")!.TextContent);
        Assert.Null(page.QuerySelector("pre i, script, link"));
    }

    [Fact]
    public async Task The_run_stops_at_the_first_error_and_keeps_everything_so_far()
    {
        var old = NotebookCell.Code("1");
        old.ExecutionCount = 9;
        old.Outputs.Add(JsonNode.Parse("""{"output_type": "stream", "name": "stdout", "text": "old"}"""));
        var run = await Run(NotebookCell.Code("Console.WriteLine(\"before\");"), NotebookCell.Code("Console.Write(1);\nthrow new InvalidOperationException(\"broken\");"), old);
        Assert.Equal((1, "0 passed, 1 failed"), (run.ExitCode, run.LastLine));
        Assert.Contains("cell 2: InvalidOperationException: broken", run.Out);
        Assert.Equal(["stdout: before\n"], run.Outputs(0));
        Assert.Equal(["stdout: 1", "error: InvalidOperationException"], run.Outputs(1));
        Assert.Contains("   at cell 2, line 2", run.Output(1, 1)["traceback"]!.AsArray().Select(line => line!.GetValue<string>()));
        Assert.Empty(run.Outputs(2));
        Assert.Null(run.Executed().Cells[2].ExecutionCount);
        Assert.Equal("old", NotebookDocument.Load(folder.File("n.ipynb")).Cells[2].Outputs[0]!["text"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task A_cell_tagged_raises_exception_may_fail_but_not_die()
    {
        var run = await Run(NotebookCell.Code("throw new Exception();", "raises-exception"), NotebookCell.Code("nonsense", "raises-exception"), NotebookCell.Code("Environment.Exit(0);", "raises-exception"));
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(["error: Exception", "error: CompileError", "error: ProcessExited"], [.. run.Outputs(0), .. run.Outputs(1), .. run.Outputs(2)]);
    }

    [Fact]
    public async Task An_endless_cell_is_stopped_with_all_it_started()
    {
        var run = await Nbkit.RunCellsAsync(folder, ["--cell-timeout", "12"], WarmUp, NotebookCell.Code("Console.WriteLine(\"before\");\nwhile (true) { }"));
        Assert.Equal((2, "0 passed, 1 failed"), (run.ExitCode, run.LastLine));
        Assert.Equal(["stdout: before\n", "error: TimeoutException"], run.Outputs(1));
        Assert.Contains("it was stopped", run.Output(1, 1)["evalue"]!.GetValue<string>());
        Assert.Equal("   at cell 2, line 2", run.Output(1, 1)["traceback"]![1]!.GetValue<string>());
    }

    [Fact]
    public async Task A_cell_that_does_not_stop_is_killed_and_the_loss_is_said()
    {
        var run = await Nbkit.RunCellsAsync(folder, ["--cell-timeout", "12"], WarmUp, NotebookCell.Code(CellStopTests.NativeWait));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("variables are lost", run.Output(1, 1)["evalue"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_total_time_is_limited_too()
    {
        var run = await Nbkit.RunCellsAsync(folder, ["--timeout", "12"], NotebookCell.Code("await Task.Delay(-1);"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--timeout", run.Output(0, 0)["evalue"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task A_cell_that_exits_the_process_is_an_error_whatever_the_code(int code)
    {
        var run = await Run(NotebookCell.Code($"Console.Write(\"before\");\nvar d = display(0);\nd.Update(1);\nEnvironment.Exit({code});"));
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(["stdout: before", "display_data: 1", "error: ProcessExited"], run.Outputs(0));
        Assert.Contains($"exit code {code} ", run.Output(0, 2)["evalue"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_stack_overflow_is_recorded_with_what_came_before()
    {
        var run = await Run(NotebookCell.Code("Console.WriteLine(\"before\");\nobject all = 0;\nfor (var i = 0; i < 1000000; i++) all = new object[] { all };\nSystem.Collections.StructuralComparisons.StructuralEqualityComparer.GetHashCode(all)"));
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("stdout: before\n", run.Outputs(0)[0]);
        Assert.Equal("error: StackOverflowException", run.Outputs(0)[^1]);
        Assert.Contains("Stack overflow.", run.Outputs(0)[1]);
    }

    [Fact]
    public async Task An_exception_on_another_thread_is_recorded()
    {
        var run = await Run(NotebookCell.Code("Console.WriteLine(\"before\");\nnew System.Threading.Thread(() => throw new Exception(\"elsewhere\")).Start();\nawait Task.Delay(-1);"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("stdout: before\n", run.Outputs(0));
        Assert.Contains(run.Outputs(0), output => output.Contains("elsewhere"));
        Assert.Equal("error: ProcessExited", run.Outputs(0)[^1]);
    }

    [Fact]
    public async Task What_is_written_past_the_console_is_kept()
    {
        var run = await Run(NotebookCell.Code("using (var raw = Console.OpenStandardOutput()) { raw.Write(\"raw\\n\"u8); }\nConsole.ReadLine()"), NotebookCell.Code("await Task.Delay(200);"));
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("stdout: raw\n", run.Outputs(0).Concat(run.Outputs(1)));
    }

    [Fact]
    public async Task A_file_that_is_no_notebook_is_named_with_its_line()
    {
        await File.WriteAllTextAsync(folder.File("bad.ipynb"), "{\n \"cells\" [] }");
        var run = await Nbkit.RunAsync(folder, "run", "bad.ipynb");
        Assert.Equal((3, "0 passed, 1 failed"), (run.ExitCode, run.LastLine));
        Assert.Contains("bad.ipynb: not a notebook: line 2", run.Out);
        Assert.False(Directory.Exists(folder.File("out")));
    }

    [Fact]
    public async Task Updates_replace_in_place_and_clear_output_clears()
    {
        var run = await Run(
            NotebookCell.Code("var d = display(\"a\");\nfor (var i = 0; i < 500; i++) { d.Update(i); }\ndisplay(\"b\")"),
            NotebookCell.Code("d.Update(\"from later\");\nfor (var i = 0; i < 3; i++) { clear_output(true); Console.WriteLine(i); }"),
            NotebookCell.Code("using NotebookKit;\nvar shown = Notebook.Display(1);\nshown.Update(2);"));
        Assert.Equal(["display_data: from later", "display_data: b"], run.Outputs(0));
        Assert.Equal(["stdout: 2\n"], run.Outputs(1));
        Assert.Equal(["display_data: 2"], run.Outputs(2));
    }

    [Fact]
    public async Task A_cell_in_another_language_is_refused_by_its_name()
    {
        var cell = NotebookCell.Code("let x = 1");
        cell.Metadata["polyglot_notebook"] = new JsonObject { ["kernelName"] = "fsharp" };
        var run = await Run(cell);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("fsharp", run.Out);
    }

    [Fact]
    public async Task Parameters_reach_the_cells()
    {
        var run = await Nbkit.RunCellsAsync(folder, ["--parameters", "quick=true"], NotebookCell.Code("bool quick = false;", "parameters"), NotebookCell.Code("quick"));
        Assert.Equal(["execute_result: True"], run.Outputs(2));
        var refused = await Nbkit.RunAsync(folder, "run", "n.ipynb", "--parameters", "slow=true");
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("it has: quick", refused.Out);
    }

    [Fact]
    public async Task Folders_run_in_parallel_keep_their_shape_and_report_to_other_programs()
    {
        folder.Notebook("in/b.ipynb", NotebookCell.Code("Console.Write(\"b\");"));
        folder.Notebook("in/deep/a.ipynb", NotebookCell.Code("throw new Exception(\"<&>\\u0001\");"));
        folder.Notebook("in/.ipynb_checkpoints/c.ipynb", NotebookCell.Code("1"));
        var run = await Nbkit.RunAsync(folder, "run", "in", "--jobs", "2", "--out", "done", "--json", "r.json", "--junit", "r.xml");
        Assert.Equal((1, "1 passed, 1 failed"), (run.ExitCode, run.LastLine));
        Assert.True(File.Exists(folder.File("done/b.html")));
        Assert.True(File.Exists(folder.File("done/deep/a.ipynb")));
        Assert.False(Directory.Exists(folder.File("done/.ipynb_checkpoints")));
        var json = JsonNode.Parse(await File.ReadAllTextAsync(folder.File("r.json")))!.AsArray();
        Assert.Equal(["b.ipynb ok", "deep/a.ipynb failed"], json.Select(result => $"{result!["notebook"]} {result["status"]}"));
        Assert.Equal(1, json[1]!["cell"]!.GetValue<int>());
        var junit = XDocument.Load(folder.File("r.xml"));
        Assert.Equal("1", junit.Root!.Element("testsuite")!.Attribute("failures")!.Value);
        Assert.Contains("<&>", junit.Descendants("failure").Single().Value);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("run", "missing.ipynb")]
    [InlineData("run", ".", "--jobs", "0")]
    [InlineData("run", ".", "--no-such-option")]
    [InlineData("run", ".", "--parameters", "novalue")]
    [InlineData("run", ".")]
    public async Task Wrong_usage_is_said_and_ends_with_3(params string[] arguments)
    {
        var run = await Nbkit.RunAsync(folder, arguments);
        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith("nbkit: ", run.Error);
    }

    private Task<Nbkit> Run(params NotebookCell[] cells) => Nbkit.RunCellsAsync(folder, [], cells);
}
