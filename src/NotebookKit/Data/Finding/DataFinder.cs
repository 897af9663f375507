using System.Text;

namespace NotebookKit.Data;

/// <summary>Finds a data set: in the data folders upward, in NOTEBOOKKIT_DATA, in the cache, and last by a download.</summary>
/// <remarks>
/// One rule says where a file lies below a root: in the folder of its table row (mnist, tabular, ...), in the same
/// folder below bundle, or in a folder named like the set; with or without ".gz". The first folder that holds any
/// file of the set decides: if a file is missing there, or wrong, that is an error and not a reason to look further,
/// because a student should learn that the data at hand is damaged. Only the cache is repaired silently.
/// </remarks>
/// <param name="places">Where to look.</param>
/// <param name="downloader">How to download.</param>
internal sealed class DataFinder(DataPlaces places, Downloader downloader)
{
    private readonly DataCache cache = new(places.CacheFolder);

    /// <summary>A finder for the places of this process.</summary>
    public static DataFinder Default() => new(DataPlaces.FromEnvironment(), new Downloader());

    /// <summary>Finds a set, by a download if need be.</summary>
    /// <exception cref="FileNotFoundException">It is nowhere and may not or cannot be downloaded; the message says where it was looked for and what to do.</exception>
    /// <exception cref="InvalidDataException">A file of it is wrong, cut short, or missing beside the others.</exception>
    /// <exception cref="IOException">The download failed.</exception>
    public FoundData Find(DatasetInfo set, CancellationToken cancellation = default)
    {
        var removed = new List<string>();
        if (FindLocally(set, removed) is { } found)
        {
            return found;
        }

        if (places.Offline || !set.CanDownload)
        {
            throw Missing(set, removed);
        }

        // On the thread pool, so that a host with a synchronisation context cannot deadlock with this wait.
        return Task.Run(() => cache.FillAsync(set, downloader, cancellation), cancellation).GetAwaiter().GetResult();
    }

    /// <summary>Finds a set without the network; null if it is nowhere.</summary>
    /// <exception cref="InvalidDataException">A file of it is wrong, cut short, or missing beside the others.</exception>
    public FoundData? FindLocally(DatasetInfo set) => FindLocally(set, []);

    private FoundData? FindLocally(DatasetInfo set, List<string> removed)
    {
        foreach (var (kind, root) in places.Roots())
        {
            foreach (var folder in FoldersBelow(root, set))
            {
                if (TryFolder(set, kind, folder) is { } found)
                {
                    return found;
                }
            }
        }

        return cache.TryRead(set, removed);
    }

    internal static IEnumerable<string> FoldersBelow(string root, DatasetInfo set)
    {
        string[] folders =
        [
            Path.Combine(root, set.Folder),
            Path.Combine(root, "bundle", set.Folder),
            Path.Combine(root, set.Name),
        ];
        return folders.Distinct();
    }

    private static FoundData? TryFolder(DatasetInfo set, OriginKind kind, string folder)
    {
        var paths = new string[set.Files.Length];
        var lacking = new List<string>();
        for (var i = 0; i < paths.Length; i++)
        {
            var plain = Path.Combine(folder, set.Files[i].Name);
            paths[i] = File.Exists(plain) ? plain : plain + ".gz";
            if (!File.Exists(paths[i]))
            {
                lacking.Add(set.Files[i].Name);
            }
        }

        if (lacking.Count == paths.Length)
        {
            return null;
        }

        if (lacking.Count > 0)
        {
            throw new InvalidDataException(
                $"{folder}: expected the {paths.Length} files of {set.Name}, found {paths.Length - lacking.Count}; " +
                $"missing {string.Join(", ", lacking)} (or the same with .gz). Add them, or move the others away.");
        }

        byte[][] contents = [.. set.Files.Select((file, i) => ContentCheck.Read(paths[i], file))];
        return new FoundData(set, kind, folder, contents, paths);
    }

    private FileNotFoundException Missing(DatasetInfo set, List<string> removed)
    {
        var text = new StringBuilder($"The data set {set.Name} was not found. Looked in:");
        text.Append($"\n  a folder named data, upward from {places.WorkingDirectory}");
        foreach (var (_, root) in places.Roots())
        {
            text.Append("\n  ").AppendJoin("\n  ", FoldersBelow(root, set));
        }

        if (places.Folders.Count == 0)
        {
            text.Append("\n  NOTEBOOKKIT_DATA (not set)");
        }

        text.Append($"\n  the cache {cache.FolderOf(set)}");
        foreach (var damage in removed)
        {
            text.Append($"\n  (removed a damaged file: {damage})");
        }

        var names = string.Join(", ", set.Files.Select(file => $"{file.Name} ({file.Length:N0} bytes)"));
        var why = !set.CanDownload ? "It has no download address" : "Downloads are forbidden (NOTEBOOKKIT_OFFLINE)";
        text.Append($"\n{why}. Mend: put {names} (plain or .gz) into {set.Folder} below a data folder, ");
        text.Append("or name a folder that holds it in NOTEBOOKKIT_DATA");
        text.Append(set.CanDownload ? ", or allow downloads by unsetting NOTEBOOKKIT_OFFLINE." : ".");
        return new FileNotFoundException(text.ToString());
    }
}
