using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NotebookKit.Host.Session;

/// <summary>Finds the namespaces of the referenced assemblies that hold a name, so that a hint can say what to import.</summary>
internal static class NamespaceSearch
{
    /// <summary>Words that are misspelt as often as names.</summary>
    public static IReadOnlyList<string> Keywords { get; } =
        ["var", "int", "double", "float", "string", "bool", "char", "long", "decimal", "object", "true", "false", "null", "new", "return", "while", "foreach", "await"];

    /// <summary>The namespaces with a public type of the name, the kit's own and the shortest first.</summary>
    public static IReadOnlyList<string> OfType(CSharpCompilation compilation, string name, int arity) =>
        Sorted(All(compilation.GlobalNamespace).Where(space => space.GetTypeMembers(name).Any(type => IsPublic(type) && (arity == 0 || type.Arity == arity))));

    /// <summary>The namespaces with a public extension method of the name.</summary>
    public static IReadOnlyList<string> OfExtension(CSharpCompilation compilation, string name) =>
        Sorted(All(compilation.GlobalNamespace).Where(space => space.GetTypeMembers().Any(type => HasExtension(type, name))));

    private static bool HasExtension(INamedTypeSymbol type, string name) =>
        type.MightContainExtensionMethods && IsPublic(type) && type.GetMembers(name).Any(member => member is IMethodSymbol { IsExtensionMethod: true, DeclaredAccessibility: Accessibility.Public });

    private static bool IsPublic(INamedTypeSymbol type) => type.DeclaredAccessibility == Accessibility.Public && !type.IsImplicitClass;

    private static List<string> Sorted(IEnumerable<INamespaceSymbol> spaces) =>
        [.. spaces
            .Where(space => !space.IsGlobalNamespace)
            .Select(space => space.ToDisplayString())
            .OrderBy(space => !space.StartsWith("NotebookKit", StringComparison.Ordinal))
            .ThenBy(space => !space.StartsWith("System", StringComparison.Ordinal))
            .ThenBy(space => space.Length)
            .ThenBy(space => space, StringComparer.Ordinal)];

    private static IEnumerable<INamespaceSymbol> All(INamespaceSymbol root)
    {
        yield return root;
        foreach (var space in root.GetNamespaceMembers().SelectMany(All))
        {
            yield return space;
        }
    }
}
