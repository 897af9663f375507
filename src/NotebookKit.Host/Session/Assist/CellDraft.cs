using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NotebookKit.Host.Session.Assist;

/// <summary>A cell that is being written: its C#, with everything else blank, so that places stay where they are.</summary>
internal sealed class CellDraft
{
    /// <param name="text">The whole cell.</param>
    /// <param name="cursor">Where the writer is; clipped to the text.</param>
    public CellDraft(string text, int cursor)
    {
        Text = text;
        Cursor = Math.Clamp(cursor, 0, text.Length);
        Tree = CSharpSyntaxTree.ParseText(Ended(CSharpOf(text), Cursor), CellCompiler.ParseOptions);
        Root = Tree.GetRoot();
        WordStart = Cursor;
        while (WordStart > 0 && SyntaxFacts.IsIdentifierPartCharacter(text[WordStart - 1]))
        {
            WordStart--;
        }
    }

    /// <summary>The whole cell.</summary>
    public string Text { get; }

    /// <summary>Where the writer is.</summary>
    public int Cursor { get; }

    /// <summary>Where the name begins that the cursor stands in or behind.</summary>
    public int WordStart { get; }

    /// <summary>The C# of the cell.</summary>
    public SyntaxTree Tree { get; }

    /// <summary>Its root.</summary>
    public SyntaxNode Root { get; }

    /// <summary>The line up to the cursor, without blanks before it.</summary>
    public string LineBefore => Text[(Text.LastIndexOf('\n', Math.Max(0, Cursor - 1), Cursor) + 1)..Cursor].TrimStart();

    /// <summary>Whether the cursor stands inside a text in quotes or a comment.</summary>
    public bool IsInText
    {
        get
        {
            if (WordStart == 0)
            {
                return false;
            }

            var token = Root.FindToken(WordStart - 1);
            var isLiteral = token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.InterpolatedStringTextToken
                or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.NumericLiteralToken;
            if (isLiteral && token.SpanStart < WordStart && (WordStart < token.Span.End || IsOpen(token)))
            {
                return true;
            }

            var trivia = Root.FindTrivia(WordStart - 1);
            return trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia or SyntaxKind.SingleLineDocumentationCommentTrivia;
        }
    }

    /// <summary>The C# of a cell: commands, directives and texts in other languages become blanks.</summary>
    public static string CSharpOf(string text)
    {
        var code = text.ToCharArray();
        var isText = false;
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end;
            var line = text.AsSpan(start, end - start).Trim();
            var isCommand = line.StartsWith("#!");
            if (isCommand)
            {
                var name = line[2..].ToString().Split([' ', '\t'], 2)[0];
                isText = CellSplitter.TextNames.Contains(name, StringComparer.OrdinalIgnoreCase)
                    || (isText && !CellSplitter.CSharpNames.Contains(name, StringComparer.OrdinalIgnoreCase));
            }

            if (isText || isCommand || line.StartsWith("#r ") || line.StartsWith("#i ") || line.StartsWith("#load "))
            {
                Array.Fill(code, ' ', start, end - start);
            }

            start = end + 1;
        }

        return new string(code);
    }

    /// <summary>Behind `model.` at the end of a line the next line's first word would read as its member: an end is put between.</summary>
    private static string Ended(string code, int cursor)
    {
        var end = code.IndexOf('\n', cursor);
        return end >= 0 && code.AsSpan(cursor, end - cursor).IsWhiteSpace() ? code.Insert(cursor, ";") : code;
    }

    private static bool IsOpen(SyntaxToken token) => token.ContainsDiagnostics && token.IsKind(SyntaxKind.StringLiteralToken);
}
