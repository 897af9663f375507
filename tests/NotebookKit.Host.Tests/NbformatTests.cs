using System.Diagnostics;
using NotebookKit.Host.Documents;
using Xunit.Abstractions;

namespace NotebookKit.Host.Tests;

public sealed class NbformatTests(ITestOutputHelper log)
{
    [Fact]
    public async Task Jupyters_own_reader_accepts_what_nbkit_writes()
    {
        const string python = "/usr/bin/python3";
        if (!File.Exists(python) || await Exit(python, "-c", "import nbformat") != 0)
        {
            log.WriteLine("not checked: Debian's python3-nbformat is not installed here.");
            return;
        }

        using var folder = new TemporaryFolder();
        await Nbkit.RunCellsAsync(
            folder,
            [],
            NotebookCell.Markdown("# A 😀"),
            NotebookCell.Code("Console.Error.Write(1);\ndisplay(HTML(\"<b>x</b>\"));\nnew { A = 1 }"),
            NotebookCell.Code("throw new Exception();"));
        Assert.Equal(0, await Exit(python, "-c", "import nbformat, sys; nbformat.validate(nbformat.read(sys.argv[1], 4))", folder.File("out/n.ipynb")));

        // Called as a module, since another Jupyter may come first on the path.
        if (await Exit(python, "-c", "import nbconvert") != 0)
        {
            log.WriteLine("not checked: Debian's jupyter-nbconvert is not installed here.");
            return;
        }

        Assert.Equal(0, await Exit(python, "-m", "nbconvert", "--to", "html", "--output", "converted.html", folder.File("out/n.ipynb")));
        Assert.Contains("<b>x</b>", await File.ReadAllTextAsync(folder.File("out/converted.html")), StringComparison.Ordinal);
    }

    private async Task<int> Exit(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        log.WriteLine(error);
        return process.ExitCode;
    }
}
