using System.Reflection;
using Microsoft.CodeAnalysis;

namespace NotebookKit.Host.Session;

/// <summary>What cells may refer to: all that the running process can load, and the files named by <c>#r</c>.</summary>
internal sealed class SessionReferences(NotebookLoadContext context)
{
    private static readonly Lazy<Dictionary<string, string>> Trusted = new(FindTrusted);

    // Metadata is read once for all sessions of the process.
    private static readonly Lazy<MetadataReference[]> TrustedReferences = new(() => [.. Trusted.Value.Values.Select(path => MetadataReference.CreateFromFile(path))]);

    private readonly List<MetadataReference> all = [.. TrustedReferences.Value];
    private readonly Dictionary<string, string> added = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<MetadataReference> All => all;

    public static bool IsPartOfTheHost(string assemblyName) => Trusted.Value.ContainsKey(assemblyName);

    /// <summary>A file that is compiled against and loaded.</summary>
    public void AddFile(string path)
    {
        if (Compile(path))
        {
            context.AddFile(path);
        }
    }

    /// <summary>An assembly that exists in memory only.</summary>
    public void AddImage(byte[] image) => all.Add(MetadataReference.CreateFromImage(image));

    /// <summary>What packages bring.</summary>
    public void Add(PackageFiles files)
    {
        // First all checks, then all changes: a refused package leaves no half of itself.
        foreach (var path in files.Compile)
        {
            EnsureNoConflict(path);
        }

        foreach (var path in files.Compile)
        {
            Compile(path);
        }

        foreach (var path in files.Runtime.Where(path => !IsPartOfTheHost(NameOf(path))))
        {
            context.AddFile(path);
        }

        foreach (var path in files.Native)
        {
            context.AddNative(path);
        }
    }

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path);

    private bool Compile(string path)
    {
        if (IsPartOfTheHost(NameOf(path)))
        {
            return false;
        }

        EnsureNoConflict(path);
        if (added.TryAdd(NameOf(path), path))
        {
            try
            {
                AssemblyName.GetAssemblyName(path);
            }
            catch (BadImageFormatException)
            {
                added.Remove(NameOf(path));
                throw new CellRefusedException($"#r \"{path}\": the file is no .NET assembly.");
            }

            all.Add(MetadataReference.CreateFromFile(path));
        }

        return true;
    }

    private void EnsureNoConflict(string path)
    {
        if (added.TryGetValue(NameOf(path), out var earlier) && earlier != path
            && AssemblyName.GetAssemblyName(earlier).Version != AssemblyName.GetAssemblyName(path).Version)
        {
            throw new CellRefusedException(
                $"{NameOf(path)} is in use in version {AssemblyName.GetAssemblyName(earlier).Version} already and cannot become {AssemblyName.GetAssemblyName(path).Version}: restart the session and ask for the wanted version first.");
        }
    }

    private static Dictionary<string, string> FindTrusted()
    {
        var paths = ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var path in paths.Where(path => path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)))
        {
            found.TryAdd(Path.GetFileNameWithoutExtension(path), path);
        }

        return found;
    }
}
