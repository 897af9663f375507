using System.Diagnostics;
using NotebookKit.Host.Documents;
using Xunit.Abstractions;

namespace NotebookKit.Host.Tests.Jupyter;

/// <summary>Jupyter's own programs against the kernel, started by its kernelspec.</summary>
public sealed class RealClientTests(ITestOutputHelper log) : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Nbclient_runs_a_notebook_and_nbformat_accepts_the_result()
    {
        if (await Lacks("nbclient"))
        {
            return;
        }

        folder.Notebook(
            "n.ipynb",
            NotebookCell.Code("var d = display(1);\nawait Task.Delay(150);\nd.Update(2);\nConsole.WriteLine(\"ä😀\");\nnew { A = 1 }"),
            NotebookCell.Code("throw new Exception(\"meant\");", "raises-exception"),
            NotebookCell.Code("Environment.Exit(1);", "raises-exception"),
            NotebookCell.Code("40 + 2"));
        await File.WriteAllTextAsync(folder.File("run.py"), """
            import nbclient, nbformat
            notebook = nbformat.read("n.ipynb", 4)
            nbclient.NotebookClient(notebook, timeout=120, kernel_name="notebookkit").execute()
            nbformat.validate(notebook)
            nbformat.write(notebook, "done.ipynb")
            """);
        await RunAsync(0, "", Python, "run.py");
        var done = NotebookDocument.Load(folder.File("done.ipynb"));
        Assert.Equal("2", MultilineText.Join(done.Cells[0].Outputs[0]!["data"]!["text/plain"]));
        Assert.Equal("ä😀\n", MultilineText.Join(done.Cells[0].Outputs[1]!["text"]));
        Assert.Equal(["Exception", "ProcessExited"], done.Cells.Skip(1).Take(2).Select(cell => cell.Outputs[0]!["ename"]!.GetValue<string>()));
        Assert.Equal("42", MultilineText.Join(done.Cells[3].Outputs[0]!["data"]!["text/plain"]));
    }

    [Fact]
    public async Task Nbconvert_executes_a_notebook_with_a_figure_of_the_kit()
    {
        if (await Lacks("nbconvert"))
        {
            return;
        }

        folder.Notebook("n.ipynb", NotebookCell.Code("#r \"nuget: NotebookKit\"\nusing NotebookKit;\nusing NotebookKit.Charts;"), NotebookCell.Code("Chart.Line([1, 3, 2], \"Loss\")"));
        await RunAsync(0, "", Python, "-m", "nbconvert", "--to", "notebook", "--execute", "--ExecutePreprocessor.kernel_name=notebookkit", "--output", "done.ipynb", "n.ipynb");
        var data = NotebookDocument.Load(folder.File("done.ipynb")).Cells[1].Outputs[0]!["data"]!.AsObject();
        Assert.Contains("<svg", MultilineText.Join(data["image/svg+xml"]));
        Assert.NotNull(data["application/vnd.plotly.v1+json"]!.AsObject());
    }

    [Fact]
    public async Task The_console_runs_what_is_typed()
    {
        if (await Lacks("jupyter_console"))
        {
            return;
        }

        var text = await RunAsync(0, "var a = 20;\na + 22\nConsole.WriteLine(\"hello\");\n", Python, "-m", "jupyter_console", "--kernel", "notebookkit", "--simple-prompt");
        Assert.Contains("42", text);
        Assert.Contains("hello", text);
    }

    private async Task<bool> Lacks(string module)
    {
        if (File.Exists(Python) && (await ExitAsync("", Python, "-c", $"import {module}, nbformat")).ExitCode == 0)
        {
            OwnJupyter.Install(folder);
            return false;
        }

        log.WriteLine($"not checked: Debian's {module} is not installed here (apt-get install jupyter-client jupyter-console jupyter-nbconvert python3-nbclient).");
        return true;
    }

    private async Task<string> RunAsync(int expected, string input, string program, params string[] arguments)
    {
        var (exitCode, text) = await ExitAsync(input, program, arguments);
        log.WriteLine(text);
        Assert.Equal(expected, exitCode);
        return text;
    }

    private async Task<(int ExitCode, string Text)> ExitAsync(string input, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        OwnJupyter.Of(start, folder);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        return (process.HasExited ? process.ExitCode : -1, await output + await error);
    }
}
