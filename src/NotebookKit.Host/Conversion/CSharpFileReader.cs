using System.Text.RegularExpressions;
using NotebookKit.Host.Documents;
using NotebookKit.Host.Session;

namespace NotebookKit.Host.Conversion;

/// <summary>Reads a C# file as a notebook: a cell for each <c>// %%</c> mark, packages as <c>#r</c> lines.</summary>
public static partial class CSharpFileReader
{
    /// <summary>Reads the text of a file; types that the writer moved to the end return to their cells.</summary>
    public static NotebookDocument Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var document = NotebookDocument.Empty();
        var byNumber = new Dictionary<int, NotebookCell>();
        var number = 0;
        foreach (var (mark, lines) in Sections(text))
        {
            if (mark == CSharpFileWriter.SupportMark)
            {
                continue;
            }

            if (MovedCell().Match(mark) is { Success: true } moved)
            {
                var body = string.Join('\n', moved.Groups["kind"].Value == "members" ? lines.SkipWhile(line => line.Trim() != "{").Skip(1).Reverse().SkipWhile(line => line.Trim() != "}").Skip(1).Reverse() : lines).Trim('\n');
                body = body.Replace("internal static ", "static ", StringComparison.Ordinal).Replace("internal const ", "const ", StringComparison.Ordinal);
                if (byNumber.TryGetValue(int.Parse(moved.Groups["cell"].Value, System.Globalization.CultureInfo.InvariantCulture), out var owner))
                {
                    owner.Source = $"{owner.Source}\n\n{body}".Trim('\n');
                    continue;
                }

                lines.Clear();
                lines.Add(body);
            }

            var cell = CellOf(mark, lines);
            number += mark.Length == 0 ? 0 : 1;
            byNumber[number] = cell;
            if (!cell.IsBlank || mark.Length > 0)
            {
                document.Add(cell);
            }
        }

        for (var i = document.Cells.Count - 1; i >= 0; i--)
        {
            if (document.Cells[i].IsBlank)
            {
                document.RemoveAt(i);
            }
        }

        return document;
    }

    private static IEnumerable<(string Mark, List<string> Lines)> Sections(string text)
    {
        var mark = "";
        var lines = new List<string>();
        foreach (var line in text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith(CSharpFileWriter.Mark, StringComparison.Ordinal))
            {
                yield return (mark, lines);
                (mark, lines) = (line.TrimEnd(), []);
            }
            else
            {
                lines.Add(line);
            }
        }

        yield return (mark, lines);
    }

    private static NotebookCell CellOf(string mark, List<string> lines)
    {
        if (mark.Contains("[markdown]", StringComparison.Ordinal) || mark.Contains("[raw]", StringComparison.Ordinal))
        {
            var cell = NotebookCell.Markdown(string.Join('\n', lines.Select(line => line.StartsWith("// ", StringComparison.Ordinal) ? line[3..] : line == "//" ? "" : line)).Trim('\n'));
            if (mark.Contains("[raw]", StringComparison.Ordinal))
            {
                cell.Json["cell_type"] = "raw";
            }

            return cell;
        }

        var code = (mark.Length == 0 ? Head(lines) : lines.Select(Magic)).ToArray();
        return NotebookCell.Code(string.Join('\n', code).Trim('\n'), mark.EndsWith(" parameters", StringComparison.Ordinal) ? ["parameters"] : []);
    }

    /// <summary>What the SDK reads above a program becomes what a notebook says; what every cell has anyway is left out.</summary>
    private static IEnumerable<string> Head(IEnumerable<string> lines)
    {
        var own = SessionReferences.Imports.Select(space => $"using {space};")
            .Concat([$"using static {CSharpSupport.ClassName};", $"using static {CSharpSupport.MembersName};"]).ToHashSet();
        foreach (var line in lines)
        {
            if (Package().Match(line) is { Success: true } package)
            {
                var version = package.Groups["version"].Value;
                var name = package.Groups["name"].Value;
                yield return $"#r \"nuget: {name}{(version is "" or "*" || name == "NotebookKit" ? "" : $", {version}")}\"";
            }
            else if (Feeds().Match(line) is { Success: true } feeds)
            {
                foreach (var feed in feeds.Groups["feeds"].Value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                {
                    yield return $"#i \"nuget: {feed}\"";
                }
            }
            else if (!line.StartsWith("#:", StringComparison.Ordinal) && !line.StartsWith("#!", StringComparison.Ordinal) && !own.Contains(line)
                && !line.StartsWith("// Made of a notebook by nbkit", StringComparison.Ordinal) && !line.StartsWith("#pragma warning disable //", StringComparison.Ordinal))
            {
                yield return line;
            }
        }
    }

    /// <summary>A magic command that the writer made a comment.</summary>
    private static string Magic(string line) => line.StartsWith("// #!", StringComparison.Ordinal) ? line[3..] : line;

    [GeneratedRegex(@"^// %% \[(?<kind>types|members) of cell (?<cell>\d{1,6})\]$")]
    private static partial Regex MovedCell();

    [GeneratedRegex(@"^#:package\s+(?<name>[\w.\-]+)(@(?<version>\S+))?\s*$")]
    private static partial Regex Package();

    [GeneratedRegex(@"^#:property\s+RestoreAdditionalProjectSources=(?<feeds>.+)$")]
    private static partial Regex Feeds();
}
