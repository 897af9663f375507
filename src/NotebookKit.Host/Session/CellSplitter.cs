using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NotebookKit.Host.Session;

/// <summary>Cuts a cell into code, magic lines and text in other languages.</summary>
/// <remarks>Roslyn finds the lines, so one inside a string or a comment stays what it is.</remarks>
internal sealed class CellSplitter
{
    /// <summary>What begins C# behind <c>#!</c>.</summary>
    public static readonly string[] CSharpNames = ["csharp", "c#", "cs"];

    /// <summary>What begins text in another language behind <c>#!</c>.</summary>
    public static readonly string[] TextNames = ["markdown", "md", "html", "javascript", "js", "meta"];

    private readonly string source;
    private readonly List<CellPart> parts = [];
    private readonly List<string> directives = [];
    private readonly char[] text;
    private int codeStart;

    private CellSplitter(string source)
    {
        this.source = source;
        text = source.ToCharArray();
    }

    public static IReadOnlyList<CellPart> Split(string source)
    {
        if (!source.Contains('#', StringComparison.Ordinal))
        {
            return [new CodePart(0, source, [])];
        }

        var splitter = new CellSplitter(source);
        for (var at = 0; at < source.Length;)
        {
            at = splitter.SplitCode(at);
        }

        return splitter.parts;
    }

    private static bool IsOurs(SyntaxTrivia trivia) =>
        trivia.Kind() is SyntaxKind.ReferenceDirectiveTrivia or SyntaxKind.LoadDirectiveTrivia or SyntaxKind.ShebangDirectiveTrivia
        || (trivia.IsKind(SyntaxKind.BadDirectiveTrivia) && (trivia.ToString().StartsWith("#!", StringComparison.Ordinal) || trivia.ToString().StartsWith("#i ", StringComparison.Ordinal)));

    /// <summary>Splits C# code from a place on; returns where it ends.</summary>
    private int SplitCode(int from)
    {
        codeStart = from;
        var root = CSharpSyntaxTree.ParseText(source[from..], CellCompiler.ParseOptions).GetRoot();
        foreach (var trivia in root.DescendantTrivia().Where(IsOurs))
        {
            var start = from + trivia.SpanStart;
            var end = LineEnd(start);
            var line = source[start..end].Trim();
            Array.Fill(text, ' ', start, end - start);
            if (!line.StartsWith("#!", StringComparison.Ordinal))
            {
                directives.Add(line);
                continue;
            }

            var words = line[2..].Split([' ', '\t'], 2, StringSplitOptions.TrimEntries);
            if (CSharpNames.Contains(words[0], StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            if (HasOpenBrace(source[codeStart..start]))
            {
                throw new CellRefusedException($"line {LineNumber(start)}: #!{words[0]} stands inside a statement or a declaration; put it on a line between two.");
            }

            EndCode(start);
            if (TextNames.Contains(words[0], StringComparer.OrdinalIgnoreCase))
            {
                return AddText(words[0].ToLowerInvariant(), end);
            }

            parts.Add(new MagicPart(start, words[0], words.Length > 1 ? words[1] : "", Math.Min(end + 1, source.Length)));
            codeStart = end;
        }

        EndCode(source.Length);
        return source.Length;
    }

    /// <summary>By the code before alone: what follows a line of another language is no C#.</summary>
    private static bool HasOpenBrace(string code) =>
        CSharpSyntaxTree.ParseText(code, CellCompiler.ParseOptions).GetRoot().DescendantTokens().Any(token => token.IsMissing && token.IsKind(SyntaxKind.CloseBraceToken));

    private void EndCode(int end)
    {
        var code = text.AsSpan(codeStart, end - codeStart);
        if (!code.IsWhiteSpace() || directives.Count > 0)
        {
            parts.Add(new CodePart(codeStart, new string('\n', LineNumber(codeStart) - 1) + code.ToString(), [.. directives]));
            directives.Clear();
        }
    }

    private int AddText(string language, int from)
    {
        var end = from;
        while (end < source.Length && !StartsLanguage(end))
        {
            end = Math.Min(LineEnd(end) + 1, source.Length);
        }

        parts.Add(new TextPart(from, language, source[from..end].Trim()));
        return end;
    }

    private bool StartsLanguage(int lineStart)
    {
        var line = source[lineStart..LineEnd(lineStart)].Trim();
        return line.StartsWith("#!", StringComparison.Ordinal) && CSharpNames.Concat(TextNames).Contains(line[2..], StringComparer.OrdinalIgnoreCase);
    }

    private int LineEnd(int position)
    {
        var end = source.AsSpan(position).IndexOf('\n');
        return end < 0 ? source.Length : position + end;
    }

    private int LineNumber(int position) => source.AsSpan(0, position).Count('\n') + 1;
}
