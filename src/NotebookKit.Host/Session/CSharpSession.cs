using NotebookKit.Host.Protocol;
using NotebookKit.Host.Session.Assist;

namespace NotebookKit.Host.Session;

/// <summary>A C# conversation: cells run one after another and see what the earlier ones declared.</summary>
/// <remarks>Cells of one process can be stopped one at a time: run those that may be stopped in one session a process.</remarks>
public sealed class CSharpSession
{
    private readonly SourceRunner runner;
    private readonly SubmissionChain chain;
    private readonly SessionAssistant assistant;

    /// <summary>A session whose relative paths start at <paramref name="folder"/>.</summary>
    public CSharpSession(string folder, INuGetResolver? nuget = null)
    {
        Cancellation.Guards ??= CellGuard.Press;
        var context = new NotebookLoadContext();
        var references = new SessionReferences(context);
        var sources = new SourceTexts();
        chain = new SubmissionChain(context, references, sources);
        runner = new SourceRunner(chain, sources, references, nuget ?? new Packages.SdkPackageResolver(), folder);
        assistant = new SessionAssistant(() => chain.Surroundings);
    }

    /// <summary>The variables that the next cell sees, by name.</summary>
    public IReadOnlyDictionary<string, object?> Variables => runner.Variables;

    /// <summary>Runs one cell.</summary>
    /// <param name="source">The text of the cell.</param>
    /// <param name="number">The number the reader knows the cell by; errors name it.</param>
    /// <param name="cancellation">
    /// Stops the cell: its loops, functions, waits and the library's operations end with an error, and the variables keep
    /// the values they had. Code that never comes back from a call of its own cannot be stopped in its process.
    /// </param>
    public async Task<CellOutcome> RunAsync(string source, int number, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        try
        {
            return await runner.RunAsync(new CellSource(SourceTexts.PathOf(number), source), cancellation).ConfigureAwait(false);
        }
        catch (CellRefusedException refused)
        {
            return CellOutcome.Failed(new CellFailure("CompileError", refused.Message, refused.Message.Split('\n')));
        }
        finally
        {
            // What directives have added counts for the next draft, also where no code followed them.
            chain.Look();
        }
    }

    /// <summary>Answers a question about code that is being written; safe on any thread while a cell runs.</summary>
    internal AssistEvent Assist(AssistRequest question) => assistant.Answer(question);
}
