using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.DotNet.Interactive.Events;
using Xunit.Abstractions;

namespace NotebookKit.Interactive.Tests;

/// <summary>Notebooks of the course say in the genuine engine what they say in nbkit.</summary>
[Collection("One session at a time")]
public sealed partial class CourseTests(ITestOutputHelper output) : IDisposable
{
    private static readonly string[] Usual = ["01-neuron"];

    // Cells that print and draw what they measure of this machine, by words of their code: of these the words are compared, and what kind of thing is drawn.
    private static readonly (string Notebook, string Words)[] Measuring =
    [
        ("00-tour", "#!profile"),
        ("10-filters", "Measured (this machine, today)"),
        ("13-depth-and-width", "By the clock"),
        ("13-depth-and-width", "ms a million sums"),
        ("16-detection", "R-CNN: each region"),
        ("16-detection", "ms a canvas"),
        ("18-distances", "processor seconds"),
        ("18-distances", "minutes at the speed above"),
        ("25-attention", "costs[i]) = Learn("),
    ];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("course-");

    public static TheoryData<string> Notebooks => Environment.GetEnvironmentVariable("NOTEBOOKKIT_SLOW_TESTS") == "1"
        ? [.. Directory.EnumerateFiles(Path.Combine(KernelSession.Root, "notebooks"), "*.ipynb").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)]
        : [.. Usual];

    private static string? Nbkit => new[] { "Release", "Debug" }
        .Select(configuration => Path.Combine(KernelSession.Root, "src/NotebookKit.Cli/bin", configuration, "net10.0/nbkit.dll"))
        .FirstOrDefault(File.Exists);

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Notebooks))]
    public async Task A_notebook_gives_the_same_text_as_in_nbkit(string name)
    {
        if (Nbkit is null)
        {
            output.WriteLine("not checked: nbkit is not built (dotnet build NotebookKit.sln -c Release).");
            return;
        }

        JsonNode[] expected = [.. Cells(await InNbkitAsync(name))];
        using KernelSession session = await KernelSession.StartAsync();
        string before = Environment.CurrentDirectory;
        int compared = 0;
        List<string> differences = [];
        try
        {
            // nbkit runs a notebook in its own folder too.
            Environment.CurrentDirectory = Path.Combine(KernelSession.Root, "notebooks");
            foreach (JsonNode cell in expected)
            {
                string code = Text(cell["source"]!);
                bool mayFail = cell["metadata"]?["tags"]?.AsArray().Any(tag => (string?)tag == "raises-exception") == true;
                CellRun run = await session.RunAsync(code.Replace("#r \"nuget: NotebookKit\"", string.Empty, StringComparison.Ordinal));
                Assert.True(mayFail || run.Failure is null, $"{name}, the cell\n{code}\nfails: {run.Failure}");
                bool measures = Measuring.Any(one => one.Notebook == name && code.Contains(one.Words, StringComparison.Ordinal));
                string[] expect = [Written(cell), .. Plain(cell)];
                string[] found = [run.Text, .. Plain(run)];
                if (!Comparable(expect, measures).SequenceEqual(Comparable(found, measures)))
                {
                    differences.Add($"{name}, the cell\n{code}\ngives in nbkit\n{string.Join('\n', expect)}\nand in the engine\n{string.Join('\n', found)}");
                }

                compared += found.Length - (run.Text.Length > 0 ? 0 : 1);
            }
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }

        Assert.True(differences.Count == 0, string.Join("\n\n", differences));
        output.WriteLine($"{name}: {expected.Length} cells, {compared} outputs alike");
        Assert.True(compared > 5, $"{compared} outputs prove little");
    }

    private async Task<string> InNbkitAsync(string name)
    {
        ProcessStartInfo start = new("dotnet", ["exec", Nbkit!, "run", Path.Combine(KernelSession.Root, "notebooks", name + ".ipynb"), "--out", folder.FullName, "-p", "quick=true"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string said = await process.StandardOutput.ReadToEndAsync() + await errors;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"nbkit: {said}");
        return await File.ReadAllTextAsync(Path.Combine(folder.FullName, name + ".ipynb"));
    }

    private static IEnumerable<JsonNode> Cells(string notebook) =>
        JsonNode.Parse(notebook)!["cells"]!.AsArray().Where(cell => (string?)cell!["cell_type"] == "code" && Text(cell["source"]!).Trim().Length > 0)!;

    private static string Text(JsonNode text) => text is JsonArray lines ? string.Concat(lines.Select(line => (string?)line)) : (string?)text ?? string.Empty;

    private static string Written(JsonNode cell) =>
        string.Concat(cell["outputs"]!.AsArray().Where(one => (string?)one!["name"] == "stdout").Select(one => Text(one!["text"]!)));

    private static IEnumerable<string> Plain(JsonNode cell) =>
        cell["outputs"]!.AsArray().Where(one => one!["data"]?["text/plain"] is not null).Select(one => Text(one!["data"]!["text/plain"]!));

    // What stands in the cell at the end: an update replaces what was shown under its id. A bare number has no text/plain in the engine.
    private static List<string> Plain(CellRun run)
    {
        Dictionary<string, int> places = [];
        List<string> shown = [];
        foreach (DisplayEvent one in run.Shown)
        {
            if (one.FormattedValues.FirstOrDefault(value => value.MimeType == "text/plain")?.Value is not { } text)
            {
                continue;
            }

            if (one is DisplayedValueUpdated && one.ValueId is { } id && places.TryGetValue(id, out int place))
            {
                shown[place] = text;
                continue;
            }

            if (one.ValueId is { } first)
            {
                places[first] = shown.Count;
            }

            shown.Add(text);
        }

        return shown;
    }

    // How long something took is another number each time: in a line that says a time or a speed no number counts.
    private static string WithoutTimes(string text) =>
        string.Join('\n', text.Split('\n').Select(line => Time().IsMatch(line) ? Number().Replace(line, "#") : line));

    // A line may put what took longest last, and a picture of times says which was highest: of one the words count in any order, of the other its kind and title.
    private static IEnumerable<string> Comparable(string[] texts, bool measures) => measures
        ? [string.Join('\n', texts[0].Split('\n').Select(line => string.Join(' ', Number().Replace(line, "#").Split(' ').Order(StringComparer.Ordinal)))), .. texts[1..].Select(shown => shown.Split(':')[0])]
        : texts.Select(WithoutTimes);

    [GeneratedRegex(@"\d ?(ns|µs|ms|s|min|seconds|times|x)\b|a second|times as")]
    private static partial Regex Time();

    [GeneratedRegex(@" *[\d.,]+")]
    private static partial Regex Number();
}
