using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;
using NotebookKit.Host.Session.Assist;

namespace NotebookKit.Host.Session;

/// <summary>Compiles cells into a chain of script submissions.</summary>
internal sealed class CellCompiler(SessionReferences references)
{
    /// <summary>How the first cell of a session is compiled.</summary>
    internal static readonly CSharpCompilationOptions Options = new(
        OutputKind.DynamicallyLinkedLibrary,
        usings: SessionReferences.Imports.Append(typeof(NotebookFunctions).FullName!),
        optimizationLevel: OptimizationLevel.Release,
        allowUnsafe: true,
        concurrentBuild: false,
        metadataImportOptions: MetadataImportOptions.Public,
        assemblyIdentityComparer: DesktopAssemblyIdentityComparer.Default);

    // A submission inherits the imports of the first: naming them again would bind a dozen namespaces anew for each cell.
    internal static readonly CSharpCompilationOptions Inheriting = Options.WithUsings();

    private static readonly EmitOptions Emit = new(debugInformationFormat: DebugInformationFormat.PortablePdb);

    private CSharpCompilation? previous;
    private int given;
    private volatile DraftSurroundings surroundings = new(null, 0, [.. references.Current]);

    /// <summary>What code that is being written can refer to; a picture of the last moment that was looked at, for any thread.</summary>
    public DraftSurroundings Surroundings => surroundings;

    /// <summary>How cells are parsed: the newest C#, as a script.</summary>
    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    public CompiledCell Compile(string code, string path, int submission)
    {
        var source = Parse(code, path);
        foreach (var import in source.GetCompilationUnitRoot().Usings.Where(import => import.NamespaceOrType is NameSyntax))
        {
            references.AddNamespace(import.NamespaceOrType.ToString());
        }

        var cell = Compile(source, submission, references.Current);
        if (cell.Errors.Count == 0)
        {
            return cell;
        }

        // Perhaps the cell names something that the session's references lack; and if not, the hints shall know of everything.
        var wide = Compile(source, submission, [.. references.Everything]);
        if (wide.Errors.Count > 0)
        {
            return wide;
        }

        references.AddMissing(wide.Compilation.GetUsedAssemblyReferences());
        cell = Compile(source, submission, references.Current);
        if (cell.Errors.Count == 0)
        {
            return cell;
        }

        references.AddMissing(references.Everything);
        return wide;
    }

    /// <summary>Compiles a file with namespaces into an assembly of its own.</summary>
    public CompiledCell CompileLibrary(string text, string path, string name)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        CSharpSyntaxTree[] trees =
        [
            (CSharpSyntaxTree)CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), options, path),
            (CSharpSyntaxTree)CSharpSyntaxTree.ParseText(string.Concat(SessionReferences.Imports.Select(space => $"global using {space};")), options),
        ];
        var compilation = CSharpCompilation.Create(name, trees, references.Everything, Options.WithUsings());
        var guarded = GuardWriter.Write(trees[0], () => compilation.GetSemanticModel(trees[0]));
        if (guarded is not null)
        {
            var safe = compilation.ReplaceSyntaxTree(trees[0], CSharpSyntaxTree.ParseText(SourceText.From(guarded, Encoding.UTF8), options, path));
            if (EmittedLibrary(safe) is { Errors.Count: 0 } library)
            {
                return library;
            }
        }

        return EmittedLibrary(compilation);
    }

    /// <summary>Makes the cell the one that the next cell sees; cells that failed to compile are forgotten.</summary>
    public void Accept(CompiledCell cell)
    {
        // A submission inherits the references of the one before: naming them again would make each cell hold all those of all earlier ones.
        previous = cell.Compilation;
        given = references.Current.Count;
        Look();
    }

    /// <summary>Brings <see cref="Surroundings"/> up to date.</summary>
    public void Look()
    {
        if (surroundings.Previous != previous || surroundings.Known.Count != references.Current.Count)
        {
            surroundings = new DraftSurroundings(previous, given, [.. references.Current]);
        }
    }

    /// <summary>The compilation of a draft, which is never run; it may refer to everything there is.</summary>
    public static CSharpCompilation Draft(DraftSurroundings around, SyntaxTree draft) =>
        CSharpCompilation.CreateScriptCompilation(
            "nbkit-draft",
            draft,
            around.Known.Union(HostAssemblies.All).Skip(around.Given),
            around.Previous is null ? Options : Inheriting,
            around.Previous,
            returnType: typeof(object));

    private static SyntaxTree Parse(string code, string path) => CSharpSyntaxTree.ParseText(SourceText.From(code, Encoding.UTF8), ParseOptions, path);

    private CompiledCell Compile(SyntaxTree source, int submission, IReadOnlyList<MetadataReference> known)
    {
        var plain = Chain(source, submission, known);
        var guarded = GuardWriter.Write(source, () => plain.GetSemanticModel(source));
        if (guarded is not null && Emitted(Chain(Parse(guarded, source.FilePath), submission, known)) is { Errors.Count: 0 } cell)
        {
            return cell;
        }

        // Errors are told in the reader's own text; and a cell that only the guards break runs without them.
        return Emitted(plain);
    }

    private CSharpCompilation Chain(SyntaxTree source, int submission, IReadOnlyList<MetadataReference> known) =>
        CSharpCompilation.CreateScriptCompilation(
            $"nbkit-submission-{submission}",
            source,
            known.Skip(given),
            (previous is null ? Options : Inheriting).WithScriptClassName($"Submission#{submission}"),
            previous,
            returnType: typeof(object));

    private static CompiledCell EmittedLibrary(CSharpCompilation compilation)
    {
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        var emitted = compilation.Emit(image, symbols, options: Emit);
        return emitted.Success
            ? new CompiledCell(compilation) { Image = image.ToArray(), Symbols = symbols.ToArray() }
            : new CompiledCell(compilation) { Errors = Errors(emitted.Diagnostics) };
    }

    private static CompiledCell Emitted(CSharpCompilation compilation)
    {
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        var emitted = compilation.Emit(image, symbols, options: Emit);
        if (!emitted.Success)
        {
            // No errors either: a cell of usings, directives or comments only, of which there is nothing to emit.
            return new CompiledCell(compilation) { Errors = Errors(emitted.Diagnostics) };
        }

        var entry = compilation.GetEntryPoint(CancellationToken.None)!;
        return new CompiledCell(compilation)
        {
            Image = image.ToArray(),
            Symbols = symbols.ToArray(),
            EntryType = entry.ContainingType.MetadataName,
            EntryMethod = entry.MetadataName,
            HasResult = HasResult(compilation, compilation.SyntaxTrees[0]),
        };
    }

    private static Diagnostic[] Errors(ImmutableArray<Diagnostic> diagnostics) =>
        [.. diagnostics
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)];

    private static bool HasResult(CSharpCompilation compilation, SyntaxTree tree)
    {
        var last = tree.GetCompilationUnitRoot().Members.LastOrDefault();
        return last is GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } statement }
            && compilation.GetSemanticModel(tree).GetTypeInfo(statement.Expression).ConvertedType?.SpecialType != SpecialType.System_Void;
    }
}

/// <summary>A compiled cell, or the errors that kept it from being one.</summary>
internal sealed record CompiledCell(CSharpCompilation Compilation)
{
    public byte[]? Image { get; init; }

    public byte[]? Symbols { get; init; }

    public string? EntryType { get; init; }

    public string? EntryMethod { get; init; }

    public bool HasResult { get; init; }

    public IReadOnlyList<Diagnostic> Errors { get; init; } = [];
}
