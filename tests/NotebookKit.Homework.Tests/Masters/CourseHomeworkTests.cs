using NotebookKit.Homework.Masters;
using NotebookKit.Homework.Tests.Grading;
using NotebookKit.Homework.Verify;
using Xunit.Abstractions;

namespace NotebookKit.Homework.Tests.Masters;

/// <summary>The assignments of the course, each proved by grading it.</summary>
/// <remarks>The usual run tries one wrong answer of each answer; NOTEBOOKKIT_SLOW_TESTS=1 asks for all of them, as <c>nbkit homework verify</c> does.</remarks>
[Collection(nameof(Children))]
public class CourseHomeworkTests(Children children, ITestOutputHelper output)
{
    public static TheoryData<string> Assignments => [.. Directory.EnumerateFiles(Folder, "*.ipynb").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(Checkout.Root, "notebooks", "homework", "masters");

    [Theory]
    [MemberData(nameof(Assignments))]
    public async Task Untouched_it_scores_nothing_solved_all_and_every_wrong_answer_loses_points(string name)
    {
        var verdicts = await new MasterVerifier(HomeworkMaster.Load(Path.Combine(Folder, name + ".ipynb")), children.Options("course") with { Jobs = 2 })
        {
            MostWrong = Environment.GetEnvironmentVariable("NOTEBOOKKIT_SLOW_TESTS") == "1" ? int.MaxValue : 1,
        }.VerifyAsync();
        foreach (var verdict in verdicts)
        {
            output.WriteLine(verdict.ToString());
        }

        Assert.All(verdicts, verdict => Assert.True(verdict.Holds, $"{name}: {verdict}"));
    }
}
