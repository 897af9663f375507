using System.Collections.Concurrent;

namespace NotebookKit.Notebooks.Tests;

/// <summary>The quick runs of the course's notebooks, each made once for all tests that ask about it; their folders are deleted at the end of the test process.</summary>
internal static class QuickRuns
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<QuickRun>>> Runs = new(StringComparer.Ordinal);
    private static readonly string Folder = MakeFolder();

    /// <summary>The quick run of a notebook, started where nobody has asked for it yet.</summary>
    /// <param name="notebook">A path below notebooks/.</param>
    public static Task<QuickRun> Of(string notebook) =>
        Runs.GetOrAdd(notebook, name => new Lazy<Task<QuickRun>>(
            () => Run(Path.Combine(Course.Root, "notebooks", name), Path.Combine(Folder, name.Replace('/', '-')), "--parameters", "quick=true"))).Value;

    /// <summary>Runs a notebook.</summary>
    /// <param name="notebook">Its path.</param>
    /// <param name="output">The folder to write to.</param>
    /// <param name="arguments">More arguments for nbkit run.</param>
    public static async Task<QuickRun> Run(string notebook, string output, params string[] arguments)
    {
        string name = Path.GetFileNameWithoutExtension(notebook);
        (int exitCode, string text) = await Course.Nbkit(["run", notebook, "--out", output, "--cell-timeout", "240", .. arguments]);
        return new QuickRun(exitCode, text, Path.Combine(output, name + ".ipynb"), Path.Combine(output, name + ".html"));
    }

    private static string MakeFolder()
    {
        string folder = Directory.CreateTempSubdirectory("notebookkit-course-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}
