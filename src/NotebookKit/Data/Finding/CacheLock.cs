namespace NotebookKit.Data;

/// <summary>Lets one process (or thread) at a time fill a cache entry; the operating system frees it if the holder dies.</summary>
/// <remarks>
/// A small lock file stays behind. Deleting it would let a third process lock a new file of the same name while the
/// second still holds the old one.
/// </remarks>
internal static class CacheLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits for the lock of a cache entry; dispose the result to release it.</summary>
    /// <exception cref="IOException">Another process kept it for longer than <paramref name="patience"/>.</exception>
    public static async Task<IDisposable> AcquireAsync(string path, TimeSpan patience, CancellationToken cancellation)
    {
        for (var waited = TimeSpan.Zero; ; waited += Pause)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited < patience && File.Exists(path))
            {
                await Task.Delay(Pause, cancellation).ConfigureAwait(false);
            }
        }
    }
}
