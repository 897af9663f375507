using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace NotebookKit.Host.Conversion;

/// <summary>A cell's code in the parts that a file needs in different places.</summary>
/// <param name="Usings">Namespaces and aliases, for the top.</param>
/// <param name="Statements">What runs, with the functions.</param>
/// <param name="Members">What needs a class: constants, static and extension methods, properties.</param>
/// <param name="Types">Types, for the end.</param>
internal sealed record CellPieces(IReadOnlyList<string> Usings, string Statements, string Members, string Types);

/// <summary>Writes a cell's code anew: names, declarations and the last expression change, all other text stays as it is.</summary>
internal sealed class CellText
{
    private static readonly SyntaxKind[] Access = [SyntaxKind.PublicKeyword, SyntaxKind.PrivateKeyword, SyntaxKind.ProtectedKeyword, SyntaxKind.InternalKeyword];
    private readonly ScriptPart part;
    private readonly FileNames names;
    private readonly List<(TextSpan Span, string Text)> edits = [];
    private readonly Dictionary<ISymbol, string> inner = new(SymbolEqualityComparer.Default);
    private readonly SourceText text;

    private CellText(ScriptPart part, FileNames names)
    {
        this.part = part;
        this.names = names;
        text = part.Tree.GetText();
    }

    public static CellPieces Write(ScriptPart part, FileNames names)
    {
        var writer = new CellText(part, names);
        foreach (var token in part.Tree.GetRoot().DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)))
        {
            writer.Rename(token);
        }

        return writer.Pieces();
    }

    private CellPieces Pieces()
    {
        var root = part.Tree.GetCompilationUnitRoot();
        var usings = root.Usings.Select(line => line.ToString()).ToArray();
        var statements = new StringBuilder(string.Concat(root.Usings.Select(line => Comments(line.GetLeadingTrivia()))));
        var late = new StringBuilder();
        var members = new StringBuilder();
        var types = new StringBuilder();
        foreach (var member in root.Members)
        {
            switch (member)
            {
                case BaseTypeDeclarationSyntax or DelegateDeclarationSyntax:
                    RemoveAccess(member.Modifiers);
                    types.Append(Render(member.FullSpan));
                    break;
                case FieldDeclarationSyntax field when IsHoisted(field):
                    Hoist(field);
                    members.Append(Render(field.FullSpan));
                    break;
                case FieldDeclarationSyntax field:
                    Declare(field);
                    statements.Append(Render(field.FullSpan));
                    break;
                case MethodDeclarationSyntax method when part.Model.GetDeclaredSymbol(method) is { } symbol && !FileNames.IsHoisted(symbol):
                    RemoveAccess(method.Modifiers);
                    (UsesLater(method) ? late : statements).Append(Render(method.FullSpan));
                    break;
                case GlobalStatementSyntax statement:
                    End(statement);
                    statements.Append(Render(statement.FullSpan));
                    break;
                default:
                    Hoist(member);
                    members.Append(Render(member.FullSpan));
                    break;
            }
        }

        statements.Append(late).Append(Comments(root.EndOfFileToken.LeadingTrivia));
        return new CellPieces(usings, Edge(statements), Edge(members), Edge(types));
    }

    private static string Comments(SyntaxTriviaList trivia) =>
        trivia.Any(piece => piece.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia) ? trivia.ToFullString() : "";

    private static string Edge(StringBuilder text) => string.Join('\n', text.ToString().Split('\n').SkipWhile(string.IsNullOrWhiteSpace)).TrimEnd();

    private static bool IsHoisted(FieldDeclarationSyntax field) => field.Modifiers.Any(modifier => modifier.Kind() is SyntaxKind.StaticKeyword or SyntaxKind.ConstKeyword);

    private string Render(TextSpan span)
    {
        var result = new StringBuilder();
        var at = span.Start;
        foreach (var (place, replacement) in edits.Where(edit => span.Contains(edit.Span)).OrderBy(edit => edit.Span.Start).ThenBy(edit => edit.Span.End))
        {
            if (place.Start >= at)
            {
                result.Append(text.ToString(TextSpan.FromBounds(at, place.Start))).Append(replacement);
                at = place.End;
            }
        }

        return result.Append(text.ToString(TextSpan.FromBounds(at, span.End))).ToString();
    }

    private void Edit(TextSpan span, string replacement) => edits.Add((span, replacement));

    private void RemoveAccess(SyntaxTokenList modifiers)
    {
        foreach (var modifier in modifiers.Where(modifier => Access.Contains(modifier.Kind())))
        {
            Edit(TextSpan.FromBounds(modifier.SpanStart, modifier.FullSpan.End), "");
        }
    }

    /// <summary>A member of the class that the file's statements and types share.</summary>
    private void Hoist(MemberDeclarationSyntax member)
    {
        var isStatic = member.Modifiers.Any(modifier => modifier.Kind() is SyntaxKind.StaticKeyword or SyntaxKind.ConstKeyword);
        var start = member.AttributeLists.Count > 0 ? member.AttributeLists[^1].GetLastToken().GetNextToken().SpanStart : member.SpanStart;
        Edit(new TextSpan(start, 0), isStatic ? "internal " : "internal static ");
        RemoveAccess(member.Modifiers);
    }

    /// <summary>A variable of a session has a value from the start, and its modifiers mean nothing in a file.</summary>
    private void Declare(FieldDeclarationSyntax field)
    {
        foreach (var modifier in field.Modifiers)
        {
            Edit(TextSpan.FromBounds(modifier.SpanStart, modifier.FullSpan.End), "");
        }

        var only = field.Declaration.Variables[0];
        if (part.Model.GetDeclaredSymbol(only) is { } symbol && names.IsAssignment(symbol))
        {
            Edit(TextSpan.FromBounds(field.Declaration.Type.SpanStart, only.Identifier.SpanStart), "");
        }

        foreach (var variable in field.Declaration.Variables.Where(variable => variable.Initializer is null))
        {
            Edit(new TextSpan(variable.Span.End, 0), " = default");
        }
    }

    /// <summary>A last expression without a semicolon is shown, unless it shows itself.</summary>
    private void End(GlobalStatementSyntax statement)
    {
        if (statement.Statement is not ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last)
        {
            return;
        }

        var type = part.Model.GetTypeInfo(last.Expression).Type;
        var isShown = type is null or { SpecialType: not SpecialType.System_Void } && type?.Name is not ("DisplayedValue" or "IShownValue");
        Edit(new TextSpan(last.Expression.SpanStart, 0), isShown ? "display(" : "");
        Edit(new TextSpan(last.Expression.Span.End, 0), isShown ? ");" : ";");
    }

    /// <summary>True for a function that mentions a variable declared below it: a file wants it below.</summary>
    private bool UsesLater(MethodDeclarationSyntax method) => method.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name =>
        part.Model.GetSymbolInfo(name).Symbol is IFieldSymbol field && field.DeclaringSyntaxReferences is [{ } place] && place.SyntaxTree == part.Tree && place.Span.Start > method.Span.End);

    private void Rename(SyntaxToken token)
    {
        if (token.Parent is not { } node || SymbolOf(node) is not { } symbol || symbol.Name != token.ValueText || NewName(symbol, node) is not { } name || name == token.ValueText)
        {
            return;
        }

        var isInferred = node is IdentifierNameSyntax && node.Parent is ArgumentSyntax { NameColon: null, Parent: TupleExpressionSyntax tuple } && !IsTarget(tuple);
        var isMember = node is IdentifierNameSyntax && node.Parent is AnonymousObjectMemberDeclaratorSyntax { NameEquals: null };
        Edit(token.Span, isInferred ? $"{token.Text}: {name}" : isMember ? $"{token.Text} = {name}" : name);
    }

    /// <summary>True on the left of a deconstruction, where elements have no names.</summary>
    private static bool IsTarget(SyntaxNode tuple) =>
        tuple.Parent is AssignmentExpressionSyntax assignment ? assignment.Left == tuple
        : tuple.Parent is ForEachVariableStatementSyntax loop ? loop.Variable == tuple
        : tuple.Parent is ArgumentSyntax { Parent: TupleExpressionSyntax outer } && IsTarget(outer);

    private ISymbol? SymbolOf(SyntaxNode node)
    {
        if (node is SimpleNameSyntax)
        {
            var info = part.Model.GetSymbolInfo(node);
            var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
            return symbol is IMethodSymbol { MethodKind: MethodKind.Constructor } ? symbol.ContainingType : symbol;
        }

        var declared = part.Model.GetDeclaredSymbol(node);
        return declared is IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.Destructor } method ? method.ContainingType : declared;
    }

    private string? NewName(ISymbol symbol, SyntaxNode node)
    {
        if (symbol is ILocalSymbol or IRangeVariableSymbol)
        {
            return inner.TryGetValue(symbol, out var known) ? known
                : inner[symbol] = symbol is ILocalSymbol && IsInFunction(node) ? symbol.Name : names.Inner(symbol.Name);
        }

        return names.Of(symbol is INamedTypeSymbol named ? named.OriginalDefinition : symbol);
    }

    private static bool IsInFunction(SyntaxNode node) =>
        node.Ancestors().Any(above => above is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or BaseTypeDeclarationSyntax or BasePropertyDeclarationSyntax);
}
