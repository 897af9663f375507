using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace NotebookKit.Host.Session;

/// <summary>Compiles cells into a chain of script submissions.</summary>
internal sealed class CellCompiler(SessionReferences references)
{
    private static readonly string[] Imports =
    [
        "System",
        "System.IO",
        "System.Linq",
        "System.Collections.Generic",
        "System.Threading.Tasks",
        "System.Text",
        "System.Net.Http",
        typeof(NotebookFunctions).FullName!,
    ];

    private static readonly CSharpCompilationOptions Options = new(
        OutputKind.DynamicallyLinkedLibrary,
        usings: Imports,
        optimizationLevel: OptimizationLevel.Release,
        allowUnsafe: true,
        concurrentBuild: false,
        metadataImportOptions: MetadataImportOptions.Public,
        assemblyIdentityComparer: DesktopAssemblyIdentityComparer.Default);

    private static readonly EmitOptions Emit = new(debugInformationFormat: DebugInformationFormat.PortablePdb);

    private CSharpCompilation? previous;

    /// <summary>How cells are parsed: the newest C#, as a script.</summary>
    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    public CompiledCell Compile(string code, int number, int submission)
    {
        var text = SourceText.From(code, Encoding.UTF8);
        var tree = CSharpSyntaxTree.ParseText(text, ParseOptions, path: SourceTexts.PathOf(number));
        var compilation = CSharpCompilation.CreateScriptCompilation(
            $"nbkit-submission-{submission}",
            tree,
            references.All,
            Options.WithScriptClassName($"Submission#{submission}"),
            previous,
            returnType: typeof(object));

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
            HasResult = HasResult(compilation, tree),
        };
    }

    /// <summary>Makes the cell the one that the next cell sees; cells that failed to compile are forgotten.</summary>
    public void Accept(CompiledCell cell) => previous = cell.Compilation;

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
