using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NotebookKit.Host.Session;

/// <summary>The mend of a compiler error in words, where it is known.</summary>
internal static class CompileHints
{
    public static string? Of(Diagnostic error, CSharpCompilation compilation)
    {
        if (!error.Location.IsInSource)
        {
            return null;
        }

        var tree = error.Location.SourceTree!;
        return error.Id switch
        {
            "CS1002" => $"a statement ends with `;`: put one at the end of line {LineOf(error)}.",
            "CS1513" => "a `}` is missing: count the braces; each `{` needs one.",
            "CS1514" => "a `{` is missing before this place.",
            "CS1026" => "a `)` is missing: each `(` needs one.",
            "CS1003" => $"something is missing before this place: {error.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}.",
            "CS1010" or "CS1039" => "the text in quotes is not closed: put a `\"` at its end.",
            "CS0246" or "CS0103" or "CS1061" or "CS0117" or "CS0234" => OfName(error, compilation, tree),
            "CS0029" => OfConversion(error, compilation, tree),
            "CS0266" => "the types fit only with a cast: write the wanted type in parentheses before the value, `(int)x`.",
            "CS0664" or "CS1750" => "a number with a point is a double: write `f` behind it for a float, `m` for a decimal.",
            "CS0165" => "give the variable a value where it is declared.",
            "CS4014" or "CS4032" or "CS4033" => "mark the function `async`, so that it may await.",
            "CS0161" or "CS0126" => "every way through the function needs a `return` with a value.",
            "CS0019" when NodeAt(error, tree) is BinaryExpressionSyntax => "look at the types of both sides; one may need a cast or a method call.",
            _ => null,
        };
    }

    private static string? OfName(Diagnostic error, CSharpCompilation compilation, SyntaxTree tree)
    {
        var node = NodeAt(error, tree).DescendantNodesAndSelf().OfType<SimpleNameSyntax>().FirstOrDefault(name => name.SpanStart >= error.Location.SourceSpan.Start);
        if (node is null)
        {
            return null;
        }

        var name = node.Identifier.ValueText;
        var model = compilation.GetSemanticModel(tree);
        var owner = node.Parent is MemberAccessExpressionSyntax access && access.Name == node ? access.Expression : null;
        var candidates = error.Id switch
        {
            "CS1061" => NamespaceSearch.OfExtension(compilation, name),
            "CS0246" or "CS0103" => NamespaceSearch.OfType(compilation, name, node is GenericNameSyntax generic ? generic.Arity : 0),
            _ => [],
        };
        if (candidates.Count > 0)
        {
            return $"add: {string.Join("   or: ", candidates.Take(3).Select(space => $"using {space};"))}";
        }

        var container = owner is null ? null : model.GetSymbolInfo(owner).Symbol as INamespaceOrTypeSymbol ?? model.GetTypeInfo(owner).Type;
        if (owner is not null && container is null)
        {
            return null;
        }

        var inScope = model.LookupSymbols(node.SpanStart, container, includeReducedExtensionMethods: container is ITypeSymbol)
            .Where(symbol => symbol.CanBeReferencedByName && (error.Id != "CS0246" || symbol is INamespaceOrTypeSymbol))
            .Select(symbol => symbol.Name);
        var near = NearNames.Of(name, inScope.Concat(error.Id is "CS0103" or "CS0246" ? NamespaceSearch.Keywords : []));
        return near.Count > 0 ? $"did you mean {string.Join(" or ", near.Select(one => $"`{one}`"))}?"
            : error.Id == "CS0246" ? "no referenced assembly has this type; `#r \"nuget: NAME\"` adds a package."
            : error.Id == "CS0103" ? "declare it first, or run the cell that does."
            : null;
    }

    private static string? OfConversion(Diagnostic error, CSharpCompilation compilation, SyntaxTree tree)
    {
        if (NodeAt(error, tree) is not ExpressionSyntax expression)
        {
            return null;
        }

        var info = compilation.GetSemanticModel(tree).GetTypeInfo(expression);
        return (info.Type?.SpecialType, info.ConvertedType?.SpecialType) switch
        {
            (SpecialType.System_String, SpecialType.System_Int32 or SpecialType.System_Double or SpecialType.System_Single or SpecialType.System_Int64)
                => $"text becomes a number with {info.ConvertedType}.Parse(...).",
            (_, SpecialType.System_String) => "a value becomes text with .ToString(), or inside $\"{...}\".",
            (SpecialType.System_Int32, SpecialType.System_Boolean) => "a condition compares: write == for equality, = assigns.",
            _ when info.Type?.Name is nameof(Task) => "this is a task: write `await` before it to get its value.",
            _ => null,
        };
    }

    private static int LineOf(Diagnostic error) => error.Location.GetLineSpan().StartLinePosition.Line + 1;

    private static SyntaxNode NodeAt(Diagnostic error, SyntaxTree tree) => tree.GetRoot().FindNode(error.Location.SourceSpan, getInnermostNodeForTie: true);
}
