using System.Text;

namespace NotebookKit.Host.Masters;

/// <summary>The two forms of a cell: what the student gets and what the solution says.</summary>
/// <param name="Student">Without the solutions, with their stubs.</param>
/// <param name="Solution">With the solutions, without the markers.</param>
/// <param name="Secrets">The lines that only the solution has.</param>
internal sealed record CellVersions(string Student, string Solution, IReadOnlyList<string> Secrets);

/// <summary>A region whose markers do not fit.</summary>
internal sealed class RegionException(int line, string message) : Exception(message)
{
    /// <summary>The line of the cell, from 1.</summary>
    public int Line { get; } = line;
}

/// <summary>Splits the code of a master cell at <c>// BEGIN SOLUTION</c> and <c>// END SOLUTION</c>.</summary>
/// <remarks>
/// What stands between the markers is the solution. Lines <c>// STUDENT: code</c> within the region, or code after
/// <c>// BEGIN SOLUTION</c> on its line, are what the student gets in its place; without either a comment asks for the code.
/// </remarks>
internal static class SolutionRegions
{
    private const string Begin = "// BEGIN SOLUTION";
    private const string End = "// END SOLUTION";
    private const string Stub = "// STUDENT:";
    private const string Request = "// Your code here.";

    public static CellVersions Split(string source)
    {
        var lines = source.ReplaceLineEndings("\n").Split('\n');
        List<string> student = [];
        List<string> solution = [];
        List<string> secrets = [];
        var begin = -1;
        var stubs = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            var text = line.TrimStart();
            var indent = line[..^text.Length];
            if (text.StartsWith(Begin, StringComparison.Ordinal))
            {
                if (begin >= 0)
                {
                    throw new RegionException(i + 1, $"`{Begin}` within the region that line {begin + 1} begins; close that one first, regions do not nest.");
                }

                begin = i;
                stubs = 0;
                var rest = text[Begin.Length..].Trim();
                if (rest.Length > 0)
                {
                    student.Add(indent + rest);
                    stubs++;
                }
            }
            else if (text.TrimEnd() == End)
            {
                if (begin < 0)
                {
                    throw new RegionException(i + 1, $"`{End}` without `{Begin}` before it.");
                }

                if (stubs == 0)
                {
                    student.Add(indent + Request);
                }

                begin = -1;
            }
            else if (text.StartsWith(Stub, StringComparison.Ordinal))
            {
                if (begin < 0)
                {
                    throw new RegionException(i + 1, $"`{Stub}` outside of a solution region; a student's line stands between `{Begin}` and `{End}`.");
                }

                var code = text[Stub.Length..];
                student.Add((indent + (code.StartsWith(' ') ? code[1..] : code)).TrimEnd());
                stubs++;
            }
            else
            {
                RefuseNearMiss(text, i + 1);
                solution.Add(line);
                if (begin < 0)
                {
                    student.Add(line);
                }
                else
                {
                    secrets.Add(text.Trim());
                }
            }
        }

        return begin < 0
            ? new CellVersions(string.Join('\n', student), string.Join('\n', solution), secrets)
            : throw new RegionException(begin + 1, $"`{Begin}` has no `{End}` after it.");
    }

    /// <summary>True when the text holds a marker, spelt well or badly.</summary>
    public static bool HasMarker(string text) => Squeezed(text) is var squeezed
        && (squeezed.Contains("//BEGINSOLUTION", StringComparison.Ordinal) || squeezed.Contains("//ENDSOLUTION", StringComparison.Ordinal));

    /// <summary>A marker with a slip of the pen would give the solution away.</summary>
    private static void RefuseNearMiss(string text, int line)
    {
        var squeezed = Squeezed(text);
        var meant = squeezed.StartsWith("//BEGINSOLUTION", StringComparison.Ordinal) || squeezed.StartsWith("//SOLUTIONBEGIN", StringComparison.Ordinal) ? Begin
            : squeezed.StartsWith("//ENDSOLUTION", StringComparison.Ordinal) || squeezed.StartsWith("//SOLUTIONEND", StringComparison.Ordinal) ? End
            : squeezed.StartsWith("//STUDENT:", StringComparison.Ordinal) ? Stub
            : null;
        if (meant is not null)
        {
            throw new RegionException(line, $"`{text.Trim()}` looks like a marker; write exactly `{meant}`.");
        }
    }

    private static string Squeezed(string text)
    {
        var squeezed = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (!char.IsWhiteSpace(letter) && letter is not ('#' or '-' or '_'))
            {
                squeezed.Append(char.ToUpperInvariant(letter));
            }
        }

        return squeezed.ToString();
    }
}
