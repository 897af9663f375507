using System.Runtime.CompilerServices;

namespace NotebookKit.Interactive;

/// <summary>Binds the kit to a kernel of .NET Interactive, without a reference to it.</summary>
/// <remarks>
/// The package carries a script, <c>interactive-extensions/dotnet/extension.dib</c>, that the kernel runs when a notebook
/// says <c>#r "nuget: NotebookKit"</c>; the script calls <see cref="Load(object)"/>. Everything is found by name when it
/// runs, because compiled extensions broke with each version of that engine. The looks of the kit's own types need no
/// binding: the engine finds them by the attributes on the types.
/// </remarks>
public static class KernelExtension
{
    private static readonly ConditionalWeakTable<object, KernelBinding> Loaded = [];

    /// <summary>Adds the magic commands to a kernel and shows what the library displays in its cells; a second time changes nothing.</summary>
    /// <param name="rootKernel">The kernel that holds all others: <c>KernelInvocationContext.Current.HandlingKernel.RootKernel</c>.</param>
    /// <returns>What was bound and what could not be; never an exception, for the notebook must go on.</returns>
    public static KernelBinding Load(object rootKernel) => Load(rootKernel, MagicCommands.All);

    internal static KernelBinding Load(object? rootKernel, IReadOnlyList<IMagicCommand> commands)
    {
        if (rootKernel is null)
        {
            return Told(new KernelBinding([], false, ["no kernel was given; call it in a cell as NotebookKit.Interactive.KernelExtension.Load(Microsoft.DotNet.Interactive.KernelInvocationContext.Current.HandlingKernel.RootKernel)"]), null);
        }

        lock (Loaded)
        {
            if (!Loaded.TryGetValue(rootKernel, out KernelBinding? binding))
            {
                binding = Bind(rootKernel, commands);
                Loaded.Add(rootKernel, binding);
            }

            return binding;
        }
    }

    private static KernelBinding Bind(object rootKernel, IReadOnlyList<IMagicCommand> commands)
    {
        KernelApi? api = null;
        KernelScreen? screen = null;
        List<string> bound = [];
        List<string> problems = [];
        try
        {
            api = new KernelApi(rootKernel);
            screen = new KernelScreen(api);
            Notebook.Screen = screen;
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            problems.Add($"values that change in place: {KernelApi.Reason(problem)}");
        }

        try
        {
            if (api is not null && commands.Count > 0)
            {
                new KernelDirectives(api, screen).Add(commands, bound, problems);
            }
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            problems.Add($"magic commands: {KernelApi.Reason(problem)}");
        }

        try
        {
            if (api is not null)
            {
                KernelForms.Register();
            }
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            problems.Add($"the looks of plain C# values: {KernelApi.Reason(problem)}");
        }

        return Told(new KernelBinding(bound, screen is not null, problems), screen);
    }

    // A binding that is whole says nothing: what a cell shows is saved with the notebook.
    private static KernelBinding Told(KernelBinding binding, KernelScreen? screen)
    {
        if (binding.Problems.Count == 0)
        {
            return binding;
        }

        if (screen is not null)
        {
            screen.Show(binding.ToString());
        }
        else
        {
            Console.WriteLine(binding);
        }

        return binding;
    }
}
