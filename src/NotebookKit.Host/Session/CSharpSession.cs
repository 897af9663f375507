using System.Reflection;

namespace NotebookKit.Host.Session;

/// <summary>A C# conversation: cells run one after another and see what the earlier ones declared.</summary>
/// <remarks>
/// Each cell is a script compilation chained to the one before, emitted to memory and loaded for good. The array of
/// submission states is the contract of Roslyn's script code: slot 0 is the host object, and each submission that
/// declares something puts itself into the next slot.
/// </remarks>
public sealed class CSharpSession
{
    private readonly CellCompiler compiler;
    private readonly NotebookLoadContext context = new();
    private readonly DirectiveRunner directives;
    private readonly SourceTexts sources = new();
    private object?[] states = new object?[16];
    private int submissions;

    /// <summary>A session whose relative paths start at <paramref name="folder"/>.</summary>
    public CSharpSession(string folder, INuGetResolver? nuget = null)
    {
        var references = new SessionReferences(context);
        compiler = new CellCompiler(references);
        directives = new DirectiveRunner(folder, references, nuget ?? new RunningLibraryResolver());
    }

    /// <summary>Runs one cell.</summary>
    /// <param name="source">The text of the cell.</param>
    /// <param name="number">The number the reader knows the cell by; errors name it.</param>
    /// <param name="cancellation">Reserved for stopping a cell; checked before the cell starts.</param>
    public async Task<CellOutcome> RunAsync(string source, int number, CancellationToken cancellation = default)
    {
        try
        {
            var code = directives.Run(source);
            sources.Add(number, source);
            return await RunCodeAsync(code, number, cancellation).ConfigureAwait(false);
        }
        catch (CellRefusedException refused)
        {
            return CellOutcome.Failed(new CellFailure("CompileError", refused.Message, [refused.Message]));
        }
    }

    private async Task<CellOutcome> RunCodeAsync(string code, int number, CancellationToken cancellation)
    {
        var cell = compiler.Compile(code, number, submissions);
        if (cell.Errors.Count > 0)
        {
            return CellOutcome.Failed(CompileErrors.Describe(cell.Errors));
        }

        submissions++;
        compiler.Accept(cell);
        if (cell.Image is null)
        {
            return CellOutcome.Done;
        }

        var assembly = context.Add(cell.Image, cell.Symbols!);
        if (states.Length < submissions + 2)
        {
            Array.Resize(ref states, states.Length * 2);
        }

        try
        {
            cancellation.ThrowIfCancellationRequested();
            var result = await Start(assembly, cell).ConfigureAwait(false);
            return cell.HasResult || result is not null ? CellOutcome.Of(result) : CellOutcome.Done;
        }
#pragma warning disable CA1031 // Whatever a student's code throws is the result of the cell.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return CellOutcome.Failed(Traceback.Describe(exception, sources));
        }
    }

    private Task<object?> Start(Assembly assembly, CompiledCell cell)
    {
        var factory = assembly.GetType(cell.EntryType!, throwOnError: true)!
            .GetMethod(cell.EntryMethod!, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!
            .CreateDelegate<Func<object?[], Task<object?>>>();
        return factory(states);
    }
}
