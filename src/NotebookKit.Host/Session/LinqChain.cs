using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NotebookKit.Host.Session;

/// <summary>Finds the lambdas of a chain such as <c>xs.Where(f).Select(g).Sum(h)</c> that only run after an earlier one of it.</summary>
/// <remarks>Each element passes the first lambda: one check there stops the chain, and the others cost nothing.</remarks>
internal static class LinqChain
{
    /// <summary>Methods that give at most one element for each they take, at once.</summary>
    private static readonly HashSet<string> Passing = new(StringComparer.Ordinal) { "Where", "Select", "TakeWhile", "SkipWhile", "Take", "Skip", "Distinct", "DistinctBy", "Cast", "OfType", "Index" };

    /// <summary>Methods that call their lambda once for each element.</summary>
    private static readonly HashSet<string> Calling = new(StringComparer.Ordinal)
    {
        "Where", "Select", "TakeWhile", "SkipWhile", "DistinctBy", "Sum", "Average", "Min", "Max", "MinBy", "MaxBy", "Count", "LongCount", "Any", "All", "First", "FirstOrDefault",
        "Last", "LastOrDefault", "Single", "SingleOrDefault", "Aggregate", "ToDictionary", "ToLookup", "GroupBy", "OrderBy", "OrderByDescending",
    };

    public static bool FollowsAnother(LambdaExpressionSyntax lambda)
    {
        if (lambda.Parent is not ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } || !Calling.Contains(NameOf(call) ?? ""))
        {
            return false;
        }

        for (var earlier = Source(call); earlier is not null && Passing.Contains(NameOf(earlier) ?? ""); earlier = Source(earlier))
        {
            if (earlier.ArgumentList.Arguments.Any(argument => argument.Expression is LambdaExpressionSyntax))
            {
                return true;
            }
        }

        return false;
    }

    private static string? NameOf(InvocationExpressionSyntax call) => (call.Expression as MemberAccessExpressionSyntax)?.Name.Identifier.ValueText;

    private static InvocationExpressionSyntax? Source(InvocationExpressionSyntax call) => (call.Expression as MemberAccessExpressionSyntax)?.Expression as InvocationExpressionSyntax;
}
