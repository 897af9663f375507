using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NotebookKit.Host.Session;

/// <summary>Which functions of a cell may call themselves, directly or through others.</summary>
/// <remarks>By names alone: overloads count as one function, so the answer errs on the side of yes.</remarks>
internal sealed class CallNames
{
    private readonly Dictionary<string, HashSet<string>> mentions = new(StringComparer.Ordinal);
    private readonly HashSet<string> recursive = new(StringComparer.Ordinal);

    private readonly HashSet<string> handedOver = new(StringComparer.Ordinal);

    public CallNames(SyntaxNode root)
    {
        handedOver.UnionWith(root.DescendantNodes().OfType<SimpleNameSyntax>().Where(IsHandedOver).Select(name => name.Identifier.ValueText));
        foreach (var node in root.DescendantNodes())
        {
            if (NameOf(node) is not { } name)
            {
                continue;
            }

            if (!mentions.TryGetValue(name, out var names))
            {
                mentions[name] = names = new HashSet<string>(StringComparer.Ordinal);
            }

            names.UnionWith(node.DescendantNodes().OfType<SimpleNameSyntax>().Select(mentioned => mentioned.Identifier.ValueText));
        }

        recursive.UnionWith(mentions.Keys.Where(name => Reaches(name, name, [])));
    }

    public bool MayRecur(SyntaxNode function) => NameOf(function) is { } name && recursive.Contains(name);

    /// <summary>True for a function that somebody else may call in a loop of their own: <c>Select(F)</c>.</summary>
    public bool IsHandedOver(SyntaxNode function) => NameOf(function) is { } name && handedOver.Contains(name);

    private static bool IsHandedOver(SimpleNameSyntax name)
    {
        SyntaxNode called = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        return called.Parent is ArgumentSyntax or EqualsValueClauseSyntax or AssignmentExpressionSyntax or BinaryExpressionSyntax or CastExpressionSyntax;
    }

    private static string? NameOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        LocalFunctionStatementSyntax local => local.Identifier.ValueText,
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        AccessorDeclarationSyntax { Parent.Parent: PropertyDeclarationSyntax property } => property.Identifier.ValueText,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.ValueText,
        AnonymousFunctionExpressionSyntax { Parent: EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } } => variable.Identifier.ValueText,
        AnonymousFunctionExpressionSyntax { Parent: AssignmentExpressionSyntax { Left: SimpleNameSyntax variable } } => variable.Identifier.ValueText,
        _ => null,
    };

    private bool Reaches(string from, string target, HashSet<string> seen) =>
        mentions[from].Any(name => name == target || (mentions.ContainsKey(name) && seen.Add(name) && Reaches(name, target, seen)));
}
