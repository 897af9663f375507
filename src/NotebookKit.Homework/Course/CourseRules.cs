namespace NotebookKit.Homework.Course;

/// <summary>How a final score is lowered for a project without an acceptable solution; the lecture says "reduced by 20 %".</summary>
public enum PenaltyReading
{
    /// <summary>A fifth of the score is lost: 90 becomes 72.</summary>
    Multiplicative,

    /// <summary>Twenty points of the hundred are lost: 90 becomes 70.</summary>
    Subtractive,
}

/// <summary>The second case of lecture S2 L8's announcement, which prints "result is 5" again but speaks of an offered 3. Ambiguous: see golden E-57.</summary>
public enum SecondOfferCase
{
    /// <summary>Only lecture S2 L1 counts: nothing but a 4 or a 5 is offered.</summary>
    Off,

    /// <summary>Result 4 was meant: such a student with an acceptable project is offered a 3. A guess, not what is printed.</summary>
    ResultFour,

    /// <summary>As printed: a result of 5 with a project that is merely acceptable is offered a 3, not a 4.</summary>
    AsPrinted,
}

/// <summary>What a course asks of its students; the defaults are those of lectures S2 L1 ("Course requirements") and S2 L8 ("Announcement").</summary>
/// <remarks>Shares lie between 0 and 1. A "minimum" is reached by the boundary itself (60 % of the quiz points pass), a "&gt;" is not (85 % gives no offer).</remarks>
public sealed record CourseRules
{
    /// <summary>At least this share of all quiz points passes: 0.60.</summary>
    public decimal QuizPass { get; init; } = 0.60m;

    /// <summary>More than this share of all quiz points is needed for an offered grade: 0.85.</summary>
    public decimal QuizOffer { get; init; } = 0.85m;

    /// <summary>At least this share of lectures and practices attended: 0.80.</summary>
    public decimal Attendance { get; init; } = 0.80m;

    /// <summary>At least this share of the paper test passes: 0.50.</summary>
    public decimal PaperPass { get; init; } = 0.50m;

    /// <summary>More than this share of the closed-room (paper) test is needed for an offered grade, and is what L8 calls its result 5: 0.85.</summary>
    public decimal PaperOffer { get; init; } = 0.85m;

    /// <summary>More than this share of the paper test is its result 4. The lectures do not say it, and only <see cref="SecondOfferCase.ResultFour"/> asks: 0.70.</summary>
    public decimal PaperResultFour { get; init; } = 0.70m;

    /// <summary>At least this share of the computer test passes: 0.50.</summary>
    public decimal ComputerPass { get; init; } = 0.50m;

    /// <summary>How many lab reports may be skipped: 1.</summary>
    public int SkippableReports { get; init; } = 1;

    /// <summary>How many students write a lab report together, those of the talent programme excepted: 3.</summary>
    public int TeamSize { get; init; } = 3;

    /// <summary>The hour until which a lab report is taken: 04:00.</summary>
    public TimeOnly ReportTime { get; init; } = new(4, 0);

    /// <summary>How many days before the next practice: 1.</summary>
    public int ReportDaysBefore { get; init; } = 1;

    /// <summary>The time zone in which the hour is meant, by its IANA name: where the lectures were held.</summary>
    public string TimeZone { get; init; } = "Europe/Budapest";

    /// <summary>The part of the final score that a project without an acceptable solution costs: 0.20.</summary>
    public decimal ProjectPenalty { get; init; } = 0.20m;

    /// <summary>How that part is counted.</summary>
    public PenaltyReading Penalty { get; init; } = PenaltyReading.Multiplicative;

    /// <summary>What becomes of the ambiguous second case of the announcement (golden E-57).</summary>
    public SecondOfferCase SecondCase { get; init; } = SecondOfferCase.Off;

    /// <summary>Reads rules from a JSON file; what it does not name keeps its default.</summary>
    /// <exception cref="InvalidDataException">The file is no JSON, names a rule that does not exist, or gives one a value that cannot be.</exception>
    public static CourseRules Load(string path)
    {
        var rules = CourseJson.Read<CourseRules>(path);
        rules.Check(path);
        return rules;
    }

    /// <summary>Writes the rules as JSON.</summary>
    public void Save(string path) => CourseJson.Write(path, this);

    /// <summary>A final score of 0 to 100 after what the project costs.</summary>
    /// <param name="score">The score before.</param>
    /// <param name="project">How the project ended.</param>
    public decimal AfterProject(decimal score, ProjectState project)
    {
        if (score is < 0 or > 100)
        {
            throw new ArgumentOutOfRangeException(nameof(score), score, "AfterProject: a final score lies between 0 and 100.");
        }

        return project != ProjectState.NotAcceptable ? score
            : Penalty == PenaltyReading.Multiplicative ? score * (1 - ProjectPenalty)
            : Math.Max(0, score - (100 * ProjectPenalty));
    }

    private void Check(string path)
    {
        foreach (var (name, share) in new[]
        {
            (nameof(QuizPass), QuizPass), (nameof(QuizOffer), QuizOffer), (nameof(Attendance), Attendance), (nameof(PaperPass), PaperPass), (nameof(PaperOffer), PaperOffer),
            (nameof(PaperResultFour), PaperResultFour), (nameof(ComputerPass), ComputerPass), (nameof(ProjectPenalty), ProjectPenalty),
        })
        {
            Require(path, share is >= 0 and <= 1, name, share, "is a share from 0 to 1: write 0.6 for 60 %");
        }

        Require(path, QuizOffer >= QuizPass, nameof(QuizOffer), QuizOffer, $"may not be below {CourseJson.Name(nameof(QuizPass))}");
        Require(path, PaperOffer >= PaperResultFour, nameof(PaperResultFour), PaperResultFour, $"may not be above {CourseJson.Name(nameof(PaperOffer))}");
        Require(path, SkippableReports >= 0, nameof(SkippableReports), SkippableReports, "is 0 or more");
        Require(path, TeamSize >= 1, nameof(TeamSize), TeamSize, "is 1 or more");
        Require(path, ReportDaysBefore >= 0, nameof(ReportDaysBefore), ReportDaysBefore, "is 0 or more");
        Require(path, TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _), nameof(TimeZone), TimeZone, "is no time zone that this machine knows; write one such as Europe/Budapest or UTC");
    }

    private static void Require(string path, bool isRight, string name, object value, string rule)
    {
        if (!isRight)
        {
            throw new InvalidDataException(FormattableString.Invariant($"{path}: `{CourseJson.Name(name)}` is {value}, and it {rule}."));
        }
    }
}
