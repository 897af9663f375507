using System.Text.RegularExpressions;
using NotebookKit.Checks;

namespace NotebookKit.Interactive;

/// <summary>What the student wrote, as the session has it now.</summary>
internal sealed partial class SessionStudent(IMagicHost host, CancellationToken cancellation) : IStudentCode
{
    /// <inheritdoc/>
    public object? Evaluate(string expression)
    {
        try
        {
            return host.EvaluateAsync(expression, cancellation).GetAwaiter().GetResult();
        }
        catch (MagicException e) when (MissingName().IsMatch(e.Message))
        {
            throw new MissingMemberException(e.Message, e);
        }
        catch (MagicException e)
        {
            throw new InvalidCastException(e.Message, e);
        }
    }

    // What the compiler says of names that are not there.
    [GeneratedRegex("CS0103|CS0246|CS0234|does not exist|could not be found|not found")]
    private static partial Regex MissingName();
}
