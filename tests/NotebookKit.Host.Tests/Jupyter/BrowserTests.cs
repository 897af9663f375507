using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using NotebookKit.Host.Documents;
using NotebookKit.Host.Running.Checking;
using NotebookKit.Host.Tests.Site;
using Xunit.Abstractions;

namespace NotebookKit.Host.Tests.Jupyter;

/// <summary>Debian's Jupyter Notebook in a browser, with the kernel behind it.</summary>
public sealed class BrowserTests(ITestOutputHelper log) : IDisposable
{
    private const string Program = "/usr/bin/jupyter-notebook";
    private const string Page = "Jupyter.notebook";
    private readonly TemporaryFolder folder = new();

    private static bool IsHere => File.Exists(Program) && Chromium.Program is not null;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_notebook_page_runs_all_moves_a_live_chart_completes_interrupts_and_restarts()
    {
        if (!IsHere)
        {
            log.WriteLine("not checked: Jupyter Notebook or Chromium is not installed here (apt-get install jupyter-notebook chromium).");
            return;
        }

        folder.Notebook(
            "page.ipynb",
            NotebookCell.Code("#r \"nuget: NotebookKit\"\nusing NotebookKit;\nusing NotebookKit.Charts;\nint kept = 42;"),
            NotebookCell.Code("""
                Figure Loss(int steps) => Chart.Line(
                    Enumerable.Range(0, steps).Select(i => Math.Exp(-0.2 * i)).ToArray(), $"Loss after step {steps}",
                    new() { XLabel = "step", YLabel = "loss", Height = 300 });
                var live = display(Loss(1));
                for (int i = 2; i <= 20; i++) { await Task.Delay(100); live.Update(Loss(i)); }
                """),
            NotebookCell.Code("kept"),
            NotebookCell.Code("Console.WriteLin"));
        await InBrowserAsync("page.ipynb", async browser =>
        {
            // Run all but the last: the chart moves while its cell runs.
            await browser.EvaluateAsync($"{Page}.execute_cell_range(0, 3)");
            await browser.UntilAsync($"/step [2-9](?!\\d)/.test({Titles(1)}) && {Page}.kernel_busy");
            await browser.UntilAsync($"{Titles(1)}.includes('step 20') && {Output(2)}.includes('42')");
            await browser.PictureAsync("jupyter.png");

            // Tab after "Console.WriteLin" finds one member and writes it. On a busy machine the page may lose the question: then it is asked anew.
            string complete = $"const cell = {Page}.get_cell(3); {Page}.select(3); cell.focus_editor(); cell.code_mirror.setCursor(0, 16); cell.completer.startCompletion();";
            await browser.UntilAsync($$"""
                (() => {
                  const late = !window.asked || Date.now() - window.asked > 8000, text = {{Page}}.get_cell(3).get_text();
                  if (late && text === 'Console.WriteLin') { window.asked = Date.now(); {{complete}} }
                  return text === 'Console.WriteLine';
                })()
                """);

            // An endless loop stops, and the variables stay.
            await browser.EvaluateAsync(Run("while (true) { }"));
            await browser.UntilAsync($"{Page}.kernel_busy");
            await browser.EvaluateAsync($"{Page}.kernel.interrupt()");
            await browser.UntilAsync($"!{Page}.kernel_busy && {IsError}");
            await browser.EvaluateAsync(Run("kept + 1"));
            await browser.UntilAsync($"{Output(3)}.includes('43')");

            // After a restart they are gone.
            await browser.EvaluateAsync($"new Promise(done => {{ {Page}.events.one('kernel_ready.Kernel', done); {Page}.kernel.restart(); }}).then(() => true)");
            await browser.EvaluateAsync(Run("kept"));
            await browser.UntilAsync($"{Output(3)}.includes('kept') && {IsError}");
        });
    }

