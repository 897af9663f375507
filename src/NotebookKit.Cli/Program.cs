using System.CommandLine;
using NotebookKit.Cli;

var root = new RootCommand("nbkit runs, exports, converts and releases C# notebooks, grades homework, makes a site of a course, and is a kernel for Jupyter.")
{
    RunCommand.Create(), ExportCommand.Create(), ConvertCommand.Create(), SiteCommand.Create(), NewCommand.Create(), ReleaseCommand.Create(), HomeworkCommand.Create(), CourseCommand.Create(), CiCommand.Create(), JupyterCommand.Create(), CellServerCommand.Create(),
};
var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
    {
        Console.Error.WriteLine($"nbkit: {error.Message}");
    }

    Console.Error.WriteLine("nbkit --help shows how to use it.");
    return ExitCodes.Usage;
}

// Time for the running children to be stopped and for their notebooks to be saved after Ctrl+C.
return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) }).ConfigureAwait(false);
