using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NotebookKit.Host.Session;

/// <summary>Which functions of a cell may call themselves, directly or through others.</summary>
/// <remarks>By names alone: overloads count as one function, so the answer errs on the side of yes.</remarks>
internal sealed class CallNames
{
    private const string Creation = "new()";

    /// <summary>Methods that the language or the framework calls without their names being written.</summary>
    private static readonly HashSet<string> CalledUnseen = new(StringComparer.Ordinal)
    {
        "ToString", "Equals", "GetHashCode", "CompareTo", "Compare", "Dispose", "DisposeAsync", "GetEnumerator", "GetAsyncEnumerator", "MoveNext", "MoveNextAsync",
        "Deconstruct", "GetAwaiter", "Add", "TryFormat", "Invoke",
    };

    private readonly Dictionary<string, HashSet<string>> mentions = new(StringComparer.Ordinal);
    private readonly HashSet<string> recursive = new(StringComparer.Ordinal);
    private readonly HashSet<string> handedOver = new(StringComparer.Ordinal);
    private readonly HashSet<string> variables = new(StringComparer.Ordinal);

    public CallNames(SyntaxNode root)
    {
        foreach (var node in root.DescendantNodes())
        {
            if (node is SimpleNameSyntax name && IsHandedOver(name))
            {
                handedOver.Add(name.Identifier.ValueText);
            }
            else if (node is VariableDeclaratorSyntax variable)
            {
                variables.Add(variable.Identifier.ValueText);
            }

            if (NameOf(node) is { } function)
            {
                (mentions.TryGetValue(function, out var names) ? names : mentions[function] = new(StringComparer.Ordinal)).UnionWith(MentionedIn(node));
            }
        }

        // `new()` does not say of what: it may be of any type of the cell.
        foreach (var names in mentions.Values.Where(names => names.Contains(Creation)))
        {
            names.UnionWith(root.DescendantNodes().OfType<TypeDeclarationSyntax>().Select(type => type.Identifier.ValueText));
        }

        recursive.UnionWith(mentions.Keys.Where(name => Reaches(name, name, [])));
    }

    public bool MayRecur(SyntaxNode function) =>
        (NameOf(function) is { } name && recursive.Contains(name)) || IsCalledUnseen(function) || IsGivenAway(function);

    /// <summary>True for a function that somebody else may call in a loop of their own: <c>Select(F)</c>.</summary>
    public bool IsHandedOver(SyntaxNode function) => NameOf(function) is { } name && handedOver.Contains(name);

    private static bool IsHandedOver(SimpleNameSyntax name)
    {
        SyntaxNode called = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        return called.Parent is ArgumentSyntax or EqualsValueClauseSyntax or AssignmentExpressionSyntax or BinaryExpressionSyntax or CastExpressionSyntax;
    }

    private static bool IsCalledUnseen(SyntaxNode function) => function switch
    {
        ConversionOperatorDeclarationSyntax => true,
        MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.OverrideKeyword)
            || method.ExplicitInterfaceSpecifier is not null
            || CalledUnseen.Contains(method.Identifier.ValueText)
            || (method.Modifiers.Any(SyntaxKind.PublicKeyword) && method.Parent is TypeDeclarationSyntax { BaseList: not null }),
        BasePropertyDeclarationSyntax property => property.Modifiers.Any(SyntaxKind.OverrideKeyword) || property.ExplicitInterfaceSpecifier is not null,
        AccessorDeclarationSyntax { Parent.Parent: BasePropertyDeclarationSyntax property } => IsCalledUnseen(property),
        _ => false,
    };

    private static string? NameOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        LocalFunctionStatementSyntax local => local.Identifier.ValueText,
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        IndexerDeclarationSyntax => "this[]",
        EventDeclarationSyntax declared => declared.Identifier.ValueText,
        AccessorDeclarationSyntax { Parent.Parent: { } owner } => NameOf(owner),
        OperatorDeclarationSyntax declared => "operator " + Plain(declared.OperatorToken),
        ConstructorDeclarationSyntax constructor => constructor.Identifier.ValueText,

        // What a field starts with is made by the constructor.
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax { Parent: TypeDeclarationSyntax type } } } => type.Identifier.ValueText,
        EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax { Parent: TypeDeclarationSyntax type } } => type.Identifier.ValueText,
        AnonymousFunctionExpressionSyntax { Parent: EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } } => variable.Identifier.ValueText,
        AnonymousFunctionExpressionSyntax { Parent: AssignmentExpressionSyntax { Left: SimpleNameSyntax variable } } => variable.Identifier.ValueText,
        _ => null,
    };

    private static IEnumerable<string> MentionedIn(SyntaxNode function) => function.DescendantNodes().Select(node => node switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        BinaryExpressionSyntax binary => "operator " + Plain(binary.OperatorToken),
        AssignmentExpressionSyntax assignment => "operator " + Plain(assignment.OperatorToken),
        PrefixUnaryExpressionSyntax prefix => "operator " + Plain(prefix.OperatorToken),
        PostfixUnaryExpressionSyntax postfix => "operator " + Plain(postfix.OperatorToken),
        ElementAccessExpressionSyntax or ElementBindingExpressionSyntax => "this[]",
        ImplicitObjectCreationExpressionSyntax => Creation,
        _ => "",
    });

    /// <summary><c>+</c> for <c>+=</c> as well, and for <c>&amp;&amp;</c> what it calls.</summary>
    private static string Plain(SyntaxToken sign) => sign.Text switch
    {
        "&&" => "&",
        "||" => "|",
        "==" or "!=" or "<=" or ">=" => sign.Text,
        { Length: > 1 } text when text.EndsWith('=') => text[..^1],
        var text => text,
    };

    /// <summary>True for a lambda that goes where this cell does not see who calls it.</summary>
    private bool IsGivenAway(SyntaxNode function) =>
        function is AnonymousFunctionExpressionSyntax { Parent: AssignmentExpressionSyntax assignment }
        && (assignment.Left is not SimpleNameSyntax variable || !variables.Contains(variable.Identifier.ValueText));

    private bool Reaches(string from, string target, HashSet<string> seen) =>
        mentions[from].Any(name => name == target || (mentions.ContainsKey(name) && seen.Add(name) && Reaches(name, target, seen)));
}
