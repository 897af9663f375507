using System.Collections;
using System.Reflection;

namespace NotebookKit.Interactive;

/// <summary>Evaluates expressions beside the cell of a kernel: what a kernel is sent as code, it also shows.</summary>
/// <remarks>
/// A C# kernel of either generation has its session as a property, <c>ScriptState</c>; the expression is one more script
/// after it, and the session goes on without it. So only what declares nothing is evaluated here.
/// </remarks>
internal static class KernelExpression
{
    /// <summary>Whether code is one expression by its looks: no statement ends outside of brackets, and no block ends the code.</summary>
    public static bool IsOne(string code)
    {
        string text = code.Trim();
        if (text.Length == 0 || text[^1] == '}' || text[0] == '#' || text.Contains("\"\"\"", StringComparison.Ordinal) || text.Contains("@\"", StringComparison.Ordinal) || text.Contains("//", StringComparison.Ordinal))
        {
            return false;
        }

        int depth = 0;
        char quote = '\0';
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (quote != '\0')
            {
                i += c == '\\' ? 1 : 0;
                quote = c == quote ? '\0' : quote;
            }
            else if (c is '"' or '\'')
            {
                quote = c;
            }
            else if (c is '(' or '[' or '{')
            {
                depth++;
            }
            else if (c is ')' or ']' or '}')
            {
                depth--;
            }
            else if (c == ';' && depth == 0)
            {
                return false;
            }
        }

        return depth == 0 && quote == '\0';
    }

    /// <summary>Evaluates an expression; nothing where the kernel has no session that can be asked.</summary>
    /// <exception cref="MagicException">It does not compile, or it throws; the message says which.</exception>
    public static async Task<(bool Done, object? Value)> TryAsync(object kernel, string code, CancellationToken cancellation)
    {
        Task running;
        try
        {
            if (KernelApi.Get(kernel, "ScriptState") is not { } state || KernelApi.Get(state, "Script") is not { } script)
            {
                return (false, null);
            }

            object next = KernelApi.Call(script.GetType(), script, "ContinueWith", code)!;
            running = (Task)KernelApi.Call(next.GetType(), next, "RunFromAsync", state, cancellation)!;
        }
        catch (MissingMemberException)
        {
            return (false, null);
        }
        catch (TargetInvocationException wrong)
        {
            throw new MagicException(Reason(wrong.InnerException ?? wrong));
        }

        try
        {
            await running.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is not OperationCanceledException and not OutOfMemoryException)
        {
            throw new MagicException(Reason(problem));
        }

        return (true, KernelApi.Get(KernelApi.Get(running, "Result"), "ReturnValue"));
    }

    // What the compiler says, all of it, as the kernel says it of a cell.
    private static string Reason(Exception problem) =>
        KernelApi.Get(problem, "Diagnostics") is IEnumerable diagnostics
            ? string.Join('\n', diagnostics.Cast<object>())
            : $"{problem.GetType().Name}: {problem.Message}";
}
