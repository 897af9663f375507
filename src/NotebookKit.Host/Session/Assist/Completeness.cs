using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NotebookKit.Host.Protocol;

namespace NotebookKit.Host.Session.Assist;

/// <summary>Whether code can run as it is, goes on in the next line, or is wrong.</summary>
internal static class Completeness
{
    private const int Indent = 4;

    /// <summary>Judges by the syntax alone.</summary>
    public static CompletenessEvent Of(long id, string text)
    {
        var tree = CSharpSyntaxTree.ParseText(CellDraft.CSharpOf(text), CellCompiler.ParseOptions);
        if (!SyntaxFactory.IsCompleteSubmission(tree))
        {
            return new CompletenessEvent(id, "incomplete", new string(' ', Indent * OpenBraces(tree)));
        }

        var isWrong = tree.GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return new CompletenessEvent(id, isWrong ? "invalid" : "complete", "");
    }

    private static int OpenBraces(SyntaxTree tree) =>
        tree.GetRoot().DescendantTokens().Sum(token => token.IsMissing ? 0 : token.Kind() switch
        {
            SyntaxKind.OpenBraceToken => 1,
            SyntaxKind.CloseBraceToken => -1,
            _ => 0,
        }) is var open and > 0 ? open : 0;
}
