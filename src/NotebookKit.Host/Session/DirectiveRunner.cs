using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NotebookKit.Host.Session;

/// <summary>Acts on <c>#r</c> and <c>#!</c> lines and blanks them, so that the rest is plain C# with its lines in place.</summary>
internal sealed partial class DirectiveRunner(string folder, SessionReferences references, INuGetResolver nuget)
{
    private static readonly string[] CSharpNames = ["csharp", "c#", "cs"];

    public string Run(string source)
    {
        if (!source.Contains('#', StringComparison.Ordinal))
        {
            return source;
        }

        // Roslyn finds the directives, so one inside a string or a comment stays what it is.
        var root = CSharpSyntaxTree.ParseText(source, CellCompiler.ParseOptions).GetRoot();
        var text = source.ToCharArray();
        foreach (var trivia in root.DescendantTrivia().Where(IsOurs).ToArray())
        {
            var (start, end) = LineOf(source, trivia.SpanStart);
            Act(source[start..end].Trim());
            Array.Fill(text, ' ', start, end - start);
        }

        return new string(text);
    }

    private static bool IsOurs(SyntaxTrivia trivia) =>
        trivia.IsKind(SyntaxKind.ReferenceDirectiveTrivia)
        || trivia.IsKind(SyntaxKind.ShebangDirectiveTrivia)
        || (trivia.IsKind(SyntaxKind.BadDirectiveTrivia) && trivia.ToString().StartsWith("#!", StringComparison.Ordinal));

    private static (int Start, int End) LineOf(string source, int position)
    {
        var end = source.AsSpan(position).IndexOfAny('\r', '\n');
        return (position, end < 0 ? source.Length : position + end);
    }

    private void Act(string line)
    {
        if (line.StartsWith("#!", StringComparison.Ordinal))
        {
            var name = line[2..].Split([' ', '\t'], 2)[0];
            if (!CSharpNames.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw new CellRefusedException($"#!{name}: this host does not know this magic command; C# cells may use #!csharp.");
            }

            return;
        }

        var match = ReferencePattern().Match(line);
        if (!match.Success)
        {
            throw new CellRefusedException($"{line}: write #r \"nuget: NAME, VERSION\" or #r \"file.dll\".");
        }

        Reference(match.Groups["what"].Value.Trim());
    }

    private void Reference(string what)
    {
        if (what.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
        {
            var parts = what["nuget:".Length..].Split(',', 2, StringSplitOptions.TrimEntries);
            if (parts[0].Length == 0)
            {
                throw new CellRefusedException($"#r \"{what}\": the package's name is missing.");
            }

            foreach (var file in nuget.Resolve(parts[0], parts.Length > 1 ? parts[1] : null))
            {
                references.AddFile(file);
            }

            return;
        }

        var path = Path.GetFullPath(what, folder);
        if (File.Exists(path))
        {
            references.AddFile(path);
        }
        else if (!SessionReferences.IsPartOfTheHost(Path.GetFileNameWithoutExtension(what)) && !SessionReferences.IsPartOfTheHost(what))
        {
            throw new CellRefusedException($"#r \"{what}\": there is no such file; paths start at the notebook's folder.");
        }
    }

    [GeneratedRegex("""^#\s*r\s+"(?<what>[^"]*)"\s*(//.*)?$""")]
    private static partial Regex ReferencePattern();
}
