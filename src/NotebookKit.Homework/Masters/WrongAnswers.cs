namespace NotebookKit.Homework.Masters;

/// <summary>A wrong answer that a master names, to prove that its tests find it.</summary>
/// <param name="Label">What is wrong with it.</param>
/// <param name="Source">The text of the answer's cell with it, still with the markers of its solution.</param>
public sealed record WrongAnswer(string Label, string Source);

/// <summary>Reads lines <c>// WRONG label: code</c> in a solution region: what would stand there in place of the solution.</summary>
/// <remarks>Several lines of one label are one wrong answer of several lines. They are in no released notebook.</remarks>
public static class WrongAnswers
{
    private const string Marker = "// WRONG ";
    private const string Begin = "// BEGIN SOLUTION";
    private const string End = "// END SOLUTION";

    /// <summary>A cell without these lines, and the cell with each of the wrong answers.</summary>
    /// <exception cref="FormatException">A line stands outside of a region or has no label; the message names it.</exception>
    public static (string Source, IReadOnlyList<WrongAnswer> Wrong) Split(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var lines = source.ReplaceLineEndings("\n").Split('\n');
        List<string> kept = [];
        List<(int Begin, int End, string Label, List<string> Code)> found = [];
        int begin = -1, first = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            var text = lines[i].TrimStart();
            if (text.StartsWith(Marker, StringComparison.Ordinal))
            {
                var colon = text.IndexOf(':', StringComparison.Ordinal);
                if (begin < 0 || colon < 0 || text[Marker.Length..colon].Trim().Length == 0)
                {
                    throw new FormatException($"line {i + 1}: a wrong answer is written `// WRONG label: code`, within a solution region.");
                }

                var label = text[Marker.Length..colon].Trim();
                var code = lines[i][..^text.Length] + text[(colon + 1)..].TrimStart();
                if (found.Skip(first).FirstOrDefault(one => one.Label == label).Code is { } more)
                {
                    more.Add(code);
                }
                else
                {
                    found.Add((begin, -1, label, [code]));
                }

                continue;
            }

            if (text.StartsWith(Begin, StringComparison.Ordinal))
            {
                (begin, first) = (kept.Count, found.Count);
            }
            else if (text.TrimEnd() == End)
            {
                found = [.. found.Select(one => one.End < 0 ? one with { End = kept.Count } : one)];
                begin = -1;
            }

            kept.Add(lines[i]);
        }

        return (string.Join('\n', kept), [.. found.Where(one => one.End > 0).Select(one => new WrongAnswer(one.Label, string.Join('\n', kept[..(one.Begin + 1)].Concat(one.Code).Concat(kept[one.End..]))))]);
    }
}
