using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NotebookKit.Host.Documents;
using NotebookKit.Host.Session;

namespace NotebookKit.Host.Masters;

/// <summary>The notebooks that a master makes.</summary>
/// <param name="Student">What a student opens.</param>
/// <param name="Solution">The same with the solutions.</param>
public sealed record ReleasedNotebooks(NotebookDocument Student, NotebookDocument Solution);

/// <summary>Makes the student's and the solution's notebook of a master.</summary>
/// <remarks>
/// A cell tagged <c>teacher</c> stays in the master, one tagged <c>solution</c> goes into the solution only, one tagged
/// <c>student</c> into the student's only; within C# cells the regions of <c>// BEGIN SOLUTION</c> decide. Outputs and
/// numbers of a run are left out, ids are kept: the same master always makes the same bytes.
/// </remarks>
public static class MasterNotebook
{
    private const string SolutionTag = "solution";
    private const string StudentTag = "student";
    private const string TeacherTag = "teacher";

    // Shorter lines (a brace, a return) say nothing about a solution.
    private const int ShortestSecret = 20;

    /// <summary>Makes both notebooks.</summary>
    /// <param name="master">The master; it is not changed.</param>
    /// <param name="name">Its name for errors.</param>
    /// <exception cref="MasterException">Markers do not fit, a version is no C#, or a solution would be given away.</exception>
    public static ReleasedNotebooks Release(NotebookDocument master, string name)
    {
        ArgumentNullException.ThrowIfNull(master);
        var student = Copy(master);
        var solution = Copy(master);
        var secrets = new List<(int Cell, string Line)>();
        for (var i = master.Cells.Count - 1; i >= 0; i--)
        {
            var cell = master.Cells[i];
            var (forStudent, forSolution) = Audience(cell, name, i + 1);
            var versions = Versions(master, cell, name, i + 1);
            Keep(student, i, forStudent, versions.Student);
            Keep(solution, i, forSolution, InSolutionFolder(cell.Kind, versions.Solution));
            secrets.AddRange(versions.Secrets.Select(line => (i + 1, line)));
            if (!forStudent)
            {
                secrets.AddRange(cell.Source.Split('\n').Select(line => (i + 1, line.Trim())));
            }
        }

        RefuseLeaks(student, secrets, name);
        return new ReleasedNotebooks(student, solution);
    }

    private static NotebookDocument Copy(NotebookDocument master)
    {
        var copy = NotebookDocument.Parse(master.ToText());
        KernelMetadata.AddIfMissing(copy.Metadata);
        foreach (var cell in copy.Cells)
        {
            cell.ClearRun();
        }

        return copy;
    }

    private static (bool Student, bool Solution) Audience(NotebookCell cell, string name, int number)
    {
        bool[] tags = [cell.HasTag(SolutionTag), cell.HasTag(StudentTag), cell.HasTag(TeacherTag)];
        return tags.Count(isSet => isSet) > 1
            ? throw new MasterException(name, number, 0, $"the tags {SolutionTag}, {StudentTag} and {TeacherTag} exclude one another.")
            : (!tags[0] && !tags[2], !tags[1] && !tags[2]);
    }

    private static CellVersions Versions(NotebookDocument master, NotebookCell cell, string name, int number)
    {
        if (cell.Kind != CellKind.Code || !CellLanguage.IsCSharp(CellLanguage.Of(master, cell)))
        {
            return SolutionRegions.HasMarker(cell.Source) && !cell.HasTag(TeacherTag)
                ? throw new MasterException(name, number, 0, $"solution markers work in C# cells only; give this cell the tag `{SolutionTag}`.")
                : new CellVersions(cell.Source, cell.Source, []);
        }

        CellVersions versions;
        try
        {
            versions = SolutionRegions.Split(cell.Source);
        }
        catch (RegionException exception)
        {
            throw new MasterException(name, number, exception.Line, exception.Message);
        }

        RequireSyntax(versions.Student, "the student's version", name, number);
        RequireSyntax(versions.Solution, "the solution", name, number);
        return versions;
    }

    private static void RequireSyntax(string source, string version, string name, int number)
    {
        // Lines for the host (#r, #!check) are not C#; blank ones keep the numbers of the others.
        var code = string.Join('\n', source.Split('\n').Select(line => line.StartsWith('#') && !line.StartsWith("#pragma", StringComparison.Ordinal) ? "" : line));
        var error = CSharpSyntaxTree.ParseText(code, CellCompiler.ParseOptions).GetDiagnostics().FirstOrDefault(found => found.Severity == DiagnosticSeverity.Error);
        if (error is not null)
        {
            var line = error.Location.GetLineSpan().StartLinePosition.Line;
            throw new MasterException(name, number, 0, $"{version} is not C#: {error.GetMessage()}, at `{code.Split('\n')[line].Trim()}` (line {line + 1} of that version).");
        }
    }

    private static void Keep(NotebookDocument document, int index, bool isKept, string source)
    {
        if (!isKept)
        {
            document.RemoveAt(index);
            return;
        }

        var cell = document.Cells[index];
        cell.Source = source;
        if (cell.Metadata["tags"] is JsonArray tags)
        {
            foreach (var tag in tags.Where(tag => tag?.ToString() is SolutionTag or StudentTag).ToArray())
            {
                tags.Remove(tag);
            }

            if (tags.Count == 0)
            {
                cell.Metadata.Remove("tags");
            }
        }
    }

    /// <summary>A solution lies one folder deeper than the student's notebook, so what lies beside the course is one step further up.</summary>
    private static string InSolutionFolder(CellKind kind, string source) => kind == CellKind.Code
        ? source.Replace("\"../", "\"../../", StringComparison.Ordinal)
        : source.Replace("](../", "](../../", StringComparison.Ordinal);

    private static void RefuseLeaks(NotebookDocument student, List<(int Cell, string Line)> secrets, string name)
    {
        var told = student.Cells.Select((cell, index) => (
            Number: index + 1,
            Text: cell.Kind == CellKind.Code ? cell.Metadata.ToJsonString() : $"{cell.Source}\n{cell.Metadata.ToJsonString()}")).ToArray();
        foreach (var (cell, line) in secrets.Where(secret => secret.Line.Length >= ShortestSecret))
        {
            if (told.FirstOrDefault(text => text.Text.Contains(line, StringComparison.Ordinal)) is { Text: not null } leak)
            {
                throw new MasterException(name, cell, 0, $"the student's notebook gives a line of this solution away, in its cell {leak.Number}: `{line}`. Give that text the tag `{SolutionTag}`, or say it in other words.");
            }
        }
    }
}
