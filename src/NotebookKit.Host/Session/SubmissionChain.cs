using System.Reflection;
using NotebookKit.Host.Session.Assist;

namespace NotebookKit.Host.Session;

/// <summary>Compiles and runs pieces of code one after another, each seeing what the earlier ones declared.</summary>
/// <remarks>
/// Each piece is a script compilation chained to the one before, emitted to memory and loaded for good. The array of
/// submission states is the contract of Roslyn's script code: slot 0 is the host object, and each submission that
/// declares something puts itself into the next slot.
/// </remarks>
internal sealed class SubmissionChain(NotebookLoadContext context, SessionReferences references, SourceTexts sources)
{
    private readonly CellCompiler compiler = new(references);
    private object?[] states = new object?[16];
    private int submissions;
    private int libraries;

    /// <summary>The variables that code can see now, by name.</summary>
    public IReadOnlyDictionary<string, object?> Variables
    {
        get
        {
            var found = new Dictionary<string, object?>(StringComparer.Ordinal);
            foreach (var state in states.Skip(1).OfType<object>())
            {
                foreach (var variable in state.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
                {
                    if (!variable.Name.Contains('<', StringComparison.Ordinal))
                    {
                        found[variable.Name] = variable.GetValue(state);
                    }
                }
            }

            return found;
        }
    }

    /// <summary>What code that is being written can refer to; may be read on any thread.</summary>
    public DraftSurroundings Surroundings => compiler.Surroundings;

    /// <summary>Brings <see cref="Surroundings"/> up to date.</summary>
    public void Look() => compiler.Look();

    public async Task<CellOutcome> RunAsync(string code, string path, CancellationToken cancellation)
    {
        var cell = compiler.Compile(code, path, submissions);
        if (cell.Errors.Count > 0)
        {
            return CellOutcome.Failed(CompileErrors.Describe(cell.Errors, cell.Compilation, path));
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
            var result = await StartAsync(assembly, cell, cancellation).ConfigureAwait(false);
            return cell.HasResult || result is not null ? CellOutcome.Of(result) : CellOutcome.Done;
        }
#pragma warning disable CA1031 // Whatever a student's code throws is the result of the cell.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return CellOutcome.Failed(Traceback.Describe(exception, sources, wasStopped: cancellation.IsCancellationRequested));
        }
    }

    /// <summary>Compiles a file with namespaces and makes its types known.</summary>
    public CellOutcome AddLibrary(CellSource source)
    {
        var library = compiler.CompileLibrary(source.Text, source.Path, $"nbkit-file-{libraries++}");
        if (library.Errors.Count > 0)
        {
            return CellOutcome.Failed(CompileErrors.Describe(library.Errors, library.Compilation, source.Path));
        }

        context.Add(library.Image!, library.Symbols!);
        references.AddImage(library.Image!);
        return CellOutcome.Done;
    }

    private async Task<object?> StartAsync(Assembly assembly, CompiledCell cell, CancellationToken cancellation)
    {
        var factory = assembly.GetType(cell.EntryType!, throwOnError: true)!
            .GetMethod(cell.EntryMethod!, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!
            .CreateDelegate<Func<object?[], Task<object?>>>();
        using var guards = CellGuard.By(cancellation);
        using var library = Cancellation.By(cancellation);
        using var stop = new CellStopper(cancellation);
        return await stop.RunAsync(() => factory(states)).ConfigureAwait(false);
    }
}
