using System.Reflection;
using Microsoft.CodeAnalysis;

namespace NotebookKit.Host.Session;

/// <summary>What cells may refer to: what the running process can load, and the files named by <c>#r</c>.</summary>
internal sealed class SessionReferences(NotebookLoadContext context)
{
    private readonly List<MetadataReference> all = [.. HostAssemblies.Usual(Imports)];
    private readonly Dictionary<string, string> added = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The namespaces that every cell imports: those of .NET Interactive's C# kernel and no more, so that a notebook which compiles here does there too.</summary>
    public static IReadOnlyList<string> Imports { get; } =
        ["System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq"];

    /// <summary>What the next cell refers to; it only grows.</summary>
    public IReadOnlyList<MetadataReference> Current => all;

    /// <summary>All that a cell could refer to.</summary>
    public IEnumerable<MetadataReference> Everything => all.Union(HostAssemblies.All);

    public static bool IsPartOfTheHost(string assemblyName) => HostAssemblies.Contains(assemblyName);

    /// <summary>References that a cell has turned out to need, and what they mention.</summary>
    public void AddMissing(IEnumerable<MetadataReference> references) => all.AddRange(HostAssemblies.WithMentions(references).Except(all).ToArray());

    /// <summary>The framework's assemblies with a namespace that a cell imports.</summary>
    public void AddNamespace(string space) => AddMissing(HostAssemblies.Of(space));

    /// <summary>An assembly of the host that sessions do not start with.</summary>
    public void AddHost(string assemblyName) => AddMissing(HostAssemblies.With(assemblyName));

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
            AddHost(NameOf(path));
            return false;
        }

        EnsureNoConflict(path);
        if (added.TryAdd(NameOf(path), path))
        {
            try
            {
                AddMissing(HostAssemblies.MentionedBy(path));
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
}
