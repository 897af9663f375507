using NotebookKit.Homework.Course;

namespace NotebookKit.Homework.Tests.Course;

/// <summary>A grade is offered by lecture S2 L1's rule; the ambiguous case of S2 L8 (E-57) stays a choice and says that it is ambiguous.</summary>
[Trait("System", "CRS-OFFER")]
public sealed class OfferedGradeTests
{
    [Theory]
    [InlineData(ProjectState.Excellent, 5)]
    [InlineData(ProjectState.Acceptable, 4)]
    [InlineData(ProjectState.NotAcceptable, null)]
    [InlineData(ProjectState.NotTaken, null)]
    [InlineData(ProjectState.Open, null)]
    public void The_project_decides_between_four_and_five(ProjectState project, int? grade)
    {
        var offer = OfferedGrade.Of(Record(86, 86, project));
        Assert.Equal(grade, offer.Grade);
        Assert.False(offer.IsAmbiguous);
    }

    [Fact]
    public void The_paper_test_must_be_above_eighty_five_per_cent()
    {
        Assert.Null(OfferedGrade.Of(Record(95, 85, ProjectState.Excellent)).Grade);
        Assert.Equal(5, OfferedGrade.Of(Record(95, 85.01m, ProjectState.Excellent)).Grade);
        Assert.Contains("paper test", OfferedGrade.Of(Record(95, 85, ProjectState.Excellent)).Reason, StringComparison.Ordinal);
        Assert.Null(OfferedGrade.Of(Record(95, 95, ProjectState.Excellent) with { PaperTest = null }).Grade);
    }

    [Fact]
    [Trait("Golden", "E-57")]
    public void By_default_nothing_but_a_four_or_a_five_is_offered()
    {
        foreach (var project in Enum.GetValues<ProjectState>())
        {
            for (var paper = 0; paper <= 100; paper += 5)
            {
                Assert.Contains(OfferedGrade.Of(Record(95, paper, project)).Grade, new int?[] { null, 4, 5 });
            }
        }
    }

    [Fact]
    [Trait("Golden", "E-57")]
    public void The_second_case_of_the_announcement_is_a_choice_and_marked_ambiguous()
    {
        var guessed = OfferedGrade.Of(Record(95, 80, ProjectState.Acceptable), new CourseRules { SecondCase = SecondOfferCase.ResultFour });
        Assert.Equal((3, true), (guessed.Grade, guessed.IsAmbiguous));
        Assert.Contains("ambiguous", guessed.Reason, StringComparison.Ordinal);
        Assert.Null(OfferedGrade.Of(Record(95, 70, ProjectState.Acceptable), new CourseRules { SecondCase = SecondOfferCase.ResultFour }).Grade);
        Assert.Null(OfferedGrade.Of(Record(80, 80, ProjectState.Acceptable), new CourseRules { SecondCase = SecondOfferCase.ResultFour }).Grade);
        var printed = OfferedGrade.Of(Record(95, 90, ProjectState.Acceptable), new CourseRules { SecondCase = SecondOfferCase.AsPrinted });
        Assert.Equal((3, true), (printed.Grade, printed.IsAmbiguous));
        Assert.Equal(5, OfferedGrade.Of(Record(95, 90, ProjectState.Excellent), new CourseRules { SecondCase = SecondOfferCase.AsPrinted }).Grade);
    }

    private static StudentRecord Record(decimal quizzes, decimal paper, ProjectState project) =>
        new("Ada") { Quizzes = [new(quizzes, 100)], PaperTest = new(paper, 100), Project = project };
}
