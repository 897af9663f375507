namespace NotebookKit.Data;

/// <summary>Where data sets are looked for; the environment decides it once, tests pass their own.</summary>
/// <param name="WorkingDirectory">The folder from which a folder named data is looked for, upward.</param>
/// <param name="Folders">The folders of NOTEBOOKKIT_DATA.</param>
/// <param name="CacheFolder">The folder for downloads; the only one in which this library writes or deletes.</param>
/// <param name="Offline">True forbids downloads.</param>
internal sealed record DataPlaces(string WorkingDirectory, IReadOnlyList<string> Folders, string CacheFolder, bool Offline)
{
    /// <summary>The places of this process.</summary>
    public static DataPlaces FromEnvironment() => From(
        Environment.CurrentDirectory,
        Environment.GetEnvironmentVariable,
        OperatingSystem.IsWindows()
            ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"));

    /// <summary>The places that a set of environment variables describes.</summary>
    internal static DataPlaces From(string workingDirectory, Func<string, string?> variable, string userCache)
    {
        var folders = (variable("NOTEBOOKKIT_DATA") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        // The XDG specification says that a relative path is to be ignored.
        var xdg = variable("XDG_CACHE_HOME");
        var home = !OperatingSystem.IsWindows() && Path.IsPathFullyQualified(xdg ?? "") ? xdg! : userCache;
        var own = variable("NOTEBOOKKIT_CACHE");
        return new DataPlaces(
            workingDirectory,
            folders,
            string.IsNullOrWhiteSpace(own) ? Path.Combine(home, "notebookkit") : Path.GetFullPath(own, workingDirectory),
            Offline: variable("NOTEBOOKKIT_OFFLINE") is "1" or "true" or "True" or "TRUE");
    }

    /// <summary>The roots in the order of the search, without the cache.</summary>
    public IEnumerable<(OriginKind Kind, string Root)> Roots()
    {
        for (var folder = new DirectoryInfo(WorkingDirectory); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "data");
            if (Directory.Exists(data))
            {
                yield return (OriginKind.DataFolder, data);
            }
        }

        foreach (var folder in Folders)
        {
            yield return (OriginKind.EnvironmentFolder, Path.GetFullPath(folder, WorkingDirectory));
        }
    }
}
