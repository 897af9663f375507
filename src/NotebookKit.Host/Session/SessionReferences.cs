using Microsoft.CodeAnalysis;

namespace NotebookKit.Host.Session;

/// <summary>What cells may refer to: all that the running process can load, and the files named by <c>#r</c>.</summary>
internal sealed class SessionReferences(NotebookLoadContext context)
{
    private static readonly Lazy<Dictionary<string, string>> Trusted = new(FindTrusted);

    private readonly List<MetadataReference> all =
        [.. Trusted.Value.Values.Select(path => MetadataReference.CreateFromFile(path))];

    private readonly HashSet<string> added = new(StringComparer.Ordinal);

    public IReadOnlyList<MetadataReference> All => all;

    public static bool IsPartOfTheHost(string assemblyName) => Trusted.Value.ContainsKey(assemblyName);

    public void AddFile(string path)
    {
        if (!IsPartOfTheHost(Path.GetFileNameWithoutExtension(path)) && added.Add(path))
        {
            all.Add(MetadataReference.CreateFromFile(path));
            context.AddFile(path);
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
