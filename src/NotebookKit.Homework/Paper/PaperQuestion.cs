namespace NotebookKit.Homework.Paper;

/// <summary>A line of a marking scheme.</summary>
/// <param name="Points">What it gives.</param>
/// <param name="For">For what.</param>
public sealed record SchemeLine(decimal Points, string For);

/// <summary>A question of a paper test with its marking scheme; its numbers were computed when it was made.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Text">The question, markdown.</param>
/// <param name="Scheme">What gives how many points.</param>
public sealed record PaperQuestion(string Title, string Text, IReadOnlyList<SchemeLine> Scheme)
{
    /// <summary>Its name in the bank.</summary>
    public string Id { get; init; } = "";

    /// <summary>The rows of the course's map that it asks about.</summary>
    public IReadOnlyList<string> Systems { get; init; } = [];

    /// <summary>The answer in short, markdown.</summary>
    public string Answer { get; init; } = "";

    /// <summary>The numbers of the answer, for whoever checks them.</summary>
    public IReadOnlyList<double> Numbers { get; init; } = [];

    /// <summary>How many ruled lines are left for the answer.</summary>
    public int Lines { get; init; } = 8;

    /// <summary>What can be got: the sum of the scheme.</summary>
    public decimal Points => Scheme.Sum(line => line.Points);
}

/// <summary>A question of the bank: the lecture's own numbers, or others drawn from a seed.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Lecture">The lecture.</param>
/// <param name="Systems">The rows of the course's map.</param>
/// <param name="Make">Makes the question; null asks for the lecture's numbers.</param>
public sealed record PaperTemplate(string Id, string Lecture, IReadOnlyList<string> Systems, Func<Quizzes.Draw?, PaperQuestion> Make)
{
    /// <summary>The question with the lecture's numbers; a question of theory is always the same.</summary>
    public PaperQuestion AsInLecture() => Make(null) with { Id = Id, Systems = Systems };

    /// <summary>The question with numbers drawn from a seed.</summary>
    public PaperQuestion From(long seed) => Make(new Quizzes.Draw(Quizzes.QuizSeed.Of("", seed, "paper", Id))) with { Id = Id, Systems = Systems };
}
