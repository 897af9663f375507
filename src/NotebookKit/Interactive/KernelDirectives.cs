using System.Collections;
using System.Runtime.CompilerServices;

namespace NotebookKit.Interactive;

/// <summary>Gives the magic commands to a .NET Interactive kernel as its directives.</summary>
internal sealed class KernelDirectives(KernelApi api, KernelScreen? screen)
{
    private readonly KernelCell cells = new();
    private readonly ConditionalWeakTable<object, object> taken = [];

    /// <summary>Adds each command, and says which were added and which could not be.</summary>
    public void Add(IReadOnlyList<IMagicCommand> commands, List<string> bound, List<string> problems)
    {
        IKernelGeneration generation = api.Find("Directives.KernelActionDirective") is null
            ? new CommandLineGeneration(api)
            : new ActionDirectiveGeneration(api);
        HashSet<string> known = [.. Names()];
        foreach (IMagicCommand command in commands)
        {
            try
            {
                if (!known.Add("#!" + command.Name))
                {
                    problems.Add($"#!{command.Name}: the kernel has a command of that name already, which stays");
                    continue;
                }

                generation.Add(command, invocation => RunAsync(command, invocation));
                bound.Add(command.Name);
            }
            catch (Exception problem) when (problem is not OutOfMemoryException)
            {
                problems.Add($"#!{command.Name}: {KernelApi.Reason(problem)}");
            }
        }

        if (commands.Any(command => command.TakesCell && bound.Contains(command.Name)))
        {
            SkipWhatWasTaken(problems);
        }
    }

    private IEnumerable<string> Names() =>
        (KernelApi.Get(KernelApi.Get(api.Root, "KernelInfo"), "SupportedDirectives") as IEnumerable)?.Cast<object>()
            .Select(directive => KernelApi.Get(directive, "Name") as string)
            .OfType<string>() ?? [];

    private async Task RunAsync(IMagicCommand command, KernelInvocation invocation)
    {
        object? context = api.Context ?? invocation.Context;
        try
        {
            object? cell = CellOf(context, invocation.Command);
            (string Arguments, string Code)? use = cell is null ? null : cells.Next(cell, (string)KernelApi.Get(cell, "Code")!, command.Name);
            MagicCall call = new(use?.Arguments ?? invocation.Arguments, command.TakesCell ? use?.Code ?? string.Empty : string.Empty, new KernelMagicHost(api, screen));
            CancellationToken cancellation = KernelApi.Get(context, "CancellationToken") as CancellationToken? ?? CancellationToken.None;
            using (Cancellation.By(cancellation))
            {
                await MagicCommands.RunAsync(command, call, cancellation).ConfigureAwait(false);
            }

            if (command.TakesCell && cell is not null && call.Arguments is not ("-h" or "--help"))
            {
                taken.AddOrUpdate(cell, command);
            }
        }
        catch (MagicException wrong)
        {
            Fail(context, $"#!{command.Name}: {wrong.Message}", null);
        }
        catch (OperationCanceledException)
        {
            Fail(context, $"#!{command.Name}: stopped.", null);
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            Fail(context, $"#!{command.Name}: {KernelApi.Reason(problem)}", problem);
        }
    }

    // The nearest command above the directive that has the text of a cell; imported notebooks have cells inside cells.
    private static object? CellOf(object? context, object? command)
    {
        object? current = command ?? KernelApi.Get(context, "CurrentlyExecutingCommand");
        for (object? candidate = KernelApi.Get(current, "Parent"); candidate is not null; candidate = KernelApi.Get(candidate, "Parent"))
        {
            if (KernelApi.Get(candidate, "Code") is string)
            {
                return candidate;
            }
        }

        object? root = KernelApi.Get(context, "Command");
        return KernelApi.Get(root, "Code") is string ? root : null;
    }

    private void Fail(object? context, string message, Exception? problem)
    {
        try
        {
            KernelApi.Call(api.ContextType, context ?? throw new MissingMemberException("no cell is running"), "Fail", KernelApi.Get(context, "Command"), problem, message);
        }
        catch (Exception unable) when (unable is not OutOfMemoryException)
        {
            Notebook.Display(message);
        }
    }

    // A command that takes the cell has run the code below its line: the kernel, which has cut the cell at that line and
    // comes to the code next, must not run it again.
    private void SkipWhatWasTaken(List<string> problems)
    {
        try
        {
            Type type = api.Type("KernelCommandPipelineMiddleware");
            Func<object, object, Delegate, Task> middleware = (command, context, next) =>
                KernelApi.Get(command, "Parent") is { } cell && taken.TryGetValue(cell, out _)
                    ? Task.CompletedTask
                    : (Task)next.DynamicInvoke(command, context)!;
            KernelApi.Call(api.KernelType, api.Root, "AddMiddleware", Delegate.CreateDelegate(type, middleware.Target, middleware.Method), "NotebookKit");
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            problems.Add($"commands that run the code of their cell: the code runs a second time after them ({KernelApi.Reason(problem)})");
        }
    }
}
