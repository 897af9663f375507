using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NotebookKit.Host.Session;

/// <summary>Writes checks of <see cref="CellGuard"/> into a cell's loops, jumps, functions, lambdas, queries and awaits.</summary>
/// <remarks>
/// Text is inserted and never a line end, so that every statement keeps its line in the symbols. The meaning of a
/// lambda with an expression body depends on its type; that alone needs the semantic model, which is asked for late.
/// </remarks>
internal sealed class GuardWriter : CSharpSyntaxWalker
{
    private static readonly string Type = $"global::{typeof(CellGuard).FullName}.";
    private static readonly string Check = $"{Type}{nameof(CellGuard.Check)}();";
    private static readonly string Enter = $"{Type}{nameof(CellGuard.Enter)}();";

    private readonly List<(int Start, int Length, string Text)> edits = [];
    private readonly Lazy<SemanticModel> model;
    private readonly CallNames calls;

    private GuardWriter(SyntaxNode root, Func<SemanticModel> model)
    {
        this.model = new Lazy<SemanticModel>(model);
        calls = new CallNames(root);
    }

    /// <summary>The text with guards; null when there is nothing to guard.</summary>
    public static string? Write(SyntaxTree tree, Func<SemanticModel> model)
    {
        var root = tree.GetRoot();
        if (root.ContainsDiagnostics && root.GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
        {
            return null;
        }

        var writer = new GuardWriter(root, model);
        writer.Visit(root);
        return writer.edits.Count == 0 ? null : Apply(tree.GetText().ToString(), writer.edits);
    }

    public override void VisitWhileStatement(WhileStatementSyntax node) => Loop(node, node.Statement, base.VisitWhileStatement);

    public override void VisitDoStatement(DoStatementSyntax node) => Loop(node, node.Statement, base.VisitDoStatement);

    public override void VisitForStatement(ForStatementSyntax node) => Loop(node, node.Statement, base.VisitForStatement);

    public override void VisitForEachStatement(ForEachStatementSyntax node) => Loop(node, node.Statement, base.VisitForEachStatement);

    public override void VisitForEachVariableStatement(ForEachVariableStatementSyntax node) => Loop(node, node.Statement, base.VisitForEachVariableStatement);

    public override void VisitGotoStatement(GotoStatementSyntax node)
    {
        Insert(node.SpanStart, "{" + Check);
        Insert(node.Span.End, "}");
    }

    public override void VisitMethodDeclaration(MethodDeclarationSyntax node)
    {
        var isGuarded = IsGuarded(node);
        if (isGuarded)
        {
            Open(node, node.Body, node.ExpressionBody, ReturnsNothing(node.ReturnType, node.Modifiers));
        }

        base.VisitMethodDeclaration(node);
        Close(isGuarded ? node.ExpressionBody : null, node.SemicolonToken);
    }

    public override void VisitLocalFunctionStatement(LocalFunctionStatementSyntax node)
    {
        var isGuarded = IsGuarded(node);
        if (isGuarded)
        {
            Open(node, node.Body, node.ExpressionBody, ReturnsNothing(node.ReturnType, node.Modifiers));
        }

        base.VisitLocalFunctionStatement(node);
        Close(isGuarded ? node.ExpressionBody : null, node.SemicolonToken);
    }

    public override void VisitConstructorDeclaration(ConstructorDeclarationSyntax node)
    {
        // A type whose static constructor was stopped could never be used again.
        var isGuarded = !node.Modifiers.Any(SyntaxKind.StaticKeyword) && calls.MayRecur(node);
        if (isGuarded)
        {
            Open(node, node.Body, node.ExpressionBody, returnsNothing: true);
        }

        base.VisitConstructorDeclaration(node);
        Close(isGuarded ? node.ExpressionBody : null, node.SemicolonToken);
    }

    public override void VisitOperatorDeclaration(OperatorDeclarationSyntax node) =>
        Member(node, node.Body, node.ExpressionBody, node.SemicolonToken, base.VisitOperatorDeclaration);

    public override void VisitConversionOperatorDeclaration(ConversionOperatorDeclarationSyntax node) =>
        Member(node, node.Body, node.ExpressionBody, node.SemicolonToken, base.VisitConversionOperatorDeclaration);

    public override void VisitPropertyDeclaration(PropertyDeclarationSyntax node) =>
        Property(node, node.ExpressionBody, node.SemicolonToken, base.VisitPropertyDeclaration);

    public override void VisitIndexerDeclaration(IndexerDeclarationSyntax node) =>
        Property(node, node.ExpressionBody, node.SemicolonToken, base.VisitIndexerDeclaration);

    public override void VisitEqualsValueClause(EqualsValueClauseSyntax node)
    {
        // A field that starts with a new object of its own type: there is no body to guard.
        var isGuarded = IsStartOfField(node) && calls.MayRecur(node);
        if (isGuarded)
        {
            Insert(node.Value.SpanStart, $"{Type}{nameof(CellGuard.Entered)}()?");
        }

        base.VisitEqualsValueClause(node);
        if (isGuarded)
        {
            Insert(node.Value.Span.End, ":default!");
        }
    }

    public override void VisitAccessorDeclaration(AccessorDeclarationSyntax node)
    {
        var isGuarded = calls.MayRecur(node) && (node.Body is not null || node.ExpressionBody is not null);
        if (isGuarded)
        {
            Open(node, node.Body, node.ExpressionBody, !node.IsKind(SyntaxKind.GetAccessorDeclaration));
        }

        base.VisitAccessorDeclaration(node);
        Close(isGuarded ? node.ExpressionBody : null, node.SemicolonToken);
    }

    public override void VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node)
    {
        Open(node, node.Block, null, returnsNothing: true);
        base.VisitAnonymousMethodExpression(node);
    }

