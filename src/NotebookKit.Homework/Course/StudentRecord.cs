namespace NotebookKit.Homework.Course;

/// <summary>How a student's midterm project stands.</summary>
public enum ProjectState
{
    /// <summary>None was taken.</summary>
    NotTaken,

    /// <summary>Taken, and not yet judged.</summary>
    Open,

    /// <summary>Taken, and no acceptable solution was handed in.</summary>
    NotAcceptable,

    /// <summary>An acceptable solution.</summary>
    Acceptable,

    /// <summary>An excellent one.</summary>
    Excellent,
}

/// <summary>What a course has written down about a student.</summary>
/// <param name="Student">Name or number.</param>
public sealed record StudentRecord(string Student)
{
    /// <summary>Whether the student is in the talent programme: lab reports alone, the project mandatory.</summary>
    public bool IsTalent { get; init; }

    /// <summary>The points of each quiz; a quiz that was missed counts with 0 of its points.</summary>
    public IReadOnlyList<Points> Quizzes { get; init; } = [];

    /// <summary>Lectures and practices attended.</summary>
    public int Attended { get; init; }

    /// <summary>Lectures and practices held.</summary>
    public int Sessions { get; init; }

    /// <summary>Lab reports due so far.</summary>
    public int ReportsDue { get; init; }

    /// <summary>Lab reports that were in time and accepted.</summary>
    public int ReportsAccepted { get; init; }

    /// <summary>The paper test; null before it is marked.</summary>
    public Points? PaperTest { get; init; }

    /// <summary>The computer test; null before it is marked.</summary>
    public Points? ComputerTest { get; init; }

    /// <summary>The midterm project.</summary>
    public ProjectState Project { get; init; }

    /// <summary>Whether the lecturers invited the student to the early exam, which excuses from the computer test.</summary>
    public bool IsInvitedEarly { get; init; }

    /// <summary>The final score of 0 to 100 before what the project costs; null before the oral exam.</summary>
    public decimal? Score { get; init; }

    /// <summary>All quiz points together.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public Points Quiz => Quizzes.Aggregate(new Points(0, 0), Points.Add);

    /// <summary>Reads the records of a course, a JSON list.</summary>
    /// <exception cref="InvalidDataException">The file is no such list, a student stands in it twice, or a number cannot be.</exception>
    public static IReadOnlyList<StudentRecord> Load(string path)
    {
        var records = CourseJson.Read<List<StudentRecord>>(path);
        foreach (var record in records)
        {
            record.Check(path);
        }

        var twice = records.GroupBy(record => record.Student, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? records : throw new InvalidDataException($"{path}: {twice.Key} stands in the list {twice.Count()} times; keep one record.");
    }

    /// <summary>Writes the records of a course.</summary>
    public static void Save(string path, IReadOnlyList<StudentRecord> records) => CourseJson.Write(path, records);

    private void Check(string path)
    {
        if (string.IsNullOrWhiteSpace(Student))
        {
            throw new InvalidDataException($"{path}: a record has no student; give each a `student`.");
        }

        if (Attended < 0 || Attended > Sessions)
        {
            throw new InvalidDataException($"{path}: {Student} attended {Attended} of {Sessions} sessions; `attended` lies between 0 and `sessions`.");
        }

        if (ReportsAccepted < 0 || ReportsAccepted > ReportsDue)
        {
            throw new InvalidDataException($"{path}: {Student} has {ReportsAccepted} accepted reports of {ReportsDue} due; `reportsAccepted` lies between 0 and `reportsDue`.");
        }

        if (Score is < 0 or > 100)
        {
            throw new InvalidDataException(FormattableString.Invariant($"{path}: {Student} has the score {Score}; it lies between 0 and 100."));
        }
    }
}
