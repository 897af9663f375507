using Microsoft.CodeAnalysis;
using NotebookKit.Host.Display;

namespace NotebookKit.Host.Session;

/// <summary>The assemblies that the running process can load, as references for cells.</summary>
/// <remarks>
/// A compiled cell keeps tables with a line for each reference as long as the session lives: 0.15 KB each, 80 KB with all
/// three hundred of them. So a session starts with what the kit mentions and what belongs to the imported namespaces; the others
/// join when a cell needs them. An assembly never comes without all that it mentions, and they without theirs: were one of
/// those to come later, the compiler would take the types of both for other types than the earlier cells' of the same name.
/// </remarks>
internal static class HostAssemblies
{
    private static readonly Lazy<Dictionary<string, HostAssembly>> Trusted = new(FindTrusted);
    private static readonly Lazy<Dictionary<MetadataReference, HostAssembly>> OfReference = new(() => Trusted.Value.Values.ToDictionary(assembly => assembly.Reference));
    private static readonly string Framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    /// <summary>All there are.</summary>
    public static IEnumerable<MetadataReference> All => Trusted.Value.Values.Select(assembly => assembly.Reference);

    public static bool Contains(string name) => Trusted.Value.ContainsKey(name);

    /// <summary>What every session starts with; the namespaces are those that each cell imports.</summary>
    public static IEnumerable<MetadataReference> Usual(IEnumerable<string> namespaces)
    {
        var kit = new[] { typeof(Tensor), typeof(DisplayedValue), typeof(Microsoft.DotNet.Interactive.Formatting.Formatter), typeof(Microsoft.AspNetCore.Html.IHtmlContent) }
            .Select(type => Trusted.Value[type.Assembly.GetName().Name!])
            .ToArray();
        return WithMentions([.. kit.Concat(Find([typeof(object).Assembly.GetName().Name!])).Select(assembly => assembly.Reference), .. namespaces.SelectMany(Of)]);
    }

    /// <summary>The assemblies of the framework with public types in a namespace: all of them, or an extension method would go unseen and another be called.</summary>
    public static IEnumerable<MetadataReference> Of(string space) =>
        Trusted.Value.Values.Where(assembly => assembly.Folder == Framework && assembly.Namespaces.Contains(space)).Select(assembly => assembly.Reference);

    /// <summary>The assembly of a name; nothing where the host has none of the name.</summary>
    public static IEnumerable<MetadataReference> With(string name) => Find([name]).Select(assembly => assembly.Reference);

    /// <summary>References, what they mention, what that mentions, and so on; of those that are not the host's only they themselves.</summary>
    public static IReadOnlyCollection<MetadataReference> WithMentions(IEnumerable<MetadataReference> references)
    {
        HashSet<MetadataReference> all = [];
        Queue<MetadataReference> next = new(references);
        while (next.TryDequeue(out var reference))
        {
            if (all.Add(reference) && OfReference.Value.TryGetValue(reference, out var assembly))
            {
                foreach (var mentioned in Find(assembly.Mentions))
                {
                    next.Enqueue(mentioned.Reference);
                }
            }
        }

        return all;
    }

    /// <summary>What a file mentions.</summary>
    /// <exception cref="BadImageFormatException">The file is no .NET assembly.</exception>
    public static IEnumerable<MetadataReference> MentionedBy(string path) => Find(new HostAssembly(path).Mentions).Select(assembly => assembly.Reference);

    private static IEnumerable<HostAssembly> Find(IEnumerable<string> names) => names.Distinct().Select(name => Trusted.Value.GetValueOrDefault(name)).OfType<HostAssembly>();

    private static Dictionary<string, HostAssembly> FindTrusted()
    {
        var paths = ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var found = new Dictionary<string, HostAssembly>(StringComparer.OrdinalIgnoreCase);
        foreach (var path in paths.Where(path => path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)))
        {
            found.TryAdd(Path.GetFileNameWithoutExtension(path), new HostAssembly(path));
        }

        return found;
    }
}