    public override void VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) => Lambda(node, base.VisitSimpleLambdaExpression);

    public override void VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) => Lambda(node, base.VisitParenthesizedLambdaExpression);

    public override void VisitFromClause(FromClauseSyntax node)
    {
        var isGuarded = node.Type is null && IsSequence(model.Value.GetTypeInfo(node.Expression).Type);
        Wrap(isGuarded, nameof(CellGuard.Each), node.Expression, () => base.VisitFromClause(node));
    }

    public override void VisitAwaitExpression(AwaitExpressionSyntax node) =>
        Wrap(true, nameof(CellGuard.Wait), node.Expression, () => base.VisitAwaitExpression(node));

    private static bool ReturnsNothing(TypeSyntax type, SyntaxTokenList modifiers) =>
        type is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword }
        || (modifiers.Any(SyntaxKind.AsyncKeyword) && Last(type) is IdentifierNameSyntax { Identifier.ValueText: nameof(Task) or nameof(ValueTask) });

    private static TypeSyntax Last(TypeSyntax type) => type is QualifiedNameSyntax qualified ? qualified.Right : type;

    private static string Return(ExpressionSyntax expression, bool returnsNothing) => returnsNothing || expression is ThrowExpressionSyntax ? "" : "return ";

    private static bool IsSequence(ITypeSymbol? type) =>
        type is not null
        && type.AllInterfaces.Append(type).Count(face => face.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T) == 1
        && !type.AllInterfaces.Append(type).Any(face => face.Name is "IQueryable" or "ParallelQuery")
        && type.BaseType?.Name is not "ParallelQuery";

    private static string Apply(string source, List<(int Start, int Length, string Text)> edits)
    {
        var text = new StringBuilder(source.Length + (edits.Count * Check.Length));
        var at = 0;

        // The order is stable: what opens at one place was noted from the outside in, what closes from the inside out.
        foreach (var edit in edits.OrderBy(edit => edit.Start))
        {
            text.Append(source, at, edit.Start - at).Append(edit.Text);
            at = edit.Start + edit.Length;
        }

        return text.Append(source, at, source.Length - at).ToString();
    }

    private void Loop<T>(T node, StatementSyntax body, Action<T> visitChildren)
    {
        Insert(body is BlockSyntax block ? block.OpenBraceToken.Span.End : body.SpanStart, body is BlockSyntax ? Check : "{" + Check);
        visitChildren(node);
        if (body is not BlockSyntax)
        {
            Insert(body.Span.End, "}");
        }
    }

    private static bool IsStartOfField(EqualsValueClauseSyntax node) => node.Parent switch
    {
        VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax { Parent: TypeDeclarationSyntax } field } => !field.Modifiers.Any(SyntaxKind.StaticKeyword) && !field.Modifiers.Any(SyntaxKind.ConstKeyword),
        PropertyDeclarationSyntax { Parent: TypeDeclarationSyntax } property => !property.Modifiers.Any(SyntaxKind.StaticKeyword),
        _ => false,
    } && node.Value is BaseObjectCreationExpressionSyntax;

    private void Member<T>(T node, BlockSyntax? block, ArrowExpressionClauseSyntax? arrow, SyntaxToken semicolon, Action<T> visitChildren)
        where T : SyntaxNode
    {
        var isGuarded = IsGuarded(node);
        if (isGuarded)
        {
            Open(node, block, arrow, returnsNothing: false);
        }

        visitChildren(node);
        Close(isGuarded ? arrow : null, semicolon);
    }

    private void Property<T>(T node, ArrowExpressionClauseSyntax? arrow, SyntaxToken semicolon, Action<T> visitChildren)
        where T : SyntaxNode
    {
        arrow = calls.MayRecur(node) ? arrow : null;
        if (arrow is not null)
        {
            Replace(arrow.ArrowToken, "{get{" + Enter + Return(arrow.Expression, false));
        }

        visitChildren(node);
        Close(arrow, semicolon, "}}");
    }

    private void Lambda<T>(T node, Action<T> visitChildren)
        where T : LambdaExpressionSyntax
    {
        if (!calls.MayRecur(node) && LinqChain.FollowsAnother(node))
        {
            visitChildren(node);
            return;
        }

        if (node.ExpressionBody is not { } expression)
        {
            Open(node, node.Block, null, returnsNothing: true);
            visitChildren(node);
            return;
        }

        if ((model.Value.GetTypeInfo(node).ConvertedType as INamedTypeSymbol)?.DelegateInvokeMethod is not { } target)
        {
            // An expression tree: it is read by somebody and must stay what it is.
            return;
        }

        var isAsync = node.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword);
        var returnsNothing = target.ReturnsVoid || (isAsync && target.ReturnType is INamedTypeSymbol { IsGenericType: false });
        Insert(expression.SpanStart, "{" + GuardOf(node) + Return(expression, returnsNothing));
        visitChildren(node);
        Insert(expression.Span.End, ";}");
    }

    private void Wrap(bool isGuarded, string function, ExpressionSyntax expression, Action visitChildren)
    {
        if (!isGuarded)
        {
            visitChildren();
            return;
        }

        Insert(expression.SpanStart, $"{Type}{function}(");
        visitChildren();
        Insert(expression.Span.End, ")");
    }

    private void Open(SyntaxNode function, BlockSyntax? block, ArrowExpressionClauseSyntax? arrow, bool returnsNothing)
    {
        if (block is not null)
        {
            Insert(block.OpenBraceToken.Span.End, GuardOf(function));
        }
        else if (arrow is not null)
        {
            Replace(arrow.ArrowToken, "{" + GuardOf(function) + Return(arrow.Expression, returnsNothing));
        }
    }

    private void Close(ArrowExpressionClauseSyntax? arrow, SyntaxToken semicolon, string braces = "}")
    {
        if (arrow is not null)
        {
            Insert(semicolon.Span.End, braces);
        }
    }

    /// <summary>Functions that only the cell's own loops call cost nothing: the loops are guarded.</summary>
    private bool IsGuarded(SyntaxNode function) => calls.MayRecur(function) || calls.IsHandedOver(function);

    /// <summary>One that is handed over may come back to itself by ways that its names do not show, if it calls anything at all.</summary>
    private string GuardOf(SyntaxNode function) =>
        calls.MayRecur(function) || function.DescendantNodes().Any(node => node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax) ? Enter : Check;

    private void Insert(int position, string text) => edits.Add((position, 0, text));

    private void Replace(SyntaxToken token, string text) => edits.Add((token.SpanStart, token.Span.Length, text));
}
