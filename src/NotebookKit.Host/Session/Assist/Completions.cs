using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NotebookKit.Host.Protocol;

namespace NotebookKit.Host.Session.Assist;

/// <summary>What could stand at the cursor: members behind a dot, else the names in scope and keywords.</summary>
internal sealed class Completions(CellDraft draft, SemanticModel model)
{
    private const int Most = 1000;

    private static readonly string[] Keywords =
        [.. SyntaxFacts.GetReservedKeywordKinds().Select(SyntaxFacts.GetText).Concat(["async", "await", "var", "record", "when", "where", "yield", "nameof", "dynamic", "with", "and", "or", "not", "required", "init"])];

    /// <summary>The commands that a line behind <c>#!</c> can name.</summary>
    public static CompletionEvent OfCommands(long id, CellDraft draft)
    {
        var start = draft.Cursor - draft.LineBefore.Length;
        var isName = !draft.LineBefore.Any(char.IsWhiteSpace);
        var names = Magics.All.Select(command => new CompletionItem("#!" + command.Name, "magic", command.Usage));
        return new CompletionEvent(id, start, draft.Cursor, isName ? Fitting(names, draft.LineBefore) : []);
    }

    /// <summary>The answer.</summary>
    public CompletionEvent Answer(long id)
    {
        if (draft.IsInText)
        {
            return new CompletionEvent(id, draft.Cursor, draft.Cursor, []);
        }

        var word = draft.Text[draft.WordStart..draft.Cursor];
        return new CompletionEvent(id, draft.WordStart, draft.Cursor, Fitting(LeftOfDot() is { } left ? Members(left) : Names(word), word));
    }

    private static List<CompletionItem> Fitting(IEnumerable<CompletionItem> items, string word) =>
        [.. items
            .Where(item => item.Text.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .DistinctBy(item => item.Text)
            .OrderByDescending(item => item.Kind == "variable")
            .ThenByDescending(item => item.Text.StartsWith(word, StringComparison.Ordinal))
            .ThenBy(item => item.Text, StringComparer.OrdinalIgnoreCase)
            .Take(Most)];

    /// <summary>What stands before the dot that the cursor's word follows; null where there is no dot.</summary>
    private ExpressionSyntax? LeftOfDot()
    {
        var at = draft.WordStart - 1;
        while (at >= 0 && char.IsWhiteSpace(draft.Text[at]))
        {
            at--;
        }

        if (at < 0 || draft.Text[at] != '.')
        {
            return null;
        }

        var dot = draft.Root.FindToken(at);
        return dot.Parent switch
        {
            MemberAccessExpressionSyntax access => access.Expression,
            QualifiedNameSyntax name => name.Left,
            MemberBindingExpressionSyntax binding => binding.Ancestors().OfType<ConditionalAccessExpressionSyntax>().FirstOrDefault(access => access.WhenNotNull.Span.Contains(binding.Span))?.Expression,
            _ => null,
        };
    }

    private IEnumerable<CompletionItem> Members(ExpressionSyntax left)
    {
        var at = left.SpanStart;
        var symbol = model.GetSymbolInfo(left).Symbol;
        if (symbol is IAliasSymbol alias)
        {
            symbol = alias.Target;
        }

        if (symbol is INamespaceSymbol space)
        {
            return Items(model.LookupNamespacesAndTypes(at, space));
        }

        var isNew = left.Parent is QualifiedNameSyntax { Parent: ObjectCreationExpressionSyntax or UsingDirectiveSyntax };
        if (symbol is ITypeSymbol type)
        {
            return Items(isNew ? model.LookupNamespacesAndTypes(at, type) : model.LookupStaticMembers(at, type));
        }

        // Behind a question mark a value that may be missing is there.
        var value = model.GetTypeInfo(left).Type;
        if (left.Parent is ConditionalAccessExpressionSyntax && value is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } optional)
        {
            value = optional.TypeArguments[0];
        }

        return value is null or { TypeKind: TypeKind.Error }
            ? []
            : Items(model.LookupSymbols(at, value, includeReducedExtensionMethods: true).Where(member => member is not ITypeSymbol && (!member.IsStatic || member is IMethodSymbol { ReducedFrom: not null })));
    }

    private IEnumerable<CompletionItem> Names(string word)
    {
        var symbols = model.LookupSymbols(draft.WordStart).Where(symbol => symbol.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase));
        return Items(symbols).Concat(Keywords.Select(keyword => new CompletionItem(keyword, "keyword", "")));
    }

    private static IEnumerable<CompletionItem> Items(IEnumerable<ISymbol> symbols)
    {
        foreach (var group in symbols.Where(symbol => symbol.CanBeReferencedByName && !symbol.Name.Contains('#', StringComparison.Ordinal)).GroupBy(symbol => symbol.Name))
        {
            var first = group.First();
            var more = group.Count() - 1;
            var name = SyntaxFacts.GetKeywordKind(first.Name) == SyntaxKind.None ? first.Name : "@" + first.Name;
            yield return new CompletionItem(name, SymbolText.Kind(first), SymbolText.Tail(first) + (more > 0 && first is IMethodSymbol ? $" (+ {more} more)" : ""));
        }
    }
}
