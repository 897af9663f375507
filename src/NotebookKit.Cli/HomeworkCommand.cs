using System.CommandLine;
using NotebookKit.Homework.Conventions;
using NotebookKit.Homework.Grading;
using NotebookKit.Homework.Masters;
using NotebookKit.Homework.Reports;
using NotebookKit.Homework.Sandbox;
using NotebookKit.Homework.Verify;
using NotebookKit.Host.Documents;
using NotebookKit.Host.Running;

namespace NotebookKit.Cli;

/// <summary><c>nbkit homework</c>: releases, grades and verifies assignments, and gives their scores and feedback.</summary>
internal static class HomeworkCommand
{
    private static readonly Argument<string[]> Masters = new("master") { Arity = ArgumentArity.OneOrMore, Description = "Master notebooks of assignments, or folders of them." };
    private static readonly Argument<string> Release = new("release") { Description = "The folder of a released assignment." };
    private static readonly Argument<string> Submissions = new("submissions") { Description = "A folder with STUDENT.ipynb, STUDENT.zip, STUDENT/NAME.ipynb or STUDENT/ASSIGNMENT/NAME.ipynb." };
    private static readonly Argument<string[]> Graded = new("graded") { Arity = ArgumentArity.OneOrMore, Description = "The folders that grading has written; several are merged." };
    private static readonly Option<string> Out = new("--out") { Required = true, Description = "The folder to write into." };
    private static readonly Option<string?> OutOrNone = new("--out") { Description = "Also writes scores.csv, scores.json, moodle.csv and canvas.csv into this folder." };
    private static readonly Option<int> Jobs = new("--jobs") { DefaultValueFactory = _ => 1, Description = "How many submissions run at the same time." };
    private static readonly Option<string?> Part = new("--shard") { Description = "Grades one of n equal parts of the submissions, written i/n; `scores` merges them." };
    private static readonly Option<string?> ByHand = new("--points") { Description = "A table student,cell,points,comment of points that a person gave." };

