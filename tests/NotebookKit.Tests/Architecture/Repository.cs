namespace NotebookKit.Tests.Architecture;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>The folder of NotebookKit.sln.</summary>
    public static string Root { get; } = Find();

    /// <summary>The C# files below a folder of the repository, without what the build writes.</summary>
    public static IEnumerable<string> SourcesBelow(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "NotebookKit.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No NotebookKit.sln above {AppContext.BaseDirectory}; these tests read the sources.");
    }
}
