using NotebookKit.Homework.Course;

namespace NotebookKit.Homework.Paper;

/// <summary>What a marker says about something handed in.</summary>
/// <param name="Points">The points.</param>
/// <param name="Feedback">What the student may read; no word of hidden tests.</param>
public sealed record TimedMark(Points Points, string Feedback = "");

/// <summary>What became of something handed in.</summary>
/// <param name="Student">Who handed it in.</param>
/// <param name="HandedIn">When.</param>
/// <param name="IsAccepted">False when it came too early or too late: then nothing was marked.</param>
/// <param name="Points">The points; none when it was refused.</param>
/// <param name="IsPassed">Whether the points are enough.</param>
/// <param name="Message">The result or the refusal as a sentence.</param>
/// <param name="Feedback">What the marker says; empty when it was refused.</param>
public sealed record TimedResult(string Student, DateTimeOffset HandedIn, bool IsAccepted, Points Points, bool IsPassed, string Message, string Feedback);

/// <summary>A programming test on the spot: it begins, it ends, and what is handed in between is scored at once. Lecture S2 L1, "Tests".</summary>
/// <param name="Name">What the test is called.</param>
/// <param name="Start">When it begins.</param>
/// <param name="Duration">How long it is: three to four hours in the lecture.</param>
public sealed record TimedTest(string Name, DateTimeOffset Start, TimeSpan Duration)
{
    /// <summary>How long it is.</summary>
    public TimeSpan Duration { get; init; } = Duration > TimeSpan.Zero ? Duration : throw new ArgumentOutOfRangeException(nameof(Duration), Duration, "TimedTest: a test lasts longer than nothing.");

    /// <summary>The share that passes, itself included: 0.50.</summary>
    public decimal Pass { get; init; } = new CourseRules().ComputerPass;

    /// <summary>More time for single students, by name: one who writes slowly by right, or whose machine broke down.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Extra { get; init; } = new Dictionary<string, TimeSpan>();

    /// <summary>The end for everybody without extra time; what comes in this very moment still counts.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public DateTimeOffset End => Start + Duration;

    /// <summary>Reads a test: <c>{"name": "January", "start": "2027-01-10T09:00:00+01:00", "duration": "03:30:00"}</c>.</summary>
    /// <exception cref="InvalidDataException">The file has another form.</exception>
    public static TimedTest Load(string path)
    {
        try
        {
            return CourseJson.Read<TimedTest>(path);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw new InvalidDataException($"{path}: {exception.Message}", exception);
        }
    }

    /// <summary>Writes the test.</summary>
    public void Save(string path) => CourseJson.Write(path, this);

    /// <summary>The end for a student.</summary>
    public DateTimeOffset EndFor(string student) => End + Extra.GetValueOrDefault(student);

    /// <summary>How long a student still has: all of it before the start, never below zero.</summary>
    public TimeSpan Left(string student, DateTimeOffset now) => now < Start ? EndFor(student) - Start : now > EndFor(student) ? TimeSpan.Zero : EndFor(student) - now;

    /// <summary>Takes what a student hands in: refuses it outside the time, else marks it at once.</summary>
    /// <typeparam name="TWork">What is handed in: a notebook, a file's path, answers.</typeparam>
    /// <param name="student">Who.</param>
    /// <param name="handedIn">When it came in, by the clock of whoever takes it, not of whoever hands it in.</param>
    /// <param name="work">What.</param>
    /// <param name="marker">Scores the work; asked only when the time is right.</param>
    public TimedResult HandIn<TWork>(string student, DateTimeOffset handedIn, TWork work, Func<TWork, TimedMark> marker)
    {
        ArgumentNullException.ThrowIfNull(marker);
        if (Refusal(student, handedIn) is { } refused)
        {
            return refused;
        }

        return Marked(student, handedIn, marker(work));
    }

    /// <summary>The same with a marker that takes its time, such as one that runs a notebook.</summary>
    /// <inheritdoc cref="HandIn{TWork}"/>
    public async Task<TimedResult> HandInAsync<TWork>(string student, DateTimeOffset handedIn, TWork work, Func<TWork, Task<TimedMark>> marker)
    {
        ArgumentNullException.ThrowIfNull(marker);
        return Refusal(student, handedIn) ?? Marked(student, handedIn, await marker(work).ConfigureAwait(false));
    }

    private TimedResult? Refusal(string student, DateTimeOffset handedIn)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(student);
        var end = EndFor(student);
        var why = handedIn < Start ? $"{Name} has not begun: it starts at {Clock(Start)}."
            : handedIn > end ? $"{Name} was over at {Clock(end)}; this came in at {Clock(handedIn.ToOffset(end.Offset))}, {Late(handedIn - end)} too late, and is not marked."
            : null;
        return why is null ? null : new TimedResult(student, handedIn, IsAccepted: false, new Points(0, 0), IsPassed: false, why, "");
    }

    private TimedResult Marked(string student, DateTimeOffset handedIn, TimedMark mark)
    {
        var isPassed = mark.Points.AtLeast(Pass);
        return new TimedResult(student, handedIn, IsAccepted: true, mark.Points, isPassed, $"{mark.Points}: {(isPassed ? "passed" : "not passed")}; at least {Standing.Percent(Pass)} are needed.", mark.Feedback);
    }

    private static string Clock(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd HH:mm:ss zzz", System.Globalization.CultureInfo.InvariantCulture);

    private static string Late(TimeSpan by) => by < TimeSpan.FromMinutes(1) ? FormattableString.Invariant($"{by.TotalSeconds:0.###} s") : FormattableString.Invariant($"{Math.Floor(by.TotalMinutes)} min {by.Seconds} s");
}
