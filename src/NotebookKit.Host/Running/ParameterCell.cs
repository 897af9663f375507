using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NotebookKit.Host.Documents;
using NotebookKit.Host.Session;

namespace NotebookKit.Host.Running;

/// <summary>Puts values from the command line into a notebook, as papermill does.</summary>
/// <remarks>
/// A cell tagged <c>injected-parameters</c> comes after the one tagged <c>parameters</c> (or first, without one) and
/// assigns to the variables declared there; an earlier injected cell is replaced.
/// </remarks>
internal static class ParameterCell
{
    public const string Tag = "parameters";
    public const string InjectedTag = "injected-parameters";

    public static void Inject(NotebookDocument document, IReadOnlyDictionary<string, string> parameters)
    {
        if (parameters.Count == 0)
        {
            return;
        }

        for (var i = document.Cells.Count - 1; i >= 0; i--)
        {
            if (document.Cells[i].HasTag(InjectedTag))
            {
                document.RemoveAt(i);
            }
        }

        var at = document.Cells.ToList().FindIndex(cell => cell.HasTag(Tag));
        var known = at < 0 ? null : Declared(document.Cells[at].Source);
        var lines = parameters.Select(parameter => Line(parameter.Key, parameter.Value, known));
        document.Insert(at + 1, NotebookCell.Code(string.Join('\n', ["// Parameters", .. lines]), InjectedTag));
    }

    private static string Line(string name, string value, Dictionary<string, string>? known)
    {
        if (!SyntaxFacts.IsValidIdentifier(name) || SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None)
        {
            throw new ArgumentException($"--parameters {name}={value}: `{name}` cannot name a variable.");
        }

        if (known is null)
        {
            return $"var {name} = {ParameterValue.Literal(value, null)};";
        }

        return known.TryGetValue(name, out var type)
            ? $"{name} = {ParameterValue.Literal(value, type)};"
            : throw new ArgumentException($"--parameters {name}={value}: the notebook has no parameter `{name}`; it has: {string.Join(", ", known.Keys)}.");
    }

    /// <summary>The variables that the cell declares, with their types; <c>var</c> gets the type of its literal.</summary>
    private static Dictionary<string, string> Declared(string source)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var root = CSharpSyntaxTree.ParseText(source, CellCompiler.ParseOptions).GetCompilationUnitRoot();
        foreach (var declaration in root.Members.OfType<FieldDeclarationSyntax>().Select(field => field.Declaration))
        {
            foreach (var variable in declaration.Variables)
            {
                var type = declaration.Type.ToString().TrimEnd('?');
                found[variable.Identifier.ValueText] = type == "var" ? TypeOf(variable.Initializer?.Value) : type;
            }
        }

        return found;
    }

    private static string TypeOf(ExpressionSyntax? value) =>
        value is LiteralExpressionSyntax literal ? literal.Token.Value switch
        {
            string => "string",
            bool => "bool",
            int => "int",
            long => "long",
            float => "float",
            double => "double",
            decimal => "decimal",
            _ => "",
        }
        : "";
}
