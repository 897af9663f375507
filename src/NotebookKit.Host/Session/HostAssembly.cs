using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;

namespace NotebookKit.Host.Session;

/// <summary>An assembly's file; only its metadata is read, when it is asked for, and once for all sessions of the process.</summary>
internal sealed class HostAssembly
{
    private readonly Lazy<AssemblyMetadata> metadata;
    private readonly Lazy<MetadataReference> reference;
    private readonly Lazy<HashSet<string>> namespaces;

    public HostAssembly(string path)
    {
        Folder = Path.GetDirectoryName(path)!;
        metadata = new(() => AssemblyMetadata.CreateFromStream(File.OpenRead(path), PEStreamOptions.PrefetchMetadata));
        reference = new(() => metadata.Value.GetReference(filePath: path, display: path));
        namespaces = new(FindNamespaces);
    }

    public string Folder { get; }

    public MetadataReference Reference => reference.Value;

    /// <summary>The namespaces of its public types; none for an assembly that only forwards to others.</summary>
    public IReadOnlySet<string> Namespaces => namespaces.Value;

    /// <summary>The names of the assemblies that it refers to.</summary>
    public IEnumerable<string> Mentions => Reader.AssemblyReferences.Select(mention => Reader.GetString(Reader.GetAssemblyReference(mention).Name));

    private MetadataReader Reader => metadata.Value.GetModules()[0].GetMetadataReader();

    private HashSet<string> FindNamespaces() =>
        [.. Reader.TypeDefinitions
            .Select(Reader.GetTypeDefinition)
            .Where(type => (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public)
            .Select(type => type.Namespace)
            .Distinct()
            .Select(space => Reader.GetString(space))];
}
