using System.CommandLine;
using System.Globalization;
using NotebookKit.Homework.Grading;
using NotebookKit.Homework.Masters;
using NotebookKit.Homework.Paper;
using NotebookKit.Homework.Sandbox;

namespace NotebookKit.Cli;

/// <summary><c>nbkit homework begin</c> and <c>hand-in</c>: an assignment as a programming test with a clock.</summary>
internal static class HandInCommand
{
    public static Command Begin()
    {
        Argument<string> file = new("test") { Description = "The JSON file of the test, which is written." };
        Option<string> name = new("--name") { DefaultValueFactory = _ => "Test", Description = "What the test is called." };
        Option<int> minutes = new("--minutes") { Required = true, Description = "How long it is." };
        Option<DateTimeOffset?> start = new("--start") { Description = "When it begins, such as 2027-01-10T09:00:00+01:00; now by default." };
        Command command = new("begin", "Sets the clock of a programming test.") { file, name, minutes, start };
        command.SetAction(parsed => Guarded.Run(() =>
        {
            var length = parsed.GetRequiredValue(minutes);
            TimedTest test = length is > 0 and <= 24 * 60
                ? new(parsed.GetRequiredValue(name), parsed.GetValue(start) ?? DateTimeOffset.Now, TimeSpan.FromMinutes(length))
                : throw new ArgumentException("--minutes must be from 1 to 1440.");
            test.Save(parsed.GetRequiredValue(file));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{test.Name}: from {test.Start:yyyy-MM-dd HH:mm:ss} to {test.End:HH:mm:ss}"));
            return ExitCodes.Ok;
        }));
        return command;
    }

    public static Command HandIn()
    {
        Argument<string> test = new("test") { Description = "The JSON file of the test." }, release = new("release") { Description = "The folder of a released assignment." };
        Argument<string> student = new("student") { Description = "Who hands in." }, notebook = new("notebook") { Description = "The notebook, or an archive with one." };
        Option<string> output = new("--out") { Required = true, Description = "The folder of the test: scores, pages and the list of hand-ins." };
        Command command = new("hand-in", "Takes a notebook in a programming test: grades it at once, or says that the time is over.") { test, release, student, notebook, output };
        command.SetAction((parsed, cancellation) => Guarded.RunAsync(async () =>
        {
            // The clock is read before anything else takes its time.
            var now = DateTimeOffset.Now;
            var clock = TimedTest.Load(parsed.GetRequiredValue(test));
            var walls = Walls.Find(CellServerCommand.Nbkit());
            foreach (var says in walls.Says)
            {
                Console.WriteLine($"grading: {says}");
            }

            GradeOptions options = new() { Server = CellServerCommand.Self(), Walls = walls, OutputFolder = parsed.GetRequiredValue(output) };
            var result = await new OnTheSpot(clock, HomeworkRelease.Load(parsed.GetRequiredValue(release)), options).HandInAsync(parsed.GetRequiredValue(student), parsed.GetRequiredValue(notebook), now, cancellation).ConfigureAwait(false);
            Console.WriteLine($"{result.Student}: {result.Message}");
            if (result.Feedback.Length > 0)
            {
                Console.WriteLine(result.Feedback);
            }

            return result.IsAccepted ? ExitCodes.Ok : ExitCodes.Failed;
        }));
        return command;
    }
}
