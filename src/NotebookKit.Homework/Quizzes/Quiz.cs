namespace NotebookKit.Homework.Quizzes;

/// <summary>A question whose numbers are still to be drawn.</summary>
/// <param name="Id">Its name within the quiz.</param>
/// <param name="Systems">The rows of the course's map that it asks about, such as MLP-COUNT.</param>
/// <param name="Make">Draws the numbers and computes the answer.</param>
public sealed record QuizTemplate(string Id, IReadOnlyList<string> Systems, Func<Draw, QuizItem> Make)
{
    /// <summary>What it is worth.</summary>
    public decimal Points { get; init; } = 1;

    /// <summary>The question of a seed.</summary>
    public QuizItem Item(long seed) => Make(new Draw(seed)) with { Id = Id, Systems = Systems, Points = Points };
}

/// <summary>The quiz of a lecture before its numbers are drawn.</summary>
/// <param name="Lecture">The lecture, such as <c>S2 L1</c>.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Templates">Its questions.</param>
public sealed record LectureQuiz(string Lecture, string Title, IReadOnlyList<QuizTemplate> Templates)
{
    /// <summary>The lecture as a name for files: <c>S2-L1</c>.</summary>
    public string Id => Lecture.Replace(' ', '-');

    /// <summary>The quiz of a student.</summary>
    /// <param name="student">Name or number; different students get different numbers.</param>
    /// <param name="seed">The term's seed, say.</param>
    public Quiz For(string student, long seed) => new(Id, Title, student, seed, [.. Templates.Select(template => template.Item(QuizSeed.Of(student, seed, Id, template.Id)))]);
}

/// <summary>A quiz with its numbers: the same for the same student and seed, everywhere.</summary>
/// <param name="Id">The lecture's or practice's name, such as <c>S2-L1</c>.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Student">Whose it is.</param>
/// <param name="Seed">The seed beside the student's name.</param>
/// <param name="Items">The questions with their answers.</param>
public sealed record Quiz(string Id, string Title, string Student, long Seed, IReadOnlyList<QuizItem> Items)
{
    /// <summary>What can be got.</summary>
    public decimal Points => Items.Sum(item => item.Points);
}
