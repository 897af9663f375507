using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NotebookKit.Host.Documents;

namespace NotebookKit.Host.Session.Packages;

/// <summary>Remembers what restores found, for all sessions of a user.</summary>
internal static class ResolutionCache
{
    private static readonly TimeSpan FloatingAge = TimeSpan.FromDays(1);

    private static string Folder
    {
        get
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return Path.Combine(home.Length > 0 ? home : Path.GetTempPath(), "notebookkit", "packages");
        }
    }

    /// <summary>A name for a question: the packages, the feeds, and the kind of machine.</summary>
    public static string KeyOf(IReadOnlyDictionary<string, string> packages, IReadOnlyList<string> feeds)
    {
        var lines = packages.OrderBy(package => package.Key, StringComparer.OrdinalIgnoreCase)
            .Select(package => $"{package.Key.ToUpperInvariant()} {package.Value}")
            .Concat(feeds)
            .Append(Resolution.Machine)
            .Append(Environment.Version.ToString());
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))))[..32];
    }

    /// <summary>The answer, if its files are still there; one to a question for the newest version grows old.</summary>
    public static Resolution? Find(string key, bool isFloating)
    {
        try
        {
            var file = new FileInfo(Path.Combine(Folder, key + ".json"));
            if (!file.Exists || (isFloating && DateTime.UtcNow - file.LastWriteTimeUtc > FloatingAge))
            {
                return null;
            }

            var found = JsonSerializer.Deserialize<Resolution>(File.ReadAllText(file.FullName));
            return found is { Files: { Compile: not null, Runtime: not null, Native: not null }, Versions: not null }
                && found.Files.Compile.Concat(found.Files.Runtime).Concat(found.Files.Native).All(File.Exists) ? found : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    public static void Keep(string key, Resolution resolution)
    {
        try
        {
            Directory.CreateDirectory(Folder);
            AtomicFile.WriteText(Path.Combine(Folder, key + ".json"), JsonSerializer.Serialize(resolution));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A home that cannot be written to costs time, not the cell.
        }
    }
}
