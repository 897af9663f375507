using NotebookKit.Homework.Course;

namespace NotebookKit.Homework.Tests.Course;

/// <summary>A student's standing follows the rules that lecture S2 L1 states, on their boundaries exactly.</summary>
public sealed class StandingTests
{
    private static readonly StudentRecord Good = new("Ada")
    {
        Quizzes = [new(9, 10), new(8.6m, 10)],
        Attended = 24,
        Sessions = 26,
        ReportsDue = 12,
        ReportsAccepted = 11,
        PaperTest = new(90, 100),
        ComputerTest = new(70, 100),
        Project = ProjectState.Excellent,
    };

    [Theory]
    [InlineData(6000, RuleState.Kept)]
    [InlineData(5999, RuleState.Broken)]
    [Trait("System", "CRS-QUIZ")]
    [Trait("Golden", "G-C1")]
    public void Sixty_per_cent_of_all_quiz_points_pass_and_a_hair_less_does_not(int earned, RuleState expected)
    {
        // Spread over three quizzes: the sum counts, not the single quiz.
        var record = Good with { Quizzes = [new(0, 2000), new(earned - 2000, 4000), new(2000, 4000)] };
        Assert.Equal(expected, Rule(record, "quizzes").State);
    }

    [Theory]
    [InlineData(8500, null)]
    [InlineData(8501, 5)]
    [Trait("System", "CRS-QUIZ")]
    [Trait("System", "CRS-OFFER")]
    [Trait("Golden", "G-C1")]
    public void Eighty_five_per_cent_of_the_quizzes_give_no_offer_and_a_hair_more_does(int earned, int? grade) =>
        Assert.Equal(grade, OfferedGrade.Of(Good with { Quizzes = [new(earned, 10000)] }).Grade);

    [Fact]
    [Trait("System", "CRS-QUIZ")]
    public void Twenty_one_of_thirty_five_points_are_sixty_per_cent_without_a_rounding_error()
    {
        Assert.Equal(RuleState.Kept, Rule(Good with { Quizzes = [new(21, 35)] }, "quizzes").State);
        Assert.Equal("20.99 of 35 points (59.97 %)", new Points(20.99m, 35).ToString());
        Assert.Equal("5999.99 of 10000 points (59.99 %)", new Points(5999.99m, 10000).ToString());
    }

    [Theory]
    [InlineData(80, RuleState.Kept)]
    [InlineData(79, RuleState.Broken)]
    [Trait("System", "CRS-ATT")]
    [Trait("Golden", "G-C2")]
    public void Eighty_per_cent_of_the_sessions_are_enough(int attended, RuleState expected) =>
        Assert.Equal(expected, Rule(Good with { Attended = attended, Sessions = 100 }, "attendance").State);

    [Theory]
    [InlineData(5000, RuleState.Kept)]
    [InlineData(4999, RuleState.Broken)]
    [Trait("System", "CRS-PTEST")]
    [Trait("System", "CRS-CTEST")]
    [Trait("Golden", "G-C2")]
    public void Half_of_each_test_is_enough(int earned, RuleState expected)
    {
        Assert.Equal(expected, Rule(Good with { PaperTest = new(earned, 10000) }, "paper test").State);
        Assert.Equal(expected, Rule(Good with { ComputerTest = new(earned, 10000) }, "computer test").State);
    }

    [Theory]
    [InlineData(11, RuleState.Kept)]
    [InlineData(10, RuleState.Broken)]
    [Trait("System", "CRS-LABREP")]
    public void One_lab_report_may_be_skipped(int accepted, RuleState expected) =>
        Assert.Equal(expected, Rule(Good with { ReportsAccepted = accepted }, "lab reports").State);

    [Fact]
    [Trait("System", "CRS-PROJ")]
    [Trait("Golden", "G-C3")]
    public void A_project_without_an_acceptable_solution_costs_a_fifth_of_the_score()
    {
        var rules = new CourseRules();
        Assert.Equal(80, rules.AfterProject(100, ProjectState.NotAcceptable));
        Assert.Equal(72, rules.AfterProject(90, ProjectState.NotAcceptable));
        Assert.Equal(90, rules.AfterProject(90, ProjectState.Acceptable));
        Assert.Equal(90, rules.AfterProject(90, ProjectState.NotTaken));
        Assert.Equal(70, (rules with { Penalty = PenaltyReading.Subtractive }).AfterProject(90, ProjectState.NotAcceptable));
        var standing = Standing.Of(Good with { Project = ProjectState.NotAcceptable, Score = 90 });
        Assert.Equal(72, standing.Score);
        Assert.Contains("90 reduced by 20 %", standing.ScoreReason, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("System", "CRS-PROJ")]
    public void The_talent_programme_asks_for_a_project()
    {
        Assert.Equal(RuleState.Broken, Standing.Of(Good with { IsTalent = true, Project = ProjectState.NotTaken }).SignatureState);
        Assert.Equal(RuleState.Kept, Standing.Of(Good with { IsTalent = true }).SignatureState);
        Assert.Equal(RuleState.Kept, Standing.Of(Good with { Project = ProjectState.NotTaken }).SignatureState);
    }

    [Fact]
    [Trait("System", "CRS-EXAM")]
    public void An_invitation_to_the_early_exam_excuses_from_the_computer_test()
    {
        var record = Good with { ComputerTest = null };
        Assert.Equal(RuleState.Open, Standing.Of(record).State);
        var invited = Standing.Of(record with { IsInvitedEarly = true });
        Assert.Equal(RuleState.Kept, invited.State);
        Assert.Contains("excused", invited.Exam[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void One_broken_rule_breaks_the_signature_and_one_open_one_leaves_it_open()
    {
        Assert.Equal(RuleState.Kept, Standing.Of(Good).SignatureState);
        Assert.Equal(RuleState.Open, Standing.Of(Good with { PaperTest = null }).SignatureState);
        Assert.Equal(RuleState.Broken, Standing.Of(Good with { PaperTest = null, Attended = 0 }).SignatureState);
    }

    [Fact]
    public void The_standing_says_its_reasons_in_words()
    {
        var text = Standing.Of(Good with { Attended = 10 }).ToString();
        Assert.Contains("Ada: signature NO", text, StringComparison.Ordinal);
        Assert.Contains("NO    attendance: 10 of 26 lectures and practices; at least 80 % are needed.", text, StringComparison.Ordinal);
        Assert.Contains("offered grade 5", text, StringComparison.Ordinal);
    }

    private static RuleResult Rule(StudentRecord record, string name)
    {
        var standing = Standing.Of(record);
        return standing.Signature.Concat(standing.Exam).Single(one => one.Rule == name);
    }
}
