using NotebookKit.Homework.Conventions;
using NotebookKit.Homework.Course;
using NotebookKit.Homework.Grading;
using NotebookKit.Homework.Paper;
using NotebookKit.Homework.Tests.Grading;

namespace NotebookKit.Homework.Tests.Paper;

/// <summary>The timed programming test: a notebook is graded while the student waits, and not a second after the end.</summary>
[Collection(nameof(Children))]
public class OnTheSpotTests(Children children)
{
    private static readonly DateTimeOffset Start = new(2027, 1, 10, 9, 0, 0, TimeSpan.FromHours(1));

    [Fact]
    [Trait("System", "CRS-CTEST")]
    public async Task A_notebook_in_time_is_scored_at_once_and_one_too_late_changes_nothing()
    {
        var folder = children.Folder("spot");
        var file = Path.Combine(folder, "in.ipynb");
        OnTheSpot spot = new(new TimedTest("January", Start, TimeSpan.FromHours(3)), Sample.Release(), children.Options("spot/out"));

        // Half of it: the sigmoid, whose 3 points of the 5 tested ones are enough, and a sentence that a person reads.
        Sample.Submission(("sigmoid", "double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));"), ("why", "Both factors are small there.")).Save(file);
        var first = await spot.HandInAsync("ada", file, Start.AddHours(1));
        Assert.Equal((true, true, new Points(3, 5)), (first.IsAccepted, first.IsPassed, first.Points));
        Assert.Contains("a person has still to read answers for 2 points", first.Feedback, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", first.Feedback, StringComparison.Ordinal);

        Sample.Submission().Save(file);
        var late = await spot.HandInAsync("ada", file, Start.AddHours(3).AddSeconds(1));
        Assert.False(late.IsAccepted);
        Assert.Contains("1 s too late", late.Message, StringComparison.Ordinal);
        Assert.Equal(3, new ScoreStore(Path.Combine(folder, "out")).Find("ada")!.Points);
        Assert.Contains("3 of 7 points", await File.ReadAllTextAsync(Path.Combine(folder, "out", "pages", "ada.html")), StringComparison.Ordinal);

        // The last one in time counts, also when it is worse.
        var again = await spot.HandInAsync("ada", file, Start.AddHours(3));
        Assert.Equal((true, false, new Points(0, 7)), (again.IsAccepted, again.IsPassed, again.Points));
        Assert.Equal(["student,handed_in,accepted,points,of", "yes,3,5", "no,0,0", "yes,0,7"], (await File.ReadAllLinesAsync(Path.Combine(folder, "out", "hand-ins.csv"))).Select((line, i) => i == 0 ? line : string.Join(',', line.Split(',')[2..])));
    }

    [Theory]
    [InlineData("../eve")]
    [InlineData("")]
    [InlineData(".hidden")]
    [InlineData("a,b")]
    public async Task A_name_that_is_a_path_or_breaks_the_list_is_refused(string student)
    {
        OnTheSpot spot = new(new TimedTest("January", Start, TimeSpan.FromHours(3)), Sample.Release(), children.Options("spot-names"));
        Assert.Contains("the student is called", (await Assert.ThrowsAsync<HomeworkException>(() => spot.HandInAsync(student, "in.ipynb", Start))).Message, StringComparison.Ordinal);
        Assert.Contains("no such file", (await Assert.ThrowsAsync<HomeworkException>(() => spot.HandInAsync("ada", "nowhere.ipynb", Start))).Message, StringComparison.Ordinal);
    }
}
