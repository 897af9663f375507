using NotebookKit.Homework.Course;

namespace NotebookKit.Homework.Paper;

/// <summary>A paper test: theory and calculations on paper, in the time of a lecture. Lecture S2 L1, "Tests".</summary>
/// <param name="Title">What stands above it.</param>
/// <param name="Questions">The questions.</param>
public sealed record PaperTest(string Title, IReadOnlyList<PaperQuestion> Questions)
{
    /// <summary>What can be got.</summary>
    public decimal Points => Questions.Sum(question => question.Points);

    /// <summary>A test of the bank's questions.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="seed">The seed of its numbers; null for the lecture's.</param>
    /// <param name="ids">The questions by name; none for all.</param>
    /// <exception cref="ArgumentException">There is no such question.</exception>
    public static PaperTest Of(string title, long? seed, params IReadOnlyList<string> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var templates = ids.Count == 0 ? PaperBank.All : [.. ids.Select(PaperBank.Of)];
        return new PaperTest(title, [.. templates.Select(template => seed is { } number ? template.From(number) : template.AsInLecture())]);
    }

    /// <summary>The points of a marked test.</summary>
    /// <param name="earned">What each question got, by its name; one left out got nothing.</param>
    /// <exception cref="InvalidDataException">A question is not in the test, or got more than it gives.</exception>
    public Points Mark(IReadOnlyDictionary<string, decimal> earned)
    {
        ArgumentNullException.ThrowIfNull(earned);
        foreach (var (id, points) in earned)
        {
            var question = Questions.FirstOrDefault(one => one.Id == id) ?? throw new InvalidDataException($"{Title}: there is no question `{id}`; there are {string.Join(", ", Questions.Select(one => one.Id))}.");
            if (points < 0 || points > question.Points)
            {
                throw new InvalidDataException(FormattableString.Invariant($"{Title}: `{id}` got {points} points, and it gives from 0 to {question.Points}."));
            }
        }

        return new Points(earned.Values.Sum(), Points);
    }

    /// <summary>Whether a marked test is passed: at 50 % of the points or more.</summary>
    public bool IsPassed(IReadOnlyDictionary<string, decimal> earned, CourseRules? rules = null) => Mark(earned).AtLeast((rules ?? new CourseRules()).PaperPass);
}
