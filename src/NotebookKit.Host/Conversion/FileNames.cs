using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace NotebookKit.Host.Conversion;

/// <summary>The name that each thing declared by a cell has in one file, where a name may be declared only once.</summary>
/// <remarks>
/// In a session a later cell may declare a name again. In the file the second variable becomes an assignment where it
/// has the same type and no function or lambda holds on to the first; everything else gets a number: <c>x_2</c>.
/// </remarks>
internal sealed class FileNames
{
    private readonly record struct Place(SyntaxTree Tree, TextSpan Span);

    private readonly Dictionary<Place, string> names = [];
    private readonly HashSet<Place> assignments = [];
    private readonly HashSet<Place> captured = [];
    private readonly HashSet<string> taken = new(StringComparer.Ordinal) { "args", CSharpSupport.ClassName, CSharpSupport.MembersName };
    private readonly HashSet<string> written = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (ISymbol Symbol, string Name)> latest = new(StringComparer.Ordinal);
    private readonly HashSet<string> locals = new(StringComparer.Ordinal);

    public FileNames(IReadOnlyList<ScriptPart> parts)
    {
        foreach (var part in parts)
        {
            foreach (var token in part.Tree.GetRoot().DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)))
            {
                written.Add(token.ValueText);
                if (token.Parent is SimpleNameSyntax name && IsInFunction(name) && part.Model.GetSymbolInfo(name).Symbol is IFieldSymbol field && PlaceOf(field) is { } place)
                {
                    captured.Add(place);
                }
            }
        }

        foreach (var symbol in parts.SelectMany(part => part.Declared))
        {
            Name(symbol);
        }
    }

    /// <summary>The symbol's name in the file; null where it is not a cell's own declaration.</summary>
    public string? Of(ISymbol symbol) => PlaceOf(symbol) is { } place ? names.GetValueOrDefault(place) : null;

    /// <summary>True for a variable whose declaration becomes an assignment to an earlier one.</summary>
    public bool IsAssignment(ISymbol symbol) => PlaceOf(symbol) is { } place && assignments.Contains(place);

    /// <summary>A name for a variable of an inner block, which may not have that of a variable of the file.</summary>
    public string Inner(string name) => locals.Contains(name) ? Free(name) : name;

    /// <summary>True for what cannot stand among the statements of a file and goes into a class: constants, static and extension methods, properties.</summary>
    public static bool IsHoisted(ISymbol symbol) => symbol switch
    {
        IFieldSymbol field => field.IsStatic || field.IsConst,
        IMethodSymbol method => method.IsStatic,
        IPropertySymbol or IEventSymbol => true,
        _ => false,
    };

    private static bool IsInFunction(SyntaxNode node) =>
        node.Ancestors().Any(above => above is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax or QueryExpressionSyntax);

    private static Place? PlaceOf(ISymbol symbol)
    {
        symbol = symbol is IMethodSymbol { ReducedFrom: { } full } ? full : symbol;
        var declared = symbol.OriginalDefinition.DeclaringSyntaxReferences;
        return declared.Length == 0 ? null : new Place(declared[0].SyntaxTree, declared[0].Span);
    }

    private void Name(ISymbol symbol)
    {
        var place = PlaceOf(symbol)!.Value;
        if (latest.TryGetValue(symbol.Name, out var before) && CanAssign(symbol, before.Symbol))
        {
            assignments.Add(place);
            names[place] = before.Name;
            latest[symbol.Name] = (symbol, before.Name);
            if (captured.Contains(place))
            {
                // What holds on to the later one holds on to the shared variable: no third may take it over.
                captured.Add(PlaceOf(before.Symbol)!.Value);
            }

            return;
        }

        var isOverload = before.Symbol is IMethodSymbol && symbol is IMethodSymbol && IsHoisted(symbol) && IsHoisted(before.Symbol) && SymbolEqualityComparer.Default.Equals(before.Symbol.ContainingType, symbol.ContainingType);
        var name = isOverload ? before.Name : taken.Contains(symbol.Name) ? Free(symbol.Name) : symbol.Name;
        taken.Add(name);
        names[place] = name;
        latest[symbol.Name] = (symbol, name);
        if (symbol is IFieldSymbol or IMethodSymbol && !IsHoisted(symbol))
        {
            locals.Add(name);
        }
    }

    private bool CanAssign(ISymbol symbol, ISymbol before) =>
        symbol is IFieldSymbol now && before is IFieldSymbol then
        && !IsHoisted(now) && !IsHoisted(then)
        && !captured.Contains(PlaceOf(then)!.Value)
        && now.Type.ToDisplayString() == then.Type.ToDisplayString()
        && !now.Type.IsAnonymousType
        && now.DeclaringSyntaxReferences[0].GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: not InitializerExpressionSyntax, Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: FieldDeclarationSyntax } };

    private string Free(string name)
    {
        for (var i = 2; ; i++)
        {
            if ($"{name}_{i}" is var candidate && !written.Contains(candidate) && taken.Add(candidate))
            {
                return candidate;
            }
        }
    }
}
