using System.CommandLine;
using NotebookKit.Host.Masters;

namespace NotebookKit.Cli;

/// <summary><c>nbkit release</c>: makes the student's and the solution's notebooks of the masters.</summary>
internal static class ReleaseCommand
{
    private static readonly Argument<string[]> Paths = new("path") { Arity = ArgumentArity.ZeroOrMore, Description = "Masters, or folders that have a folder `masters`; by default notebooks." };
    private static readonly Option<bool> Check = new("--check") { Description = "Writes nothing; lists what differs from its master and ends with exit code 1 when something does." };

    public static Command Create()
    {
        var command = new Command("release", "Makes X.ipynb and solutions/X.ipynb of each masters/X.ipynb.") { Paths, Check };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        try
        {
            var paths = parsed.GetValue(Paths) is { Length: > 0 } given ? given : ["notebooks"];
            var masters = CourseRelease.FindMasters(paths);

            // All are made before the first is written: an error in the last leaves the course as it was.
            var files = CourseRelease.Plan(masters);
            var changed = files.Where(file => !file.IsUpToDate).ToArray();
            var orphans = masters.Select(master => Path.GetDirectoryName(Path.GetDirectoryName(master))!).Distinct().SelectMany(CourseRelease.Orphans).ToArray();
            foreach (var orphan in orphans)
            {
                Console.WriteLine($"{Shown(orphan)}: has no master any more; delete it");
            }

            foreach (var file in changed)
            {
                if (parsed.GetValue(Check))
                {
                    Console.WriteLine($"{Shown(file.Path)}: differs from its master; run nbkit release");
                }
                else
                {
                    CourseRelease.Write(file);
                    Console.WriteLine($"{Shown(file.Path)}: written");
                }
            }

            Console.WriteLine($"{masters.Count} masters, {changed.Length} of {files.Count} notebooks {(parsed.GetValue(Check) ? "differ" : "written")}");
            return parsed.GetValue(Check) && changed.Length + orphans.Length > 0 ? ExitCodes.Failed : ExitCodes.Ok;
        }
        catch (Exception exception) when (exception is MasterException or ArgumentException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"nbkit: {exception.Message}");
            return ExitCodes.Usage;
        }
    }

    private static string Shown(string path) => Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
}
