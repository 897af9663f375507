using System.Net;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NotebookKit.Host.Session;

namespace NotebookKit.Host.Export;

/// <summary>Colours C# by the compiler's own tokens; no regular expression guesses where a string ends.</summary>
internal static class CSharpColours
{
    public static string Render(string source)
    {
        var html = new StringBuilder();
        var root = CSharpSyntaxTree.ParseText(source, CellCompiler.ParseOptions).GetRoot();
        foreach (var token in root.DescendantTokens())
        {
            Trivia(html, token.LeadingTrivia);
            Piece(html, ClassOf(token), token.Text);
            Trivia(html, token.TrailingTrivia);
        }

        return html.ToString();
    }

    private static void Trivia(StringBuilder html, SyntaxTriviaList list)
    {
        foreach (var trivia in list)
        {
            var kind = trivia.Kind();
            Piece(html, trivia.IsDirective ? "d" : kind is SyntaxKind.WhitespaceTrivia or SyntaxKind.EndOfLineTrivia or SyntaxKind.SkippedTokensTrivia ? "" : "c", trivia.ToFullString());
        }
    }

    private static void Piece(StringBuilder html, string kind, string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        var encoded = WebUtility.HtmlEncode(text);
        html.Append(kind.Length == 0 ? encoded : $"<span class=\"{kind}\">{encoded}</span>");
    }

    private static string ClassOf(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.NumericLiteralToken => "n",
        SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.InterpolatedStringTextToken
            or SyntaxKind.InterpolatedStringStartToken or SyntaxKind.InterpolatedStringEndToken
            or SyntaxKind.InterpolatedVerbatimStringStartToken or SyntaxKind.InterpolatedRawStringEndToken
            or SyntaxKind.InterpolatedSingleLineRawStringStartToken or SyntaxKind.InterpolatedMultiLineRawStringStartToken
            or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
            or SyntaxKind.Utf8StringLiteralToken => "s",
        SyntaxKind.IdentifierToken => token.Text == "var" && token.Parent is IdentifierNameSyntax ? "k" : ClassOfName(token),
        _ => SyntaxFacts.IsKeywordKind(token.Kind()) ? "k" : "",
    };

    private static string ClassOfName(SyntaxToken token) => token.Parent switch
    {
        TypeDeclarationSyntax or EnumDeclarationSyntax or TypeParameterSyntax => "t",
        MethodDeclarationSyntax or LocalFunctionStatementSyntax => "f",
        GenericNameSyntax generic => IsCalled(generic) ? "f" : "t",
        IdentifierNameSyntax name when IsCalled(name) => "f",
        IdentifierNameSyntax name when IsType(name) => "t",
        _ => "",
    };

    private static bool IsCalled(SimpleNameSyntax name) =>
        name.Parent is InvocationExpressionSyntax
        || (name.Parent is MemberAccessExpressionSyntax access && access.Name == name && access.Parent is InvocationExpressionSyntax);

    private static bool IsType(IdentifierNameSyntax name) => name.Parent switch
    {
        ObjectCreationExpressionSyntax or TypeArgumentListSyntax or ArrayTypeSyntax or NullableTypeSyntax or BaseTypeSyntax
            or CastExpressionSyntax or TypeConstraintSyntax or ParameterSyntax or DeclarationPatternSyntax => true,
        VariableDeclarationSyntax declaration => declaration.Type == name,
        PropertyDeclarationSyntax property => property.Type == name,
        MethodDeclarationSyntax method => method.ReturnType == name,
        LocalFunctionStatementSyntax function => function.ReturnType == name,
        ForEachStatementSyntax loop => loop.Type == name,
        _ => false,
    };
}
