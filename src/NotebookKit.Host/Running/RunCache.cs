using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using NotebookKit.Host.Documents;

namespace NotebookKit.Host.Running;

/// <summary>Keeps what green runs have made, under a hash of all that they depend on.</summary>
/// <remarks>
/// The hash covers the notebook without its outputs, the parameters, the build of the kit, the runtime and the kernel
/// variant, the files beside the notebook and those it loads, and the data folders that it can see. A file that a
/// notebook reads from elsewhere is not seen.
/// </remarks>
public sealed partial class RunCache
{
    private const long LargestHashed = 64L * 1024 * 1024;
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(60);
    private readonly string folder;
    private readonly Dictionary<string, string> stamps = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>A cache in a folder; null for the user's own.</summary>
    public RunCache(string? folder = null) => this.folder = Path.GetFullPath(folder ?? UsersFolder());

    /// <summary>The name of what a notebook's run depends on.</summary>
    /// <exception cref="InvalidDataException">The file is no notebook.</exception>
    public string KeyOf(NotebookFile notebook, IReadOnlyDictionary<string, string> parameters)
    {
        ArgumentNullException.ThrowIfNull(notebook);
        ArgumentNullException.ThrowIfNull(parameters);
        var document = NotebookDocument.Load(notebook.Path);
        foreach (var cell in document.Cells)
        {
            cell.ClearRun();
        }

        (document.Metadata["notebookkit"] as System.Text.Json.Nodes.JsonObject)?.Remove("kernel");
        var home = Path.GetDirectoryName(notebook.Path)!;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in Builds().Concat([document.ToText()])
            .Concat(parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"))
            .Concat(Beside(home, document).Select(StampOf))
            .Concat(DataFolders(home).Select(FolderStamp)))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(part));
            hash.AppendData([0]);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The executed notebook of an earlier green run; null when there is none.</summary>
    public NotebookDocument? Find(string key)
    {
        var path = PathOf(key);
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            var executed = NotebookDocument.Load(path);
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
            return executed;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps an executed notebook, and drops those that nobody has asked for in two months.</summary>
    public void Keep(string key, NotebookDocument executed)
    {
        ArgumentNullException.ThrowIfNull(executed);
        executed.Save(PathOf(key));
        foreach (var old in Directory.EnumerateFiles(folder, "*.ipynb").Where(file => DateTime.UtcNow - File.GetLastWriteTimeUtc(file) > KeptFor))
        {
            File.Delete(old);
        }
    }

    private static string UsersFolder()
    {
        var own = Environment.GetEnvironmentVariable("NOTEBOOKKIT_CACHE");
        var home = OperatingSystem.IsWindows()
            ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg && Path.IsPathFullyQualified(xdg) ? xdg
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.Combine(string.IsNullOrWhiteSpace(own) ? Path.Combine(home, "notebookkit") : own, "runs");
    }

    private static IEnumerable<string> Builds() =>
    [
        typeof(Tensor).Module.ModuleVersionId.ToString(),
        typeof(RunCache).Module.ModuleVersionId.ToString(),
        Environment.Version.ToString(),
        KernelName.Current,
    ];

    private string PathOf(string key) => Path.Combine(folder, $"{key}.ipynb");

    /// <summary>Files in the notebook's folder that are no notebooks or pages, and those that its cells load.</summary>
    private static IEnumerable<string> Beside(string home, NotebookDocument document) =>
        Directory.EnumerateFiles(home).Where(file => Path.GetExtension(file).ToUpperInvariant() is not (".IPYNB" or ".HTML"))
            .Concat(document.Cells.Where(cell => cell.Kind == CellKind.Code).SelectMany(cell => Loaded().Matches(cell.Source)).Select(match => Path.GetFullPath(match.Groups["file"].Value.Trim(), home)))
            .Where(File.Exists)
            .Distinct()
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> DataFolders(string home)
    {
        for (var above = new DirectoryInfo(home); above is not null; above = above.Parent)
        {
            if (Directory.Exists(Path.Combine(above.FullName, "data")))
            {
                yield return Path.Combine(above.FullName, "data");
                break;
            }
        }

        foreach (var given in (Environment.GetEnvironmentVariable("NOTEBOOKKIT_DATA") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Directory.Exists(given))
            {
                yield return Path.GetFullPath(given);
            }
        }
    }

    private string FolderStamp(string data)
    {
        lock (gate)
        {
            if (!stamps.TryGetValue(data, out var stamp))
            {
                var files = Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
                stamp = stamps[data] = string.Join('\n', files.Select(file => $"{Path.GetRelativePath(data, file)} {StampOf(file)}"));
            }

            return stamp;
        }
    }

    /// <summary>The content; of a very large file its size and its time.</summary>
    private static string StampOf(string file)
    {
        var info = new FileInfo(file);
        if (info.Length > LargestHashed)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{info.Name} {info.Length} {info.LastWriteTimeUtc.Ticks}");
        }

        using var stream = info.OpenRead();
        return $"{info.Name} {Convert.ToHexString(SHA256.HashData(stream))}";
    }

    [GeneratedRegex("""^\s*#(?:load|r|!import)\s+"?(?<file>(?!nuget:)[^"\r\n]+)"?""", RegexOptions.Multiline)]
    private static partial Regex Loaded();
}
