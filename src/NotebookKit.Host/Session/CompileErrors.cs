using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NotebookKit.Host.Session;

/// <summary>Compiler errors as a reader wants them: where, what, the line, a caret under the place, and the likely mend.</summary>
internal static class CompileErrors
{
    private const int MostShown = 10;

    /// <param name="errors">The errors in the order of the text.</param>
    /// <param name="compilation">What was compiled; hints are looked up in it.</param>
    /// <param name="path">The cell or file that was run; another one is named before its line.</param>
    public static CellFailure Describe(IReadOnlyList<Diagnostic> errors, CSharpCompilation compilation, string path)
    {
        var isFile = !path.StartsWith("cell ", StringComparison.Ordinal);
        var traceback = errors.Take(MostShown).SelectMany(error => Lines(error, compilation, isFile)).ToList();
        if (errors.Count > MostShown)
        {
            traceback.Add($"... and {errors.Count - MostShown} more errors");
        }

        return new CellFailure("CompileError", Headline(errors[0], isFile), traceback);
    }

    private static string Headline(Diagnostic error, bool isFile)
    {
        var text = $"error {error.Id}: {error.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}";
        if (!error.Location.IsInSource)
        {
            return text;
        }

        var place = error.Location.GetLineSpan().StartLinePosition;
        return $"{(isFile ? error.Location.SourceTree!.FilePath : "")}({place.Line + 1},{place.Character + 1}): {text}";
    }

    private static IEnumerable<string> Lines(Diagnostic error, CSharpCompilation compilation, bool isFile)
    {
        yield return Headline(error, isFile);
        if (error.Location.IsInSource)
        {
            var span = error.Location.GetLineSpan();
            var line = error.Location.SourceTree!.GetText().Lines[span.StartLinePosition.Line].ToString();
            var start = span.StartLinePosition.Character;
            var end = span.EndLinePosition.Line == span.StartLinePosition.Line ? span.EndLinePosition.Character : line.Length;

            // Tabs stay tabs before the caret, so that it lands under its character whatever their width.
            var indent = string.Concat(line.Take(start).Select(letter => letter == '\t' ? '\t' : ' '));
            yield return "    " + line;
            yield return "    " + indent + "^" + new string('~', Math.Max(0, end - start - 1));
        }

        if (CompileHints.Of(error, compilation) is { } hint)
        {
            yield return "    " + hint;
        }
    }
}
