using Microsoft.CodeAnalysis;

namespace NotebookKit.Host.Session.Assist;

/// <summary>Symbols in words: what kind they are, and how they are used.</summary>
internal static class SymbolText
{
    private static readonly SymbolDisplayFormat Short = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithMiscellaneousOptions(SymbolDisplayFormat.MinimallyQualifiedFormat.MiscellaneousOptions | SymbolDisplayMiscellaneousOptions.CollapseTupleTypes);

    private static readonly SymbolDisplayFormat Free = Short.WithMemberOptions(Short.MemberOptions & ~SymbolDisplayMemberOptions.IncludeContainingType);

    private static readonly SymbolDisplayFormat TypeHead = Short
        .WithKindOptions(SymbolDisplayKindOptions.IncludeTypeKeyword | SymbolDisplayKindOptions.IncludeNamespaceKeyword)
        .WithGenericsOptions(SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints | SymbolDisplayGenericsOptions.IncludeVariance);

    /// <summary>The kind in one word.</summary>
    public static string Kind(ISymbol symbol) => symbol switch
    {
        IMethodSymbol => "method",
        IPropertySymbol => "property",
        IEventSymbol => "event",
        IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum } => "enum member",
        IFieldSymbol { ContainingType.IsScriptClass: true } or ILocalSymbol or IParameterSymbol or IRangeVariableSymbol => "variable",
        IFieldSymbol { IsConst: true } => "constant",
        IFieldSymbol => "field",
        INamespaceSymbol => "namespace",
        INamedTypeSymbol { TypeKind: var kind } => kind.ToString().ToLowerInvariant(),
        ITypeParameterSymbol => "type parameter",
        _ => symbol.Kind.ToString().ToLowerInvariant(),
    };

    /// <summary>The whole signature: type, name, parameters.</summary>
    public static string Signature(ISymbol symbol) => symbol switch
    {
        INamedTypeSymbol { TypeKind: not TypeKind.Delegate } or INamespaceSymbol => symbol.ToDisplayString(TypeHead),
        IAliasSymbol alias => Signature(alias.Target),
        _ when symbol.ContainingType is null or { IsScriptClass: true } => symbol.ToDisplayString(Free),
        _ => symbol.ToDisplayString(Short),
    };

    /// <summary>What stands behind the name in a list of completions.</summary>
    public static string Tail(ISymbol symbol) => symbol switch
    {
        IMethodSymbol method => $"({string.Join(", ", method.Parameters.Select(parameter => parameter.ToDisplayString(Short)))}) : {method.ReturnType.ToDisplayString(Short)}",
        IPropertySymbol property => property.Type.ToDisplayString(Short),
        IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum } => "",
        IFieldSymbol field => field.Type.ToDisplayString(Short),
        ILocalSymbol local => local.Type.ToDisplayString(Short),
        IParameterSymbol parameter => parameter.Type.ToDisplayString(Short),
        IEventSymbol raised => raised.Type.ToDisplayString(Short),
        _ => "",
    };
}
