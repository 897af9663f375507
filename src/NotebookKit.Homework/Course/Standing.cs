namespace NotebookKit.Homework.Course;

/// <summary>Whether a rule is kept.</summary>
public enum RuleState
{
    /// <summary>It is.</summary>
    Kept,

    /// <summary>It is not.</summary>
    Broken,

    /// <summary>Nothing to judge by yet.</summary>
    Open,
}

/// <summary>One rule and how a student stands to it.</summary>
/// <param name="Rule">Its name: <c>quizzes</c>, <c>attendance</c>, <c>paper test</c>, ....</param>
/// <param name="State">Whether it is kept.</param>
/// <param name="Reason">Why, with the numbers, as a sentence.</param>
public sealed record RuleResult(string Rule, RuleState State, string Reason);

/// <summary>Where a student stands by the rules of a course, with the reasons in words.</summary>
/// <param name="Student">The student.</param>
/// <param name="Signature">The rules for the signature: quizzes, attendance, lab reports, paper test and, for the talent programme, the project.</param>
/// <param name="Exam">The rules for the exam: the computer test, unless an early exam excuses from it.</param>
/// <param name="Offer">The grade that is offered, or null with the reasons.</param>
/// <param name="Score">The final score after what the project costs; null before the exam.</param>
/// <param name="ScoreReason">What became of the score, as a sentence; empty before the exam.</param>
public sealed record Standing(string Student, IReadOnlyList<RuleResult> Signature, IReadOnlyList<RuleResult> Exam, OfferedGrade Offer, decimal? Score, string ScoreReason)
{
    /// <summary>The signature: broken by one broken rule, kept when all are.</summary>
    public RuleState SignatureState => All(Signature);

    /// <summary>Signature and exam rules together.</summary>
    public RuleState State => All([.. Signature, .. Exam]);

    /// <summary>Judges a record.</summary>
    public static Standing Of(StudentRecord record, CourseRules? rules = null)
    {
        ArgumentNullException.ThrowIfNull(record);
        rules ??= new CourseRules();
        var signature = new List<RuleResult> { Quizzes(record, rules), Attendance(record, rules), Reports(record, rules), PaperTest(record, rules) };
        if (record.IsTalent)
        {
            signature.Add(TalentProject(record));
        }

        var score = record.Score is { } before ? rules.AfterProject(before, record.Project) : (decimal?)null;
        return new Standing(record.Student, signature, [ComputerTest(record, rules)], OfferedGrade.Of(record, rules), score, ScoreText(record, score, rules));
    }

    /// <summary>All of it as lines for a person.</summary>
    public override string ToString()
    {
        var lines = Signature.Concat(Exam).Select(one => $"  {Word(one.State),-4}  {one.Rule}: {one.Reason}");
        var offer = Offer.Grade is { } grade ? $"  offered grade {grade}: {Offer.Reason}" : $"  no offered grade: {Offer.Reason}";
        return string.Join('\n', [$"{Student}: signature {Word(SignatureState)}", .. lines, offer, .. ScoreReason.Length > 0 ? [$"  {ScoreReason}"] : Array.Empty<string>()]);
    }

    private static RuleResult Quizzes(StudentRecord record, CourseRules rules)
    {
        var points = record.Quiz;
        return new("quizzes", State3(points, points.AtLeast(rules.QuizPass)), $"{points}; at least {Percent(rules.QuizPass)} of all quiz points are needed.");
    }

    private static RuleResult Attendance(StudentRecord record, CourseRules rules)
    {
        var state = record.Sessions == 0 ? RuleState.Open : record.Attended >= rules.Attendance * record.Sessions ? RuleState.Kept : RuleState.Broken;
        return new("attendance", state, $"{record.Attended} of {record.Sessions} lectures and practices; at least {Percent(rules.Attendance)} are needed.");
    }

    private static RuleResult Reports(StudentRecord record, CourseRules rules)
    {
        var missing = record.ReportsDue - record.ReportsAccepted;
        var state = record.ReportsDue == 0 ? RuleState.Open : missing <= rules.SkippableReports ? RuleState.Kept : RuleState.Broken;
        return new("lab reports", state, $"{record.ReportsAccepted} of {record.ReportsDue} accepted, {missing} missing; {rules.SkippableReports} may be skipped.");
    }

    private static RuleResult PaperTest(StudentRecord record, CourseRules rules)
    {
        var points = record.PaperTest ?? new Points(0, 0);
        return new("paper test", State3(points, points.AtLeast(rules.PaperPass)), $"{points}; at least {Percent(rules.PaperPass)} are needed.");
    }

    private static RuleResult ComputerTest(StudentRecord record, CourseRules rules)
    {
        if (record.IsInvitedEarly)
        {
            return new("computer test", RuleState.Kept, "excused: invited to the early exam.");
        }

        var points = record.ComputerTest ?? new Points(0, 0);
        return new("computer test", State3(points, points.AtLeast(rules.ComputerPass)), $"{points}; at least {Percent(rules.ComputerPass)} are needed.");
    }

    private static RuleResult TalentProject(StudentRecord record) => record.Project switch
    {
        ProjectState.Acceptable or ProjectState.Excellent => new("project", RuleState.Kept, "an acceptable solution, which the talent programme asks for."),
        ProjectState.Open => new("project", RuleState.Open, "taken and not yet judged; the talent programme asks for it."),
        ProjectState.NotAcceptable => new("project", RuleState.Broken, "no acceptable solution; the talent programme asks for one."),
        _ => new("project", RuleState.Broken, "none was taken; the talent programme asks for one."),
    };

    private static string ScoreText(StudentRecord record, decimal? score, CourseRules rules) => score is not { } final ? ""
        : record.Project != ProjectState.NotAcceptable ? FormattableString.Invariant($"final score {final:0.##}.")
        : FormattableString.Invariant($"final score {final:0.##}: {record.Score:0.##} reduced by {rules.ProjectPenalty * 100:0.##} %, as the chosen project has no acceptable solution.");

    private static RuleState State3(Points points, bool isKept) => points.Possible == 0 ? RuleState.Open : isKept ? RuleState.Kept : RuleState.Broken;

    private static RuleState All(IReadOnlyList<RuleResult> results) =>
        results.Any(one => one.State == RuleState.Broken) ? RuleState.Broken : results.All(one => one.State == RuleState.Kept) ? RuleState.Kept : RuleState.Open;

    private static string Word(RuleState state) => state switch { RuleState.Kept => "yes", RuleState.Broken => "NO", _ => "open" };

    internal static string Percent(decimal share) => FormattableString.Invariant($"{share * 100:0.##} %");
}