    [Fact]
    public async Task The_tour_gives_the_same_outputs_headless_through_nbconvert_and_in_the_browser()
    {
        if (!IsHere || Environment.GetEnvironmentVariable("NOTEBOOKKIT_SLOW_TESTS") != "1")
        {
            log.WriteLine("not checked: the tour runs three times with NOTEBOOKKIT_SLOW_TESTS=1, where Jupyter Notebook and Chromium are installed.");
            return;
        }

        Directory.CreateSymbolicLink(folder.File("data"), Path.Combine(Checkout.Root, "data"));
        var tour = NotebookDocument.Load(Path.Combine(Checkout.Root, "notebooks", "00-tour.ipynb"));
        var parameters = tour.Cells.Single(cell => cell.HasTag("parameters"));
        parameters.Source = parameters.Source.Replace("quick = false", "quick = true", StringComparison.Ordinal);
        Directory.CreateDirectory(folder.File("course"));
        tour.Save(folder.File("course/tour.ipynb"));
        Assert.Equal(0, (await Nbkit.RunAsync(folder, "run", "course/tour.ipynb", "--out", "headless")).ExitCode);
        var headless = NotebookDocument.Load(folder.File("headless/tour.ipynb"));

        OwnJupyter.Install(folder);
        ProcessStartInfo start = new("/usr/bin/python3", ["-m", "nbconvert", "--to", "notebook", "--execute", "--ExecutePreprocessor.timeout=300", "--output", "converted.ipynb", "course/tour.ipynb"]) { WorkingDirectory = folder.Path };
        OwnJupyter.Of(start, folder);
        using var nbconvert = Process.Start(start)!;
        await nbconvert.WaitForExitAsync();
        Assert.Equal(0, nbconvert.ExitCode);
        Assert.Empty(OutputCheck.Compare(headless, NotebookDocument.Load(folder.File("course/converted.ipynb"))));

        await InBrowserAsync("course/tour.ipynb", async browser =>
        {
            await browser.EvaluateAsync($"{Page}.execute_all_cells()");
            await browser.UntilAsync($"!{Page}.kernel_busy && {Page}.get_cells().filter(cell => cell.cell_type === 'code' && cell.get_text().trim()).every(cell => typeof cell.input_prompt_number === 'number')");
            var page = NotebookDocument.Parse((await browser.EvaluateAsync($"JSON.stringify({Page}.toJSON())"))!.GetValue<string>());
            Assert.Empty(OutputCheck.Compare(headless, page));
        });
    }

    private static string IsError => $"{Page}.get_cell(3).element.find('.output_error').length > 0";

    private static string Output(int cell) => $"{Page}.get_cell({cell}).element.find('.output').text()";

    private static string Titles(int cell) => $"{Page}.get_cell({cell}).element.find('svg').text()";

    private static string Run(string code) => $"(() => {{ const cell = {Page}.get_cell(3); cell.set_text('{code}'); cell.execute(); }})()";

    /// <summary>Opens a notebook of the folder in the page of a server of its own.</summary>
    private async Task InBrowserAsync(string notebook, Func<Chromium, Task> test)
    {
        OwnJupyter.Install(folder);
        using var server = Serve(out var port);
        try
        {
            await UntilAnswersAsync(port, server);
            await using var browser = await Chromium.StartAsync();
            await browser.OpenAsync($"http://127.0.0.1:{port}/notebooks/{notebook}");
            await browser.UntilAsync($"window.Jupyter && {Page} && {Page}.kernel && {Page}.kernel.is_connected() && {Page}.kernel.info_reply.language_info");
            await test(browser);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }
    }

    private static async Task UntilAnswersAsync(int port, Process server)
    {
        using HttpClient client = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
        for (Stopwatch watch = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            try
            {
                using var answer = await client.GetAsync(new Uri("api", UriKind.Relative));
                return;
            }
            catch (HttpRequestException) when (watch.Elapsed < TimeSpan.FromSeconds(60) && !server.HasExited)
            {
                // Not yet.
            }
        }
    }

    private Process Serve(out int port)
    {
        using (TcpListener listener = new(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        ProcessStartInfo start = new(Program, ["--no-browser", "--allow-root", "--ip=127.0.0.1", $"--port={port}", "--port-retries=0", "--NotebookApp.token=", $"--notebook-dir={folder.Path}"])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        OwnJupyter.Of(start, folder);
        var server = Process.Start(start)!;
        server.OutputDataReceived += (_, _) => { };
        server.ErrorDataReceived += (_, _) => { };
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        return server;
    }
}
