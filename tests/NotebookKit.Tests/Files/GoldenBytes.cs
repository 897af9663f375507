using NotebookKit.Files;
using NotebookKit.Tests.Architecture;

namespace NotebookKit.Tests.Files;

/// <summary>Files that other programs wrote, and what those programs read in them, in one npz file of tests/golden.</summary>
internal static class GoldenBytes
{
    public static NamedArrays Jpeg { get; } = Load("jpeg.npz");

    public static NamedArrays Files { get; } = Load("files.npz");

    public static byte[] Of(NamedArrays arrays, string name) => (byte[])arrays[name].Values;

    /// <summary>The arrays that a file must hold, by their names.</summary>
    public static IEnumerable<(string Name, NpyArray Array)> Inside(NamedArrays arrays, string name) =>
        arrays.Where(pair => pair.Key.StartsWith(name + "/", StringComparison.Ordinal)).Select(pair => (pair.Key[(name.Length + 1)..], pair.Value));

    /// <summary>Folders of more data than the repository holds; empty where NOTEBOOKKIT_DATA names none.</summary>
    public static IEnumerable<string> MoreData(string pattern) =>
        (Environment.GetEnvironmentVariable("NOTEBOOKKIT_DATA") ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories));

    private static NamedArrays Load(string file) => NpzFile.Read(Path.Combine(Repository.Root, "tests", "golden", file));
}
