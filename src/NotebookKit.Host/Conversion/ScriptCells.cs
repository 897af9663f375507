using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NotebookKit.Host.Documents;
using NotebookKit.Host.Session;

namespace NotebookKit.Host.Conversion;

/// <summary>A stretch of C# of a cell, compiled as the session would compile it.</summary>
/// <param name="Cell">The cell, from 1.</param>
/// <param name="Text">The code; lines for the host are blank.</param>
/// <param name="Compilation">The code as a link of the session's chain; null when it does not compile.</param>
/// <param name="Error">Why it does not compile.</param>
internal sealed record ScriptPart(int Cell, string Text, CSharpCompilation? Compilation, string? Error)
{
    public SyntaxTree Tree => Compilation!.SyntaxTrees[0];

    public SemanticModel Model => field ??= Compilation!.GetSemanticModel(Tree);

    /// <summary>What the cell declares for the cells after it, in the order of the text.</summary>
    public IEnumerable<ISymbol> Declared =>
        Compilation!.ScriptClass!.GetMembers()
            .Where(member => !member.IsImplicitlyDeclared && member.DeclaringSyntaxReferences.Length > 0)
            .OrderBy(member => member.DeclaringSyntaxReferences[0].Span.Start);
}

/// <summary>A cell as a program sees it: code, and lines that only a notebook understands.</summary>
/// <param name="Number">The cell, from 1.</param>
/// <param name="Parts">Compiled code or, as text, what becomes a comment.</param>
internal sealed record ScriptCell(int Number, IReadOnlyList<object> Parts);

/// <summary>Compiles the C# cells of a notebook one after another, without running them.</summary>
internal sealed class ScriptCells(Losses losses, INuGetResolver nuget, string folder)
{
    private CSharpCompilation? previous;
    private int count;

    /// <summary>Packages that the cells ask for.</summary>
    public List<PackageRequest> Packages { get; } = [];

    /// <summary>Feeds that the cells name.</summary>
    public List<string> Feeds { get; } = [];

    /// <summary>What the code refers to.</summary>
    public List<MetadataReference> References { get; } = [.. HostAssemblies.All];

    public async Task<IReadOnlyList<ScriptCell>> CompileAsync(NotebookDocument document, CancellationToken cancellation)
    {
        var cells = new List<ScriptCell>();
        for (var i = 0; i < document.Cells.Count; i++)
        {
            var cell = document.Cells[i];
            if (cell.Kind == CellKind.Code && !cell.IsBlank)
            {
                cells.Add(new ScriptCell(i + 1, await PartsAsync(document, cell, i + 1, cancellation).ConfigureAwait(false)));
            }
        }

        return cells;
    }

    private async Task<IReadOnlyList<object>> PartsAsync(NotebookDocument document, NotebookCell cell, int number, CancellationToken cancellation)
    {
        if (!CellLanguage.IsCSharp(CellLanguage.Of(document, cell)))
        {
            losses.Add($"cells in {CellLanguage.Of(document, cell)} (they become comments)", number);
            return [cell.Source];
        }

        if (cell.HasTag("skip-execution"))
        {
            losses.Add("cells that are not to run (they become comments)", number);
            return [cell.Source];
        }

        if (cell.HasTag("raises-exception"))
        {
            losses.Add("cells that may throw (there the program ends)", number);
        }

        try
        {
            var parts = new List<object>();
            foreach (var part in CellSplitter.Split(cell.Source.ReplaceLineEndings("\n")))
            {
                parts.Add(part switch
                {
                    CodePart code => await CodeAsync(code, number, cancellation).ConfigureAwait(false),
                    MagicPart magic => Comment($"#!{magic.Name} {magic.Arguments}".TrimEnd(), "magic commands (they become comments)", number),
                    TextPart text => Comment($"#!{text.Language}\n{text.Text}", "text in other languages (it becomes comments)", number),
                    _ => throw new InvalidOperationException($"unknown part {part.GetType().Name}"),
                });
            }

            return parts;
        }
        catch (CellRefusedException refused)
        {
            losses.Add($"this cell, it becomes a comment ({refused.Message})", number);
            return [cell.Source];
        }
    }

    private string Comment(string text, string what, int cell)
    {
        losses.Add(what, cell);
        return text;
    }

    private async Task<object> CodeAsync(CodePart code, int cell, CancellationToken cancellation)
    {
        var comments = await AddDirectivesAsync(code.Directives, cell, cancellation).ConfigureAwait(false);
        var tree = CSharpSyntaxTree.ParseText(code.Text, CellCompiler.ParseOptions, $"cell {cell}", cancellationToken: cancellation);
        var name = $"Cell{++count}";
        var compilation = CSharpCompilation.CreateScriptCompilation(
            name, tree, References, (previous is null ? CellCompiler.Options : CellCompiler.Inheriting).WithScriptClassName(name), previous, returnType: typeof(object));
        var error = compilation.GetDiagnostics(cancellation).FirstOrDefault(found => found.Severity == DiagnosticSeverity.Error);
        if (error is not null)
        {
            losses.Add("cells that do not compile (they become comments)", cell);
            return new ScriptPart(cell, comments + code.Text, null, error.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
        }

        previous = compilation;
        return new ScriptPart(cell, code.Text, compilation, null);
    }

    /// <summary>Takes up packages and feeds; returns the lines that a file has no word for.</summary>
    private async Task<string> AddDirectivesAsync(IReadOnlyList<string> lines, int cell, CancellationToken cancellation)
    {
        var others = "";
        var wanted = new List<PackageRequest>();
        foreach (var line in lines)
        {
            switch (Directives.Read(line))
            {
                case (_, { } package, _):
                    wanted.Add(package);
                    break;
                case (_, _, { } feed):
                    Feeds.Add(Directory.Exists(Path.GetFullPath(feed, folder)) ? Path.GetFullPath(feed, folder) : feed);
                    break;
                default:
                    losses.Add($"the line {line}", cell);
                    others += $"// {line}\n";
                    break;
            }
        }

        if (wanted.Count > 0)
        {
            Packages.AddRange(wanted);
            var files = await nuget.ResolveAsync(wanted, Feeds, cancellation).ConfigureAwait(false);
            References.AddRange(files.Compile.Select(path => MetadataReference.CreateFromFile(path)));
        }

        return others;
    }
}
