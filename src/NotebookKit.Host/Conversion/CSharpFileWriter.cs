using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NotebookKit.Host.Documents;
using NotebookKit.Host.Session;

namespace NotebookKit.Host.Conversion;

/// <summary>A notebook as a program of one file.</summary>
/// <param name="Text">The file.</param>
/// <param name="Losses">A line for each thing that it cannot hold.</param>
/// <param name="Errors">What the compiler says of the file; empty when it compiles.</param>
public sealed record CSharpProgram(string Text, IReadOnlyList<string> Losses, IReadOnlyList<string> Errors);

/// <summary>Writes a notebook as one C# file for <c>dotnet run FILE.cs</c>.</summary>
/// <remarks>
/// Directives and usings come first, then the cells between <c>// %%</c> marks (which editors show as cells, and which
/// <see cref="CSharpFileReader"/> reads back), then types, and last the functions that a notebook has and a program has not.
/// </remarks>
public static class CSharpFileWriter
{
    /// <summary>The mark above a cell.</summary>
    internal const string Mark = "// %%";

    /// <summary>The mark above what reading back leaves out.</summary>
    internal const string SupportMark = "// %% [support]";

    /// <summary>The mark above the types of a cell.</summary>
    internal const string TypesMark = "// %% [types of cell ";

    /// <summary>The mark above the members of a cell that stand in a class.</summary>
    internal const string MembersMark = "// %% [members of cell ";

    /// <summary>Writes the file; it is compiled in memory, and what the compiler says is returned with it.</summary>
    /// <param name="document">The notebook.</param>
    /// <param name="folder">Its folder, where relative paths in its directives start.</param>
    /// <param name="nuget">Where packages come from that are not part of the kit; null for the installed SDK.</param>
    /// <param name="cancellation">Ends the search for packages.</param>
    /// <exception cref="CellRefusedException">A package cannot be had.</exception>
    public static async Task<CSharpProgram> WriteAsync(NotebookDocument document, string folder, INuGetResolver? nuget = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        var losses = new Losses();
        for (var i = 0; i < document.Cells.Count; i++)
        {
            losses.AddUsual(document.Cells[i], i + 1);
            if (document.Cells[i].Source.Split('\n').Any(line => line.StartsWith(Mark, StringComparison.Ordinal)))
            {
                losses.Add($"a line that begins with {Mark} within a cell (it starts a new one)", i + 1);
            }
        }

        if (document.Metadata.Any(entry => entry.Key is not ("kernelspec" or "language_info")))
        {
            losses.Add("the notebook's metadata");
        }

        var session = new ScriptCells(losses, nuget ?? new Session.Packages.SdkPackageResolver(), folder);
        var cells = await session.CompileAsync(document, cancellation).ConfigureAwait(false);
        var parts = cells.SelectMany(cell => cell.Parts.OfType<ScriptPart>()).Where(part => part.Compilation is not null).ToArray();
        var names = new FileNames(parts);
        var pieces = parts.ToDictionary(part => part, part => CellText.Write(part, names));
        var text = Compose(document, session, cells, pieces);
        return new CSharpProgram(text, losses.Lines("a C# file"), Errors(text, session.References));
    }

