using NotebookKit.Homework.Course;
using NotebookKit.Homework.Paper;
using NotebookKit.Homework.Tests.Course;

namespace NotebookKit.Homework.Tests.Paper;

/// <summary>The test on the spot takes what comes in time, scores it at once, and passes from 50 % on.</summary>
[Trait("System", "CRS-CTEST")]
public sealed class TimedTestTests
{
    private static readonly DateTimeOffset Start = new(2027, 1, 10, 9, 0, 0, TimeSpan.FromHours(1));
    private static readonly TimedTest Test = new("January", Start, TimeSpan.FromHours(3.5));

    [Theory]
    [InlineData(0, true)]
    [InlineData(12600, true)]
    [InlineData(12600.001, false)]
    [InlineData(-0.001, false)]
    [InlineData(20000, false)]
    public void Only_what_comes_within_the_time_is_marked(double seconds, bool isAccepted)
    {
        var asked = 0;
        var result = Test.HandIn("Ada", Start.AddSeconds(seconds), "work", _ =>
        {
            asked++;
            return new TimedMark(new Points(10, 10), "well done");
        });
        Assert.Equal((isAccepted, isAccepted, isAccepted ? 1 : 0), (result.IsAccepted, result.IsPassed, asked));
        Assert.Equal(isAccepted ? "well done" : "", result.Feedback);
    }

    [Theory]
    [InlineData(5000, true)]
    [InlineData(4999, false)]
    [Trait("Golden", "G-C2")]
    public void Half_of_the_points_pass_at_once(int earned, bool isPassed)
    {
        var result = Test.HandIn("Ada", Start.AddHours(1), earned, points => new TimedMark(new Points(points, 10000)));
        Assert.Equal(isPassed, result.IsPassed);
        Assert.Contains(isPassed ? ": passed;" : ": not passed;", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slow_marker_does_not_make_the_student_late()
    {
        var result = await Test.HandInAsync("Ada", Test.End, "work", async work =>
        {
            await Task.Yield();
            return new TimedMark(new Points(work.Length, 4));
        });
        Assert.True(result.IsPassed);
        var late = await Test.HandInAsync<string>("Ada", Test.End.AddSeconds(75), "work", _ => throw new InvalidOperationException("must not be asked"));
        Assert.Equal("January was over at 2027-01-10 12:30:00 +01:00; this came in at 2027-01-10 12:31:15 +01:00, 1 min 15 s too late, and is not marked.", late.Message);
    }

    [Fact]
    public void A_student_may_have_more_time()
    {
        var test = Test with { Extra = new Dictionary<string, TimeSpan> { ["Bob"] = TimeSpan.FromMinutes(30) } };
        var late = Test.End.AddMinutes(29);
        Assert.False(test.HandIn("Ada", late, 0, _ => new TimedMark(new Points(1, 1))).IsAccepted);
        Assert.True(test.HandIn("Bob", late, 0, _ => new TimedMark(new Points(1, 1))).IsAccepted);
        Assert.Equal(TimeSpan.FromMinutes(1), test.Left("Bob", late));
        Assert.Equal(TimeSpan.Zero, test.Left("Ada", late));
        Assert.Equal(test.Duration, test.Left("Ada", Start.AddDays(-1)));
    }

    [Fact]
    public void A_test_is_a_file_too()
    {
        using var folder = new CourseFolder();
        Test.Save(folder.File("test.json"));
        var back = TimedTest.Load(folder.File("test.json"));
        Assert.Equal((Test.Name, Test.Start, Test.Duration, Test.Pass), (back.Name, back.Start, back.Duration, back.Pass));
        Assert.Contains("lasts longer than nothing", Assert.Throws<InvalidDataException>(() => TimedTest.Load(folder.Write("zero.json", """{"name": "x", "start": "2027-01-10T09:00:00Z", "duration": "00:00:00"}"""))).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => TimedTest.Load(folder.Write("odd.json", """{"name": "x", "start": "soon", "duration": "01:00:00"}""")));
    }
}
