namespace NotebookKit.Data;

/// <summary>The user's cache of downloads: the one place where this library writes, and removes what is damaged.</summary>
/// <param name="root">The cache folder; it need not exist yet.</param>
internal sealed class DataCache(string root)
{
    /// <summary>How long to wait for another process that downloads the same set.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The folder of a set.</summary>
    public string FolderOf(DatasetInfo set) => Path.Combine(root, set.Folder);

    /// <summary>The set, if every file is there and right; a damaged file is removed and told to <paramref name="removed"/>.</summary>
    public FoundData? TryRead(DatasetInfo set, List<string> removed) => TryRead(set, OriginKind.Cache, removed);

    /// <summary>Downloads what is missing and reads the set.</summary>
    /// <exception cref="IOException">The download failed, or the cache cannot be written.</exception>
    /// <exception cref="InvalidDataException">No mirror sent the right content.</exception>
    public async Task<FoundData> FillAsync(DatasetInfo set, Downloader downloader, CancellationToken cancellation)
    {
        var folder = FolderOf(set);
        IDisposable held;
        try
        {
            Directory.CreateDirectory(folder);
            held = await CacheLock.AcquireAsync(Path.Combine(folder, set.Name + ".lock"), Patience, cancellation).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            throw new IOException(
                $"The cache folder {folder} cannot be used: {failure.Message} Name another one in NOTEBOOKKIT_CACHE.", failure);
        }

        using (held)
        {
            // Another process may have brought some or all of the files while this one waited.
            foreach (var file in set.Files)
            {
                if (TryReadFile(folder, file, []) is null)
                {
                    await downloader.DownloadAsync(file, Path.Combine(folder, file.CacheName), cancellation).ConfigureAwait(false);
                }
            }

            return TryRead(set, OriginKind.Download, [])
                ?? throw new IOException($"{set.Name}: the files in {folder} changed while they were being read.");
        }
    }

    private FoundData? TryRead(DatasetInfo set, OriginKind kind, List<string> removed)
    {
        var folder = FolderOf(set);
        var contents = new byte[set.Files.Length][];
        for (var i = 0; i < contents.Length; i++)
        {
            if (TryReadFile(folder, set.Files[i], removed) is not { } content)
            {
                return null;
            }

            contents[i] = content;
        }

        return new FoundData(set, kind, folder, contents, [.. set.Files.Select(file => Path.Combine(folder, file.CacheName))]);
    }

    private static byte[]? TryReadFile(string folder, DataFileInfo file, List<string> removed)
    {
        var path = Path.Combine(folder, file.CacheName);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return ContentCheck.Read(path, file);
        }
        catch (InvalidDataException damage)
        {
            File.Delete(path);
            removed.Add(damage.Message);
            return null;
        }
    }
}
