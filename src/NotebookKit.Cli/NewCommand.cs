using System.CommandLine;
using NotebookKit.Host.Templates;

namespace NotebookKit.Cli;

/// <summary><c>nbkit new</c>: starts a notebook, a course or a homework from a template.</summary>
internal static class NewCommand
{
    public static Command Create() => new("new", "Starts a notebook, a course or a homework; overwrites nothing.")
    {
        Create("notebook", "A notebook that runs: an idea by hand, then with the kit.", "The file to write.", Starter.Notebook),
        Create("course", "A folder with a readme, a master and the notebooks made of it.", "The folder to write.", Starter.Course),
        Create("homework", "A master with an exercise, ready for nbkit release.", "The name, or a path in a folder named masters.", Starter.Homework),
    };

    private static Command Create(string name, string description, string argument, Func<string, IReadOnlyList<string>> start)
    {
        var path = new Argument<string>("name") { Description = argument };
        var command = new Command(name, description) { path };
        command.SetAction(parsed =>
        {
            try
            {
                foreach (var file in start(parsed.GetRequiredValue(path)))
                {
                    Console.WriteLine(file);
                }

                return ExitCodes.Ok;
            }
            catch (Exception exception) when (exception is ArgumentException or IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine($"nbkit: {exception.Message}");
                return ExitCodes.Usage;
            }
        });
        return command;
    }
}
