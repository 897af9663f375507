using System.Diagnostics;
using System.Text.Json.Nodes;
using NotebookKit.Host.Documents;

namespace NotebookKit.Host.Tests;

/// <summary>Runs the real nbkit, as a user does.</summary>
public sealed record Nbkit(int ExitCode, string Out, string Error, string Folder)
{
    public static async Task<Nbkit> RunAsync(TemporaryFolder folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "nbkit.dll") }.Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Nbkit(process.ExitCode, await output, await error, folder.Path);
    }

    public static async Task<Nbkit> RunCellsAsync(TemporaryFolder folder, string[] options, params NotebookCell[] cells)
    {
        folder.Notebook("n.ipynb", cells);
        return await RunAsync(folder, ["run", "n.ipynb", .. options]);
    }

    public string LastLine => Out.TrimEnd().Split('\n')[^1];

    public NotebookDocument Executed(string name = "n.ipynb") => NotebookDocument.Load(Path.Combine(Folder, "out", name));

    /// <summary>An output as short text: <c>stdout: hi</c>, <c>error: Name</c>, <c>display_data: plain form</c>.</summary>
    public string[] Outputs(int cell) =>
        [.. Executed().Cells[cell].Outputs.Select(output => output!["output_type"]!.GetValue<string>() switch
        {
            "stream" => $"{output["name"]}: {MultilineText.Join(output["text"])}",
            "error" => $"error: {output["ename"]}",
            var type => $"{type}: {MultilineText.Join(output["data"]!["text/plain"])}",
        })];

    public JsonNode Output(int cell, int index) => Executed().Cells[cell].Outputs[index]!;
}
