using System.Collections.Concurrent;
using NotebookKit.Host.Running;
using Spectre.Console;

namespace NotebookKit.Cli;

/// <summary>Tells how a run goes: bars with the current cell and the time left in a terminal, plain lines elsewhere.</summary>
internal static class RunProgress
{
    public static async Task<IReadOnlyList<NotebookResult>> ShowAsync(IReadOnlyList<NotebookFile> notebooks, Func<IRunProgress, Task<IReadOnlyList<NotebookResult>>> run)
    {
        if (Console.IsOutputRedirected)
        {
            return await run(new PlainLines()).ConfigureAwait(false);
        }

        return await AnsiConsole.Progress()
            .AutoClear(true)
            .HideCompleted(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new SpinnerColumn())
            .StartAsync(context => run(new Bars(context, notebooks.Count)))
            .ConfigureAwait(false);
    }

    private static string Line(NotebookResult result)
    {
        var line = $"{(result.Status == RunStatus.Ok ? "ok" : "failed"),-6} {result.Notebook} {result.Seconds:0.0} s{(result.IsUnchanged ? ", unchanged" : "")}";
        return result.Error is null ? line : $"{line}  {result.Error.ReplaceLineEndings(" ")}";
    }

    private sealed class PlainLines : IRunProgress
    {
        public void Started(NotebookFile notebook, int cells)
        {
            // A log wants results, not hopes.
        }

        public void CellStarted(NotebookFile notebook, int cell)
        {
            // see Started
        }

        public void Finished(NotebookFile notebook, NotebookResult result) => Console.WriteLine(Line(result));
    }

    private sealed class Bars(ProgressContext context, int count) : IRunProgress
    {
        private readonly ProgressTask all = context.AddTask("notebooks", maxValue: count);
        private readonly ConcurrentDictionary<NotebookFile, ProgressTask> tasks = new();

        public void Started(NotebookFile notebook, int cells) =>
            tasks[notebook] = context.AddTask(Markup.Escape(notebook.Name), maxValue: Math.Max(1, cells));

        public void CellStarted(NotebookFile notebook, int cell)
        {
            if (tasks.TryGetValue(notebook, out var task))
            {
                task.Value = cell - 1;
                task.Description = $"{Markup.Escape(notebook.Name)} [grey]cell {cell} of {task.MaxValue:0}[/]";
            }
        }

        public void Finished(NotebookFile notebook, NotebookResult result)
        {
            if (tasks.TryGetValue(notebook, out var task))
            {
                task.Value = task.MaxValue;
            }

            all.Increment(1);
            var colour = result.Status == RunStatus.Ok ? "green" : "red";
            AnsiConsole.MarkupLine($"[{colour}]{Markup.Escape(Line(result))}[/]");
        }
    }
}