    private static string Compose(NotebookDocument document, ScriptCells session, IReadOnlyList<ScriptCell> cells, Dictionary<ScriptPart, CellPieces> pieces)
    {
        var hasKit = session.Packages.Any(package => package.Name.Equals("NotebookKit", StringComparison.OrdinalIgnoreCase))
            || pieces.Values.SelectMany(piece => piece.Usings).Any(line => line.Contains("NotebookKit", StringComparison.Ordinal));
        var hasMembers = pieces.Values.Any(piece => piece.Members.Length > 0);
        var text = new StringBuilder(Head(session, pieces, hasKit, hasMembers));
        var byNumber = cells.ToDictionary(cell => cell.Number);
        var marks = new Dictionary<int, int>();
        for (var i = 0; i < document.Cells.Count; i++)
        {
            var cell = document.Cells[i];
            if (cell.IsBlank)
            {
                continue;
            }

            marks[i + 1] = marks.Count + 1;
            if (cell.Kind != CellKind.Code)
            {
                text.Append('\n').Append(Mark).Append(cell.Kind == CellKind.Raw ? " [raw]\n" : " [markdown]\n").Append(Commented(cell.Source)).Append('\n');
                continue;
            }

            var body = string.Join('\n', byNumber[i + 1].Parts.Select(part => part switch
            {
                ScriptPart { Compilation: null } broken => Commented($"{broken.Text.Trim()}\nThis cell does not compile: {broken.Error}"),
                ScriptPart code => pieces[code].Statements,
                _ => Commented((string)part),
            }).Where(piece => piece.Length > 0));
            text.Append('\n').Append(Mark).Append(Tags(cell)).Append('\n').Append(body).Append(body.Length > 0 ? "\n" : "");
        }

        foreach (var (part, piece) in pieces.Where(entry => entry.Value.Types.Length > 0))
        {
            text.Append($"\n{TypesMark}{marks[part.Cell]}]\n").Append(piece.Types).Append('\n');
        }

        foreach (var (part, piece) in pieces.Where(entry => entry.Value.Members.Length > 0))
        {
            text.Append($"\n{MembersMark}{marks[part.Cell]}]\nstatic partial class {CSharpSupport.MembersName}\n{{\n").Append(piece.Members).Append("\n}\n");
        }

        return text.Append($"\n{SupportMark}\n").Append(CSharpSupport.Text(hasKit)).Append('\n').ToString();
    }

    private static string Tags(NotebookCell cell) => cell.HasTag("parameters") ? " parameters" : "";

    private static string Head(ScriptCells session, Dictionary<ScriptPart, CellPieces> pieces, bool hasKit, bool hasMembers)
    {
        var text = new StringBuilder();
        foreach (var package in session.Packages.DistinctBy(package => package.Name, StringComparer.OrdinalIgnoreCase))
        {
            if (!package.Name.Equals("NotebookKit", StringComparison.OrdinalIgnoreCase))
            {
                text.Append($"#:package {package.Name}@{package.Version ?? "*"}\n");
            }
        }

        text.Append(hasKit ? $"#:package NotebookKit@{KitVersion}\n" : "");
        text.Append("#:property PublishAot=false\n#:property ManagePackageVersionsCentrally=false\n#:property ImplicitUsings=disable\n#:property Nullable=disable\n#:property InvariantGlobalization=true\n");
        if (pieces.Keys.Any(part => part.Text.Contains("unsafe", StringComparison.Ordinal)))
        {
            text.Append("#:property AllowUnsafeBlocks=true\n");
        }

        if (session.Feeds.Count > 0)
        {
            text.Append($"#:property RestoreAdditionalProjectSources={string.Join(';', session.Feeds.Distinct())}\n");
        }

        text.Append("// Made of a notebook by nbkit convert. Run it in the notebook's folder: dotnet run FILE.cs\n");
        text.Append("#pragma warning disable // the cells were checked as cells\n");
        string[] own = [.. SessionReferences.Imports.Select(space => $"using {space};"), $"using static {CSharpSupport.ClassName};"];
        var usings = own.Concat(hasMembers ? [$"using static {CSharpSupport.MembersName};"] : []).Concat(pieces.Values.SelectMany(piece => piece.Usings)).Distinct();
        return text.Append(string.Join('\n', usings.OrderBy(line => line.Contains('=', StringComparison.Ordinal)))).Append('\n').ToString();
    }

    private static string KitVersion => typeof(Tensor).Assembly.GetName().Version is { } version ? $"{version.Major}.{version.Minor}.{version.Build}" : "*";

    private static string Commented(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Select(line => $"// {line}".TrimEnd()));

    private static string[] Errors(string text, IEnumerable<MetadataReference> references)
    {
        // Lines for the SDK are not the compiler's.
        var code = string.Join('\n', text.Split('\n').Select(line => line.StartsWith("#:", StringComparison.Ordinal) ? "" : line));
        var options = new CSharpCompilationOptions(OutputKind.ConsoleApplication, allowUnsafe: true);
        var compilation = CSharpCompilation.Create("program", [CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(LanguageVersion.Latest))], references, options);
        return [.. compilation.GetDiagnostics()
            .Where(found => found.Severity == DiagnosticSeverity.Error)
            .Take(10)
            .Select(found => $"line {found.Location.GetLineSpan().StartLinePosition.Line + 1}: {found.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}")];
    }
}
