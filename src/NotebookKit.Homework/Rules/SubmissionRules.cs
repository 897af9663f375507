using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NotebookKit.Host.Session;

namespace NotebookKit.Homework.Rules;

/// <summary>A code cell of the notebook that is graded.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Source">Its text.</param>
/// <param name="IsOurs">Whether it is as released: what it says is not judged, and the names that it takes from the library are the tests'.</param>
public sealed record JudgedCell(int Number, string Source, bool IsOurs);

/// <summary>Reads the code of a submission before any of it runs, and finds the cells that must not.</summary>
/// <remarks>
/// Each cell is compiled on top of those before it, as a session does, and every name in it is looked up: by what it means and not by how it is
/// spelt, so that an alias, a using of a type or a name in another alphabet hides nothing. Code that does not compile is not judged; it does not run either.
/// </remarks>
public sealed class SubmissionRules
{
    private static readonly string[] Magics = ["check", "hint", "time"];
    private readonly IReadOnlyList<string> answers;
    private readonly HashSet<string> reserved = new(StringComparer.Ordinal);
    private readonly List<Finding> findings = [];
    private CSharpCompilation? previous;

    private SubmissionRules(IReadOnlyList<string> answers) => this.answers = answers;

    /// <summary>What is found in the cells, in their order.</summary>
    /// <param name="cells">All code cells of the notebook that is graded.</param>
    /// <param name="answers">Symbols of the library that would be the answer, or types or namespaces with all that is in them.</param>
    public static IReadOnlyList<Finding> Judge(IReadOnlyList<JudgedCell> cells, IReadOnlyList<string> answers)
    {
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentNullException.ThrowIfNull(answers);
        SubmissionRules rules = new(answers);
        rules.Reserve([.. cells.Where(cell => cell.IsOurs)]);
        foreach (var cell in cells)
        {
            rules.Cell(cell);
        }

        return [.. rules.findings.DistinctBy(finding => (finding.Cell, finding.Line, finding.Message))];
    }

    // Every name in the released code that stands before a dot or a bracket, or is a type: the student's code may not give it another meaning.
    // What nobody but the student can declare is left to them: tests may call an answer by its name, as tests written for nbgrader do.
    private void Reserve(IReadOnlyList<JudgedCell> ours)
    {
        HashSet<string> declared = [.. ours.SelectMany(Codes).SelectMany(code => Parse(code.Text).GetRoot().DescendantNodes().Select(DeclaredName).OfType<string>())];
        foreach (var (number, code) in ours.SelectMany(cell => Codes(cell).Select(code => (cell.Number, code))))
        {
            var tree = Parse(code.Text);
            var root = tree.GetCompilationUnitRoot();
            HashSet<string> own = [.. root.DescendantNodes().Select(DeclaredName).OfType<string>()];
            var model = Compile($"ours-{number}-{code.Start}", tree);
            reserved.UnionWith(root.DescendantNodes().OfType<SimpleNameSyntax>()
                .Where(name => IsFirst(name) && char.IsAsciiLetterUpper(name.Identifier.ValueText[0]) && !own.Contains(name.Identifier.ValueText))
                .Where(name => declared.Contains(name.Identifier.ValueText) || model.GetSymbolInfo(name) is { Symbol: not null } or { CandidateSymbols.Length: > 0 })
                .Select(name => name.Identifier.ValueText));
            reserved.UnionWith(root.Usings.Select(DeclaredName).OfType<string>());
        }

        previous = null;
        reserved.UnionWith(["System", "NotebookKit", "Check", "Math", "Console"]);
    }

    private static SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(text, CellCompiler.ParseOptions);

    // On top of the cells before it; what does not compile never becomes part of the session.
    private SemanticModel Compile(string name, SyntaxTree tree)
    {
        var compilation = CSharpCompilation.CreateScriptCompilation(name, tree, previous is null ? HostAssemblies.All : [], previous is null ? CellCompiler.Options : CellCompiler.Inheriting, previous, typeof(object));
        if (!compilation.GetDiagnostics().Any(found => found.Severity == DiagnosticSeverity.Error))
        {
            previous = compilation;
        }

        return compilation.GetSemanticModel(tree);
    }

    // The name by which a path begins is looked up among all that is declared, those after it only inside of what stands before them. A using of a
    // namespace can mean no type; one of a static type, or an alias, can: a type that an earlier cell declares.
    private static bool IsFirst(SimpleNameSyntax name) => !IsOfNamespace(name.FirstAncestorOrSelf<UsingDirectiveSyntax>()) && name.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression == name,
        QualifiedNameSyntax path => path.Left == name,
        _ => true,
    };

    private static bool IsOfNamespace(UsingDirectiveSyntax? import) => import is { Alias: null } && !import.StaticKeyword.IsKind(SyntaxKind.StaticKeyword);

    private static string? DeclaredName(SyntaxNode node) => node switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
        DelegateDeclarationSyntax made => made.Identifier.ValueText,
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        LocalFunctionStatementSyntax function => function.Identifier.ValueText,
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
        SingleVariableDesignationSyntax variable => variable.Identifier.ValueText,
        UsingDirectiveSyntax { Alias: { } alias } => alias.Name.Identifier.ValueText,
        ExternAliasDirectiveSyntax alias => alias.Identifier.ValueText,
        _ => null,
    };

    private static IEnumerable<CodePart> Codes(JudgedCell cell)
    {
        try
        {
            return CellSplitter.Split(cell.Source).OfType<CodePart>();
        }
        catch (CellRefusedException)
        {
            return [];
        }
    }

    private void Cell(JudgedCell cell)
    {
        IReadOnlyList<CellPart> parts;
        try
        {
            parts = CellSplitter.Split(cell.Source);
        }
        catch (CellRefusedException)
        {
            return;
        }

        foreach (var part in parts)
        {
            switch (part)
            {
                case CodePart code:
                    Code(cell, code);
                    break;
                case MagicPart magic when !cell.IsOurs && !Magics.Contains(magic.Name, StringComparer.OrdinalIgnoreCase):
                    Add(FindingKind.Forbidden, cell, LineOf(cell.Source, magic.Start), $"#!{magic.Name} is not for homework; #!check, #!hint and #!time are.");
                    break;
                case TextPart { Language: not ("markdown" or "md") } text when !cell.IsOurs:
                    Add(FindingKind.Forbidden, cell, LineOf(cell.Source, text.Start), $"#!{text.Language} is not for homework; text goes into a text cell.");
                    break;
            }
        }
    }

    private void Code(JudgedCell cell, CodePart code)
    {
        if (!cell.IsOurs && code.Directives.FirstOrDefault(line => !IsKit(line)) is { } directive)
        {
            Add(FindingKind.Forbidden, cell, 1, $"{directive}: homework is done with what the assignment gives.");
        }

        var tree = Parse(code.Text);
        var model = Compile($"judged-{cell.Number}-{code.Start}", tree);
        if (!cell.IsOurs)
        {
            CodeWalker walker = new(model, reserved, answers, (kind, line, message) => Add(kind, cell, line, message));
            walker.Visit(tree.GetRoot());
        }
    }

    private static bool IsKit(string directive) => directive.Replace(" ", "", StringComparison.Ordinal).StartsWith("#r\"nuget:NotebookKit\"", StringComparison.OrdinalIgnoreCase);

    private static int LineOf(string source, int position) => source.AsSpan(0, position).Count('\n') + 1;

    private void Add(FindingKind kind, JudgedCell cell, int line, string message) => findings.Add(new Finding(kind, cell.Number, line, message));
}
