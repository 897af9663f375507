using System.Diagnostics;
using System.Text.Json.Nodes;

namespace NotebookKit.Notebooks.Tests;

/// <summary>The notebooks of the repository, and the tool that was built with these tests.</summary>
internal static class Course
{
    /// <summary>The folder of NotebookKit.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every notebook that a student or a reader of the solutions opens, as a path below notebooks/.</summary>
    public static IReadOnlyList<string> Notebooks { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Root, "notebooks"), "*.ipynb", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Path.Combine(Root, "notebooks"), file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part.StartsWith('.') || part == Host.Masters.CourseRelease.MastersFolder))
            .Order(StringComparer.Ordinal)];

    /// <summary>Reads a notebook.</summary>
    public static JsonNode Read(string path) => JsonNode.Parse(File.ReadAllText(path))!;

    /// <summary>The text of a cell.</summary>
    public static string Source(JsonNode cell) => cell["source"] is JsonArray lines ? string.Concat(lines.Select(line => (string)line!)) : (string)cell["source"]!;

    /// <summary>Runs nbkit and returns its exit code and all that it wrote.</summary>
    public static async Task<(int ExitCode, string Output)> Nbkit(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet")
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "nbkit.dll") },
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "NotebookKit.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No NotebookKit.sln above {AppContext.BaseDirectory}; these tests run the notebooks of the repository.");
    }
}
