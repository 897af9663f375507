using Microsoft.CodeAnalysis;

namespace NotebookKit.Host.Session;

/// <summary>Compiler errors as a reader wants them: where, what, the line, and a caret under the place.</summary>
internal static class CompileErrors
{
    private const int MostShown = 10;

    public static CellFailure Describe(IReadOnlyList<Diagnostic> errors)
    {
        var traceback = errors.Take(MostShown).SelectMany(Lines).ToList();
        if (errors.Count > MostShown)
        {
            traceback.Add($"... and {errors.Count - MostShown} more errors");
        }

        return new CellFailure("CompileError", Headline(errors[0]), traceback);
    }

    private static string Headline(Diagnostic error)
    {
        var text = $"error {error.Id}: {error.GetMessage()}";
        if (!error.Location.IsInSource)
        {
            return text;
        }

        var place = error.Location.GetLineSpan().StartLinePosition;
        return $"({place.Line + 1},{place.Character + 1}): {text}";
    }

    private static IEnumerable<string> Lines(Diagnostic error)
    {
        yield return Headline(error);
        if (!error.Location.IsInSource)
        {
            yield break;
        }

        var span = error.Location.GetLineSpan();
        var line = error.Location.SourceTree!.GetText().Lines[span.StartLinePosition.Line].ToString();
        var start = span.StartLinePosition.Character;
        var end = span.EndLinePosition.Line == span.StartLinePosition.Line ? span.EndLinePosition.Character : line.Length;

        // Tabs stay tabs before the caret, so that it lands under its character whatever their width.
        var indent = string.Concat(line.Take(start).Select(letter => letter == '\t' ? '\t' : ' '));
        yield return "    " + line;
        yield return "    " + indent + "^" + new string('~', Math.Max(0, end - start - 1));
    }
}
