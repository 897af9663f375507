namespace NotebookKit.Data;

/// <summary>Which data sets are at hand, by the presence of their files only: quick, and without a look at their content.</summary>
internal sealed class DataShelf(DataPlaces places)
{
    /// <summary>A shelf for the places of this process.</summary>
    public static DataShelf Default() => new(DataPlaces.FromEnvironment());

    /// <summary>Whether downloads are forbidden.</summary>
    public bool IsOffline => places.Offline;

    /// <summary>The data folders that exist, as seen from here where they lie beside or above.</summary>
    public IEnumerable<string> Folders => places.Roots().Where(root => Directory.Exists(root.Root)).Select(root => Shown(root.Kind, root.Root));

    /// <summary>Where a set lies, in words; null if it is not at hand.</summary>
    public string? Where(DatasetInfo set)
    {
        foreach ((OriginKind kind, string root) in places.Roots())
        {
            foreach (string folder in DataFinder.FoldersBelow(root, set))
            {
                if (Array.TrueForAll(set.Files, file => File.Exists(Path.Combine(folder, file.Name)) || File.Exists(Path.Combine(folder, file.Name + ".gz"))))
                {
                    return Shown(kind, folder);
                }
            }
        }

        string cached = new DataCache(places.CacheFolder).FolderOf(set);
        return Array.TrueForAll(set.Files, file => File.Exists(Path.Combine(cached, file.CacheName))) ? "cache" : null;
    }

    // A notebook that is kept should not show where somebody's files lie.
    private string Shown(OriginKind kind, string folder) => kind == OriginKind.DataFolder
        ? Path.GetRelativePath(places.WorkingDirectory, folder).Replace('\\', '/')
        : $"NOTEBOOKKIT_DATA: {Path.GetFileName(folder)}";
}
