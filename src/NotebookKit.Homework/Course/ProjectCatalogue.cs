using System.Text.Json.Serialization;

namespace NotebookKit.Homework.Course;

/// <summary>A task for a midterm project.</summary>
/// <param name="Id">A short name that is unique in the catalogue.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Description">What is to be done.</param>
public sealed record ProjectTask(string Id, string Title, string Description = "");

/// <summary>A task that a student chose; it is never taken back.</summary>
/// <param name="Task">The task's id.</param>
/// <param name="Student">Who chose it.</param>
/// <param name="Time">When.</param>
public sealed record ProjectClaim(string Task, string Student, DateTimeOffset Time);

/// <summary>A claim that the catalogue refuses; the message says why and what can be done.</summary>
public sealed class ClaimRefusedException : Exception
{
    /// <summary>Makes the error.</summary>
    public ClaimRefusedException(string message)
        : base(message)
    {
    }
}

/// <summary>The tasks for midterm projects and who chose which: a task is chosen once, by one student, for good. Lecture S2 L1, "Midterm project".</summary>
/// <param name="Tasks">The tasks.</param>
public sealed record ProjectCatalogue(IReadOnlyList<ProjectTask> Tasks)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The choices so far, in their order.</summary>
    public IReadOnlyList<ProjectClaim> Claims { get; init; } = [];

    /// <summary>The tasks that are still free.</summary>
    [JsonIgnore]
    public IEnumerable<ProjectTask> Free => Tasks.Where(task => Claims.All(claim => claim.Task != task.Id));

    /// <summary>Reads a catalogue.</summary>
    /// <exception cref="InvalidDataException">It is no catalogue, an id comes twice, or a claim does not fit.</exception>
    public static ProjectCatalogue Load(string path)
    {
        var catalogue = CourseJson.Read<ProjectCatalogue>(path);
        catalogue.Check(path);
        return catalogue;
    }

    /// <summary>Writes the catalogue.</summary>
    public void Save(string path) => CourseJson.Write(path, this);

    /// <summary>The task that a student chose, or null.</summary>
    public ProjectTask? Of(string student) => Claims.FirstOrDefault(claim => IsSame(claim.Student, student)) is { } own ? Tasks.First(task => task.Id == own.Task) : null;

    /// <summary>The catalogue with one claim more. The student who already has this very task gets the catalogue as it is.</summary>
    /// <exception cref="ClaimRefusedException">There is no such task, somebody else has it, or the student has another.</exception>
    public ProjectCatalogue With(string task, string student, DateTimeOffset time)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(student);
        if (Tasks.All(one => one.Id != task))
        {
            throw new ClaimRefusedException($"there is no task `{task}`; {FreeText()}");
        }

        if (Claims.FirstOrDefault(claim => IsSame(claim.Student, student)) is { } own)
        {
            return own.Task == task ? this : throw new ClaimRefusedException($"{student.Trim()} has chosen `{own.Task}`, and a choice is final: it can be neither changed nor cancelled.");
        }

        return Claims.Any(claim => claim.Task == task)
            ? throw new ClaimRefusedException($"the task `{task}` is taken; {FreeText()}")
            : this with { Claims = [.. Claims, new ProjectClaim(task, student.Trim(), time)] };
    }

    /// <summary>Claims a task in a catalogue's file. Two claims at once, of two programs even, are taken one after the other, so that one of them is refused.</summary>
    /// <remarks>A small file <c>*.lock</c> beside the catalogue stays behind: whoever holds it may write.</remarks>
    /// <exception cref="ClaimRefusedException">The claim is refused; the file is as it was.</exception>
    /// <exception cref="IOException">Another program kept the lock for half a minute.</exception>
    public static ProjectCatalogue Claim(string path, string task, string student, DateTimeOffset time)
    {
        using var held = Hold(path);
        var before = Load(path);
        var after = before.With(task, student, time);
        if (!ReferenceEquals(before, after))
        {
            after.Save(path);
        }

        return after;
    }

    private static FileStream Hold(string path)
    {
        var file = Path.GetFullPath(path) + ".lock";
        for (var waited = TimeSpan.Zero; ; waited += TimeSpan.FromMilliseconds(20))
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited < Patience && File.Exists(file))
            {
                Thread.Sleep(20);
            }
        }
    }

    private void Check(string path)
    {
        if (Tasks.GroupBy(task => task.Id, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1 || group.Key.Length == 0) is { } odd)
        {
            throw new InvalidDataException($"{path}: the id `{odd.Key}` stands at {odd.Count()} tasks; give each task an id of its own.");
        }

        var wrong = Claims.FirstOrDefault(claim => Tasks.All(task => task.Id != claim.Task))
            ?? Claims.FirstOrDefault(claim => Claims.Count(other => other.Task == claim.Task || IsSame(other.Student, claim.Student)) > 1);
        if (wrong is not null)
        {
            throw new InvalidDataException($"{path}: the claim of `{wrong.Task}` by {wrong.Student} does not fit: a task exists, has one student, and a student has one task.");
        }
    }

    private string FreeText() => Free.Any() ? $"these are free: {string.Join(", ", Free.Select(one => one.Id))}." : "no task is free any more.";

    private static bool IsSame(string one, string other) => string.Equals(one.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);
}
