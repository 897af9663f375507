using System.Net;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NotebookKit.Host.Session.Assist;

/// <summary>What the name at the cursor means: its signature and the summary of its doc comment.</summary>
internal sealed class Inspection(CellDraft draft, SemanticModel model)
{
    private const int MostOverloads = 20;

    /// <summary>How a command is used; null for none that is known.</summary>
    public static JsonObject? OfCommand(CellDraft draft)
    {
        var end = draft.Text.IndexOfAny([' ', '\t', '\r', '\n'], draft.Cursor);
        var line = draft.LineBefore + draft.Text[draft.Cursor..(end < 0 ? draft.Text.Length : end)];
        var name = line[2..].Split([' ', '\t'], 2)[0];
        return Magics.UsageOf(name) is { } usage ? Forms(usage, "") : null;
    }

    /// <summary>The forms of the answer by mime type; null where nothing is known.</summary>
    /// <param name="detail">0 for one signature, 1 for those of all overloads.</param>
    public JsonObject? Answer(int detail)
    {
        var symbols = Symbols();
        if (symbols.Count == 0)
        {
            return null;
        }

        var shown = symbols.Take(detail > 0 ? MostOverloads : 1).Select(SymbolText.Signature).ToList();
        if (symbols.Count > shown.Count)
        {
            shown.Add($"(+ {symbols.Count - shown.Count} more)");
        }

        return Forms(string.Join('\n', shown), DocComments.Summary(symbols[0], model.Compilation));
    }

    private static JsonObject Forms(string signature, string summary) => new()
    {
        ["text/plain"] = summary.Length > 0 ? $"{signature}\n\n{summary}" : signature,
        ["text/html"] = $"<pre><code>{WebUtility.HtmlEncode(signature)}</code></pre>{(summary.Length > 0 ? $"<p>{WebUtility.HtmlEncode(summary).ReplaceLineEndings("<br>")}</p>" : "")}",
    };

    private IReadOnlyList<ISymbol> Symbols()
    {
        foreach (var place in new[] { draft.Cursor, draft.Cursor - 1 })
        {
            if (place >= 0 && place < draft.Text.Length && draft.Root.FindToken(place) is { Parent: { } node } token
                && token.Span.IntersectsWith(draft.Cursor) && (token.IsKind(SyntaxKind.IdentifierToken) || SyntaxFacts.IsPredefinedType(token.Kind()))
                && Of(node) is { Count: > 0 } found)
            {
                return found;
            }
        }

        // Between the parentheses of a call the reader wants to know what is called.
        var at = Math.Max(0, Math.Min(draft.Cursor, draft.Text.Length) - 1);
        var list = draft.Text.Length == 0 ? null : draft.Root.FindToken(at).Parent?.AncestorsAndSelf().OfType<BaseArgumentListSyntax>().FirstOrDefault(one => one.SpanStart < draft.Cursor);
        return list?.Parent switch
        {
            InvocationExpressionSyntax call => Of(call.Expression),
            { } other => Of(other),
            null => [],
        };
    }

    private IReadOnlyList<ISymbol> Of(SyntaxNode node)
    {
        if (node is ExpressionSyntax expression)
        {
            var info = model.GetSymbolInfo(expression);
            var group = info.CandidateSymbols.Length > 1 || info.Symbol is IMethodSymbol ? model.GetMemberGroup(expression) : [];
            ISymbol[] found = [.. info.Symbol is { } symbol ? [symbol] : info.CandidateSymbols, .. group];
            return [.. found.Distinct(SymbolEqualityComparer.Default).Where(one => one is not INamedTypeSymbol { TypeKind: TypeKind.Error })];
        }

        return model.GetDeclaredSymbol(node) is { } declared ? [declared] : [];
    }
}
