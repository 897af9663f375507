using System.Reflection;

namespace NotebookKit.Interactive;

/// <summary>Shows values in the cells of a .NET Interactive kernel, and replaces them in place.</summary>
internal sealed class KernelScreen : INotebookScreen
{
    private readonly KernelApi api;
    private readonly MethodInfo display;
    private readonly MethodInfo update;

    public KernelScreen(KernelApi api)
    {
        this.api = api;

        // The context's own Display, not the one of scripts: what that one returns never updates in the kernels since June 2025.
        Type extensions = api.Type("KernelInvocationContextExtensions");
        display = extensions.GetMethod("Display", [api.ContextType, typeof(object), typeof(string[])])
            ?? throw new MissingMemberException($"{extensions} has no method Display(context, value, mimeTypes)");
        update = display.ReturnType.GetMethod("Update", [typeof(object)])
            ?? throw new MissingMemberException($"{display.ReturnType} has no method Update(value)");
    }

    /// <inheritdoc/>
    public IShownValue Show(object? value)
    {
        if (api.Context is not { } context)
        {
            // A thread that outlives its cell: the same as in a plain program.
            Console.WriteLine(value);
            return new Shown(null, update);
        }

        return new Shown(display.Invoke(null, [context, value, Array.Empty<string>()]), update);
    }

    private sealed class Shown(object? displayed, MethodInfo update) : IShownValue
    {
        private readonly Lock one = new();

        public void Update(object? value)
        {
            if (displayed is null)
            {
                return;
            }

            lock (one)
            {
                try
                {
                    update.Invoke(displayed, [value]);
                }
                catch (TargetInvocationException)
                {
                    // A picture that cannot be drawn again (its cell has ended, say) must not end the training that it shows.
                }
            }
        }
    }
}
