using System.Globalization;
using NotebookKit.Homework.Course;

namespace NotebookKit.Homework.Tests.Course;

/// <summary>A lab report is taken until 04:00 on the day before the next practice, by the clock of the course's place.</summary>
[Trait("System", "CRS-LABREP")]
public sealed class ReportDeadlineTests
{
    [Theory]
    [Trait("Golden", "G-C4")]
    [InlineData("2026-09-17", "2026-09-16T04:00:00+02:00")]
    [InlineData("2026-12-03", "2026-12-02T04:00:00+01:00")]
    [InlineData("2026-03-01", "2026-02-28T04:00:00+01:00")]
    [InlineData("2027-01-01", "2026-12-31T04:00:00+01:00")]
    public void Practice_on_a_day_means_four_o_clock_on_the_day_before(string practice, string expected) =>
        Assert.Equal(Moment(expected), ReportDeadline.For(Day(practice)));

    [Fact]
    [Trait("Golden", "G-C4")]
    public void Four_o_clock_sharp_is_in_time_and_a_moment_later_is_not()
    {
        var practice = Day("2026-09-17");
        var sharp = Moment("2026-09-16T04:00:00+02:00");
        Assert.True(ReportDeadline.IsInTime(sharp, practice));
        Assert.True(ReportDeadline.IsInTime(sharp.AddTicks(-1), practice));
        Assert.False(ReportDeadline.IsInTime(sharp.AddTicks(1), practice));
    }

    [Fact]
    public void The_moment_counts_wherever_it_was_written_down()
    {
        var practice = Day("2026-09-17");
        Assert.True(ReportDeadline.IsInTime(Moment("2026-09-15T22:00:00-04:00"), practice));
        Assert.True(ReportDeadline.IsInTime(Moment("2026-09-16T02:00:00Z"), practice));
        Assert.False(ReportDeadline.IsInTime(Moment("2026-09-16T02:00:01Z"), practice));
        Assert.False(ReportDeadline.IsInTime(Moment("2026-09-16T04:00:00Z"), practice));
    }

    [Theory]
    // Sunday 2026-03-29: clocks go from 02:00 to 03:00. Sunday 2026-10-25: from 03:00 back to 02:00.
    [InlineData("2026-03-30", "04:00", "2026-03-29T04:00:00+02:00")]
    [InlineData("2026-10-26", "04:00", "2026-10-25T04:00:00+01:00")]
    [InlineData("2026-03-30", "02:30", "2026-03-29T03:00:00+02:00")]
    [InlineData("2026-10-26", "02:30", "2026-10-25T02:30:00+01:00")]
    public void Daylight_saving_never_shortens_the_time(string practice, string clock, string expected) =>
        Assert.Equal(Moment(expected), ReportDeadline.For(Day(practice), new CourseRules { ReportTime = TimeOnly.Parse(clock, CultureInfo.InvariantCulture) }));

    [Fact]
    public void Other_places_and_rules_have_other_deadlines()
    {
        Assert.Equal(Moment("2026-09-16T04:00:00+05:30"), ReportDeadline.For(Day("2026-09-17"), new CourseRules { TimeZone = "Asia/Kolkata" }));
        Assert.Equal(Moment("2026-09-14T23:59:00Z"), ReportDeadline.For(Day("2026-09-17"), new CourseRules { TimeZone = "UTC", ReportDaysBefore = 3, ReportTime = new(23, 59) }));
        Assert.Contains("Atlantis", Assert.Throws<TimeZoneNotFoundException>(() => ReportDeadline.For(Day("2026-09-17"), new CourseRules { TimeZone = "Atlantis" })).Message, StringComparison.Ordinal);
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
