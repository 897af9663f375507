namespace NotebookKit.Host.Site;

/// <summary>Writes a whole site beside its target and moves it into place.</summary>
internal sealed class SiteFolder : IDisposable
{
    private const string Marker = ".nbkit-site";
    private readonly string target;
    private readonly string temporary;

    /// <exception cref="ArgumentException">The target exists and is no site of ours.</exception>
    public SiteFolder(string target)
    {
        this.target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        if (File.Exists(this.target) || (Directory.Exists(this.target) && Directory.EnumerateFileSystemEntries(this.target).Any() && !File.Exists(Path.Combine(this.target, Marker))))
        {
            throw new ArgumentException($"{target}: exists and is no site that nbkit has made; name a new or an empty folder.");
        }

        temporary = $"{this.target}.{Guid.NewGuid():N}.tmp";
        Write(Marker, "Made by nbkit site; made anew as a whole each time.\n"u8.ToArray());
    }

    public void Write(string address, byte[] bytes)
    {
        var path = PathOf(address);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }

    public void Write(string address, string text) => Write(address, System.Text.Encoding.UTF8.GetBytes(text));

    public void Copy(string file, string address)
    {
        var path = PathOf(address);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Copy(file, path);
    }

    /// <summary>Puts the new site in the place of the old one.</summary>
    public void Publish()
    {
        var old = $"{target}.{Guid.NewGuid():N}.old";
        var hasOld = Directory.Exists(target);
        if (hasOld)
        {
            Directory.Move(target, old);
        }

        Directory.Move(temporary, target);
        if (hasOld)
        {
            Directory.Delete(old, recursive: true);
        }
    }

    public void Dispose()
    {
        if (Directory.Exists(temporary))
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    private string PathOf(string address) => Path.Combine(temporary, address.Replace('/', Path.DirectorySeparatorChar));
}
