using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NotebookKit.Homework.Rules;

/// <summary>Looks up what every name, operator and conversion in a cell means.</summary>
internal sealed class CodeWalker(SemanticModel model, IReadOnlySet<string> reserved, IReadOnlyList<string> answers, Action<FindingKind, int, string> add) : CSharpSyntaxWalker
{
    public override void DefaultVisit(SyntaxNode node)
    {
        switch (node)
        {
            case UnsafeStatementSyntax or FixedStatementSyntax or PointerTypeSyntax or FunctionPointerTypeSyntax or RefTypeExpressionSyntax:
                Forbid(node, "unsafe code reaches into memory that is not its own.");
                break;
            case MemberDeclarationSyntax member when member.Modifiers.Any(modifier => modifier.Kind() is SyntaxKind.ExternKeyword or SyntaxKind.UnsafeKeyword):
                Forbid(node, "extern and unsafe are not for homework.");
                break;
            case DestructorDeclarationSyntax:
                Forbid(node, "a finaliser runs when nobody looks; homework needs none.");
                break;
        }

        Declaration(node);
        if (node is ExpressionSyntax or AttributeSyntax or ConstructorInitializerSyntax or QueryClauseSyntax or SelectOrGroupClauseSyntax or OrderingSyntax)
        {
            Look(node);
        }

        base.DefaultVisit(node);
    }

    private void Declaration(SyntaxNode node)
    {
        SyntaxToken? name = node switch
        {
            BaseTypeDeclarationSyntax type => type.Identifier,
            DelegateDeclarationSyntax made => made.Identifier,
            MethodDeclarationSyntax { Parent: CompilationUnitSyntax } method => method.Identifier,
            LocalFunctionStatementSyntax { Parent: GlobalStatementSyntax } function => function.Identifier,
            PropertyDeclarationSyntax { Parent: CompilationUnitSyntax } property => property.Identifier,
            VariableDeclaratorSyntax variable when IsTop(variable) => variable.Identifier,
            SingleVariableDesignationSyntax variable when IsTop(variable) => variable.Identifier,
            UsingDirectiveSyntax { Alias: { } alias } => alias.Name.Identifier,
            _ => null,
        };
        if (name is { } token && reserved.Contains(token.ValueText))
        {
            add(FindingKind.Shadow, LineOf(node), $"`{token.ValueText}` is a name by which the notebook calls the library; give yours another.");
        }
    }

    private static bool IsTop(SyntaxNode node) => !node.Ancestors().Any(outer => outer is BaseMethodDeclarationSyntax or BaseTypeDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or AccessorDeclarationSyntax or BlockSyntax);

    private void Look(SyntaxNode node)
    {
        var info = model.GetSymbolInfo(node);
        foreach (var symbol in info.Symbol is { } one ? [one] : info.CandidateSymbols.AsEnumerable())
        {
            Against(node, symbol);
        }

        if (node is ExpressionSyntax expression)
        {
            var types = model.GetTypeInfo(expression);
            foreach (var type in new[] { types.Type, types.ConvertedType }.OfType<ITypeSymbol>())
            {
                // A value of a forbidden type is as good as its name: var x = "".GetType().Assembly.
                if (type is IDynamicTypeSymbol or IPointerTypeSymbol or IFunctionPointerTypeSymbol || (type is INamedTypeSymbol named && IsReach(named)))
                {
                    Against(node, type);
                }
            }

            if (model.GetConversion(expression) is { IsUserDefined: true, MethodSymbol: { } conversion })
            {
                Against(node, conversion);
            }
        }
    }

    // Types that a harmless member may hand out, and whose members reach further.
    private static bool IsReach(INamedTypeSymbol type) => type.ContainingNamespace?.ToDisplayString() is { } space
        && (space.StartsWith("System.Reflection", StringComparison.Ordinal) || space.StartsWith("System.Runtime.Loader", StringComparison.Ordinal) || space.StartsWith("System.Linq.Expressions", StringComparison.Ordinal)
            || (space == "System.IO" && type.Name.EndsWith("Stream", StringComparison.Ordinal)) || space.StartsWith("NotebookKit.Checks", StringComparison.Ordinal) || space.StartsWith("NotebookKit.Interactive", StringComparison.Ordinal));

    private void Against(SyntaxNode node, ISymbol symbol)
    {
        if (Allowed.Against(symbol) is { } reason)
        {
            Forbid(node, reason + ".");
            return;
        }

        var full = FullName(symbol);
        if (full is not null && answers.FirstOrDefault(answer => full == answer || full.StartsWith(answer + ".", StringComparison.Ordinal)) is not null)
        {
            add(FindingKind.Answer, LineOf(node), $"{full} of the library would be the answer; this assignment asks for your own.");
        }
    }

    private static string? FullName(ISymbol symbol)
    {
        var original = symbol is IMethodSymbol { ReducedFrom: { } unreduced } ? unreduced : symbol;
        return original switch
        {
            INamedTypeSymbol type when !type.Locations.Any(place => place.IsInSource) => Allowed.FullName(type.OriginalDefinition),
            IMethodSymbol { MethodKind: MethodKind.Constructor, ContainingType: { } made } when !made.Locations.Any(place => place.IsInSource) => Allowed.FullName(made.OriginalDefinition),
            IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol when original.ContainingType is { } type && !type.Locations.Any(place => place.IsInSource) => $"{Allowed.FullName(type.OriginalDefinition)}.{original.Name}",
            _ => null,
        };
    }

    private void Forbid(SyntaxNode node, string message) => add(FindingKind.Forbidden, LineOf(node), char.ToUpperInvariant(message[0]) + message[1..]);

    private static int LineOf(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
}