    public static Command Create()
    {
        Jobs.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 256)
            {
                result.AddError("--jobs must be from 1 to 256.");
            }
        });
        Command release = new("release", "Makes the notebook to hand out, and the one that grades, of each master.") { Masters, Out };
        release.SetAction(parsed => Guarded.Run(() => MakeRelease(parsed)));
        Command grade = new("grade", "Grades submissions, each in a process of its own behind a wall; goes on where an earlier run was.") { Release, Submissions, Out, Jobs, Part };
        grade.SetAction((parsed, cancellation) => Guarded.RunAsync(() => GradeAsync(parsed, cancellation)));
        Command scores = new("scores", "Shows the scores with a histogram, and writes the tables that other tools import.") { Graded, OutOrNone, ByHand };
        scores.SetAction(parsed => Guarded.Run(() => Scores(parsed)));
        Command feedback = new("feedback", "Writes a page a student: the points, the public checks, and no word of the hidden tests.") { Release, Graded, Out, ByHand };
        feedback.SetAction(parsed => Guarded.Run(() => Feedback(parsed)));
        Command verify = new("verify", "Proves masters: untouched 0, solved full, every wrong answer loses points.") { Masters, Jobs };
        verify.SetAction((parsed, cancellation) => Guarded.RunAsync(() => VerifyAsync(parsed, cancellation)));
        return new Command("homework", "Assignments: written once, released, graded and fed back.") { release, grade, scores, feedback, verify, HandInCommand.Begin(), HandInCommand.HandIn() };
    }

    private static int MakeRelease(ParseResult parsed)
    {
        // All are made before the first is written: an error in the last leaves no half of them.
        HomeworkMaster[] masters = [.. Find(parsed.GetRequiredValue(Masters)).Select(HomeworkMaster.Load)];
        if (masters.GroupBy(master => master.Assignment.Name).FirstOrDefault(same => same.Count() > 1)?.Key is { } twice)
        {
            throw new HomeworkException("release", $"two masters are called {twice}; give them names of their own.");
        }

        foreach (var master in masters)
        {
            var made = HomeworkRelease.Write(master, parsed.GetRequiredValue(Out));
            Console.WriteLine(FormattableString.Invariant($"{made.Assignment.Name}: {master.Points:0.##} points. Hand out {Path.Combine(made.Folder, "student")}; keep {Path.Combine(made.Folder, "grader")} to yourself, it holds the hidden tests."));
        }

        return ExitCodes.Ok;
    }

    private static async Task<int> GradeAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var release = HomeworkRelease.Load(parsed.GetRequiredValue(Release));
        var all = SubmissionFile.Find(parsed.GetRequiredValue(Submissions), release.Assignment);
        IReadOnlyList<SubmissionFile> mine = all;
        if (parsed.GetValue(Part) is { } part)
        {
            var shard = Shard.Parse(part);
            mine = [.. all.Where((_, i) => i % shard.Count == shard.Number - 1)];
            Console.WriteLine($"part {part}: {mine.Count} of {all.Count} submissions");
        }

        var walls = Walls.Find(CellServerCommand.Nbkit());
        foreach (var says in walls.Says)
        {
            Console.WriteLine($"grading: {says}");
        }

        GradingLines lines = new(mine.Count);
        GradeOptions options = new() { Server = CellServerCommand.Self(), Walls = walls, OutputFolder = parsed.GetRequiredValue(Out), Jobs = parsed.GetRequiredValue(Jobs), Graded = lines.Show };
        var scores = await new Grader(release, options).GradeAsync(mine, cancellation).ConfigureAwait(false);
        var odd = scores.Count(score => score.Status == SubmissionStatus.NotGraded);
        Console.WriteLine($"{scores.Count} of {mine.Count} graded{(odd > 0 ? $", {odd} of them could not be; run this again" : "")}; `nbkit homework scores {parsed.GetRequiredValue(Out)}` shows them");
        return odd > 0 || scores.Count < mine.Count ? ExitCodes.Failed : ExitCodes.Ok;
    }

    private static int Scores(ParseResult parsed)
    {
        var book = Book(parsed, parsed.GetRequiredValue(Graded));
        Console.Write(book.ToText());
        if (parsed.GetValue(OutOrNone) is { } folder)
        {
            book.Write(folder);
            Console.WriteLine($"written into {folder}");
        }

        return ExitCodes.Ok;
    }

    private static int Feedback(ParseResult parsed)
    {
        var release = HomeworkRelease.Load(parsed.GetRequiredValue(Release));
        var folders = parsed.GetRequiredValue(Graded);
        var book = Book(parsed, folders);
        foreach (var score in book.Scores)
        {
            var graded = folders.Select(folder => new ScoreStore(folder).GradedPath(score.Student)).FirstOrDefault(File.Exists);
            FeedbackPage.Write(release, score, graded is null ? null : NotebookDocument.Load(graded), parsed.GetRequiredValue(Out));
        }

        Console.WriteLine($"{book.Scores.Count} pages in {parsed.GetRequiredValue(Out)}");
        return ExitCodes.Ok;
    }

    private static async Task<int> VerifyAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var walls = Walls.Find(CellServerCommand.Nbkit());
        var failed = 0;
        foreach (var path in Find(parsed.GetRequiredValue(Masters)))
        {
            var master = HomeworkMaster.Load(path);
            Console.WriteLine(master.Assignment.Name);
            GradeOptions options = new() { Server = CellServerCommand.Self(), Walls = walls, OutputFolder = ".", Jobs = parsed.GetRequiredValue(Jobs) };
            Lock gate = new();
            var verdicts = await new MasterVerifier(master, options).VerifyAsync(
                verdict =>
                {
                    lock (gate)
                    {
                        Console.WriteLine($"  {verdict}");
                    }
                },
                cancellation).ConfigureAwait(false);
            failed += verdicts.Count(verdict => !verdict.Holds);
        }

        Console.WriteLine(failed == 0 ? "all hold" : $"{failed} do not hold");
        return failed == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static ScoreBook Book(ParseResult parsed, string[] folders)
    {
        ScoreBook book = new(ScoreStore.Merge(folders));
        return parsed.GetValue(ByHand) is { } points ? book.With(ManualPoints.Read(points)) : book;
    }

    private static string[] Find(string[] paths)
    {
        string[] files = [.. paths.SelectMany<string, string>(path => Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.ipynb").Order(StringComparer.Ordinal) : File.Exists(path) ? [path] : throw new HomeworkException(path, "there is no such notebook and no such folder."))];
        return files.Length > 0 ? files : throw new HomeworkException(string.Join(", ", paths), "there is no .ipynb file here.");
    }
}
