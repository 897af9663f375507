using NotebookKit.Homework.Course;

namespace NotebookKit.Homework.Quizzes;

/// <summary>The answers of a student to a quiz.</summary>
/// <param name="Quiz">The quiz's name, such as <c>S2-L1</c>.</param>
/// <param name="Student">The student.</param>
/// <param name="Seed">The seed that the quiz was made with.</param>
/// <param name="Answers">By the names of the questions: numbers as text, letters of options, or words.</param>
public sealed record QuizAnswers(string Quiz, string Student, long Seed, IReadOnlyDictionary<string, string> Answers);

/// <summary>What one answer got.</summary>
/// <param name="Id">The question.</param>
/// <param name="Earned">The points got.</param>
/// <param name="Possible">The points there were.</param>
/// <param name="Verdict">Why, without the right answer: <c>right</c>, <c>wrong</c>, <c>no answer</c>, or what could not be read.</param>
public sealed record QuizMark(string Id, decimal Earned, decimal Possible, string Verdict);

/// <summary>What a quiz got.</summary>
/// <param name="Quiz">The quiz's name.</param>
/// <param name="Student">The student.</param>
/// <param name="Marks">Question by question.</param>
public sealed record QuizResult(string Quiz, string Student, IReadOnlyList<QuizMark> Marks)
{
    /// <summary>The points for the score book.</summary>
    public Points Points => new(Marks.Sum(mark => mark.Earned), Marks.Sum(mark => mark.Possible));

    /// <summary>The result in a line.</summary>
    public override string ToString() => $"{Quiz}, {Student}: {Points}";
}

/// <summary>Marks quizzes. A question with several right options gives (right ones chosen - wrong ones chosen) / right ones, never below 0.</summary>
public static class QuizMarker
{
    /// <summary>Marks answers with the quiz made anew from student and seed.</summary>
    /// <exception cref="ArgumentException">There is no such quiz.</exception>
    /// <exception cref="InvalidDataException">An answer belongs to no question of the quiz.</exception>
    public static QuizResult Mark(QuizAnswers answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        return Mark(QuizBank.Of(answers.Quiz).For(answers.Student, answers.Seed), answers.Answers);
    }

    /// <summary>Marks answers to a quiz.</summary>
    /// <exception cref="InvalidDataException">An answer belongs to no question of the quiz.</exception>
    public static QuizResult Mark(Quiz quiz, IReadOnlyDictionary<string, string> answers)
    {
        ArgumentNullException.ThrowIfNull(quiz);
        ArgumentNullException.ThrowIfNull(answers);
        if (answers.Keys.FirstOrDefault(id => quiz.Items.All(item => item.Id != id)) is { } stray)
        {
            throw new InvalidDataException($"{quiz.Id}: there is an answer to `{stray}`, which is no question of this quiz; its questions are {string.Join(", ", quiz.Items.Select(item => item.Id))}.");
        }

        return new QuizResult(quiz.Id, quiz.Student, [.. quiz.Items.Select(item => Mark(item, answers.GetValueOrDefault(item.Id)))]);
    }

    /// <summary>Marks one answer; null or blank is none.</summary>
    public static QuizMark Mark(QuizItem item, string? answer)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (string.IsNullOrWhiteSpace(answer))
        {
            return new(item.Id, 0, item.Points, "no answer");
        }

        return item switch
        {
            NumberItem number => ReadAnswer.Numbers(answer) is { Count: > 0 } readings
                ? Whole(item, readings.Any(number.IsRight))
                : new(item.Id, 0, item.Points, $"\"{answer.Trim()}\" is no number; write one such as 0.25, 1e-3 or 3/8"),
            ChoiceItem choice => ReadAnswer.Letters(answer, choice.Options.Count) is { Count: 1 } letters
                ? Whole(item, letters.Contains(choice.Right))
                : new(item.Id, 0, item.Points, $"\"{answer.Trim()}\" is not one of the letters a to {QuizItem.Letter(choice.Options.Count - 1)}"),
            ChoicesItem choices => ReadAnswer.Letters(answer, choices.Options.Count) is { } letters
                ? Part(choices, letters)
                : new(item.Id, 0, item.Points, $"\"{answer.Trim()}\" is no list of letters a to {QuizItem.Letter(choices.Options.Count - 1)}; write such as a, c"),
            TextItem text => Whole(item, text.Accepted.Any(one => ReadAnswer.Words(one) == ReadAnswer.Words(answer))),
            _ => throw new NotSupportedException($"QuizMarker: knows no questions of the kind {item.GetType().Name}."),
        };
    }

    private static QuizMark Whole(QuizItem item, bool isRight) => new(item.Id, isRight ? item.Points : 0, item.Points, isRight ? "right" : "wrong");

    private static QuizMark Part(ChoicesItem item, IReadOnlySet<int> chosen)
    {
        if (item.Right.Count == 0)
        {
            return Whole(item, chosen.Count == 0);
        }

        var right = chosen.Count(item.Right.Contains);
        var earned = item.Points * Math.Max(0, right - (chosen.Count - right)) / item.Right.Count;
        return new(item.Id, earned, item.Points, earned == item.Points ? "right" : earned > 0 ? "partly right" : "wrong");
    }
}
