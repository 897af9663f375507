using NotebookKit.Homework.Grading;
using NotebookKit.Homework.Reports;
using NotebookKit.Homework.Sandbox;
using NotebookKit.Homework.Verify;
using NotebookKit.Host.Documents;
using NotebookKit.Host.Protocol;
using Xunit.Abstractions;

namespace NotebookKit.Homework.Tests.Grading;

[Collection(nameof(Children))]
public class GradingTests(Children children, ITestOutputHelper output)
{
    private const string Right = "double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));";
    private const string RightSlope = "double Slope(double x) => Sigmoid(x) * (1 - Sigmoid(x));";

    [Fact]
    public async Task A_master_is_proved_by_grading_it()
    {
        var verdicts = await new MasterVerifier(Sample.Read(), children.Options("verify") with { Jobs = 2 }).VerifyAsync();
        foreach (var verdict in verdicts)
        {
            output.WriteLine(verdict.ToString());
        }

        Assert.All(verdicts, verdict => Assert.True(verdict.Holds, verdict.ToString()));
        Assert.Equal(8, verdicts.Count);
    }

    [Fact]
    public async Task Points_come_of_public_and_hidden_tests()
    {
        // Right where the public tests look, wrong where the hidden one does.
        var score = await GradeAsync(Sample.Submission(("sigmoid", "double Sigmoid(double x) => 0.5 + x / 4;"), ("slope", RightSlope), ("why", "It is small.")));
        Assert.Equal([("sigmoid-tests", 2.0, ScoreKind.Tested), ("slope-tests", 0.0, ScoreKind.Failed), ("why", 0.0, ScoreKind.Waiting)], score.Select(cell => (cell.Id, cell.Points, cell.Kind)));
        score = await GradeAsync(Sample.Submission(("sigmoid", Right), ("slope", RightSlope)));
        Assert.Equal([("sigmoid-tests", 3.0, ScoreKind.Tested), ("slope-tests", 2.0, ScoreKind.Tested), ("why", 0.0, ScoreKind.Untouched)], score.Select(cell => (cell.Id, cell.Points, cell.Kind)));
    }

    [Fact]
    public async Task The_librarys_answer_is_no_answer()
    {
        var score = await GradeAsync(Sample.Submission(("sigmoid", "double Sigmoid(double x) => Tensor.From([x]).Sigmoid().Item();"), ("slope", RightSlope)));
        Assert.Equal(0, score[0].Points);
        Assert.Equal(0, score[1].Points);
    }

    [Fact]
    public async Task A_grader_that_goes_on_grades_only_what_has_changed()
    {
        var folder = children.Folder("resume");
        var submissions = Path.Combine(folder, "in");
        Directory.CreateDirectory(submissions);
        Sample.Submission(("sigmoid", Right)).Save(Path.Combine(submissions, "ada.ipynb"));
        Sample.Solved().Save(Path.Combine(submissions, "bob.ipynb"));
        File.WriteAllText(Path.Combine(submissions, "eve.ipynb"), "{ \"cells\": [");
        var release = Sample.Release();
        List<string> graded = [];
        Grader Again() => new(release, children.Options("resume/out") with { Graded = score => graded.Add(score.Student) });
        var files = SubmissionFile.Find(submissions, release.Assignment);
        var scores = await Again().GradeAsync(files);
        Assert.Equal([3.0, 5, 0], scores.Select(score => score.Points));
        Assert.Equal([SubmissionStatus.Graded, SubmissionStatus.Graded, SubmissionStatus.Unreadable], scores.Select(score => score.Status));
        graded.Clear();
        Sample.Solved().Save(Path.Combine(submissions, "eve.ipynb"));
        scores = await Again().GradeAsync(files);
        Assert.Equal(["eve"], graded);
        Assert.Equal([3.0, 5, 5], scores.Select(score => score.Points));

        // A score that was half written by nobody: broken files are graded again.
        File.WriteAllText(Path.Combine(folder, "out", "scores", "bob.json"), "{");
        graded.Clear();
        scores = await Again().GradeAsync(files);
        Assert.Equal(["bob"], graded);

        ScoreBook book = new(ScoreStore.Merge([Path.Combine(folder, "out")]));
        Assert.Equal("student,points,of,status,waiting,sigmoid-tests,slope-tests,why", book.ToCsv().Split('\n')[0]);
        Assert.Equal("ada,3,7,Graded,no,3,0,0", book.ToCsv().Split('\n')[1]);
        book = book.With([new ManualPoints("bob", "why", 1.5, "good")]);
        Assert.Equal(6.5, book.Scores[1].Points);
        output.WriteLine(book.ToText());
        var page = FeedbackPage.Render(release, book.Scores[0], NotebookDocument.Load(new ScoreStore(Path.Combine(folder, "out")).GradedPath("ada")));
        Assert.DoesNotContain("secret", page, StringComparison.Ordinal);
        Assert.DoesNotContain("sigmoid.far", page, StringComparison.Ordinal);
        Assert.Contains("3 of 7 points", page, StringComparison.Ordinal);
        Assert.Contains("The way there: ", page, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<CellScore>> GradeAsync(NotebookDocument submission)
    {
        var (cells, _, _) = await new Grader(Sample.Release(), children.Options("one")).GradeAsync(submission);
        foreach (var cell in cells)
        {
            output.WriteLine(cell.ToString());
        }

        return cells;
    }
}

/// <summary>What the tests that start processes share: the wall of this system, and a folder.</summary>
public sealed class Children : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nbkit-homework-test-").FullName;

    public static CellServerCommand Nbkit { get; } = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Combine(AppContext.BaseDirectory, "nbkit.dll")]);

    public Walls Walls { get; } = Walls.Find(Nbkit);

    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(folder, name)).FullName;

    public GradeOptions Options(string name) => new() { Server = Nbkit with { Arguments = [.. Nbkit.Arguments, "cell-server"] }, Walls = Walls, OutputFolder = Folder(name) };

    public void Dispose() => Directory.Delete(folder, recursive: true);
}

[CollectionDefinition(nameof(Children))]
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1711", Justification = "xunit calls it a collection.")]
public class ChildrenCollection : ICollectionFixture<Children>;
